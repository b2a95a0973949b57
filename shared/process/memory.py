"""Keeps a process that works on large arrays from holding on to the memory of arrays long gone."""

import ctypes

# Parameters of glibc's mallopt.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -3, -8
_LARGE_BYTES = 1 << 24


def bound_heaps() -> None:
    """Large arrays get pages of their own, given back with them; threads share two heaps.

    By itself glibc learns from the first large array to put the next ones into a heap, and has a heap for each
    thread: a few times what is in use then stays with the process. Other C libraries are left as they are.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):
        return
    mallopt(_M_MMAP_THRESHOLD, _LARGE_BYTES)
    mallopt(_M_TRIM_THRESHOLD, _LARGE_BYTES)
    mallopt(_M_ARENA_MAX, 2)
