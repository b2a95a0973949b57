"""What a process holds after its large arrays are gone; each in a process of its own, for heaps are global."""

import platform
import subprocess
import sys

import pytest

_HOLES = """
from shared.process.memory import bound_heaps, give_back_free_pages

bound_heaps()

def resident_mb():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1024

# A little of every hundredth is kept: no heap can shrink from its end.
pieces = [bytes(50_000) for _ in range(3_000)]
pieces = pieces[::100]
before = resident_mb()
give_back_free_pages()
print(before - resident_mb())
"""


def _printed(program: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    return ran.stdout


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="other C libraries are left as they are")
def test_pages_between_what_is_kept_are_given_back() -> None:
    assert float(_printed(_HOLES)) > 100


def test_arrow_shares_the_aggregators_heaps() -> None:
    program = (
        "import services.aggregator.__main__, pyarrow; print(pyarrow.default_memory_pool().backend_name)"
    )

    assert _printed(program) == "system\n"
