"""Keeps a process that works on large arrays from holding on to the memory of arrays long gone."""

import ctypes
import os

# Parameters of glibc's mallopt.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_LARGE_BYTES = 1 << 24
# A question takes some ten megabytes: a heap that shrinks after each one is made anew, page by page, for the next.
FREE_BYTES_MAX = 1 << 26


def bound_heaps(free_bytes_max: int = FREE_BYTES_MAX) -> None:
    """Large arrays get pages of their own, given back with them; threads share two heaps, and Arrow uses them, too.

    By itself glibc learns from the first large array to put the next ones into a heap, and has a heap for each
    thread: a few times what is in use then stays with the process. Other C libraries are left as they are.

    ``free_bytes_max``: what a heap keeps at its end for the next piece of work. Arrow chooses its allocator while
    it is imported: by default one of its own, which keeps what others could use.
    """
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return
    mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
    mallopt(_M_TRIM_THRESHOLD, free_bytes_max)
    mallopt(_M_ARENA_MAX, 2)


def give_back_free_pages() -> None:
    """After a large piece of work: pages between what is still in use go back to the system as well."""
    try:
        malloc_trim = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError):
        return
    malloc_trim(0)
