"""Child processes that never outlive their parent, however it ends.

On Linux every child has a session of its own, so that Ctrl-C reaches only the parent, which then stops its
children in order; and the kernel signals a child when its parent dies, even of kill -9. Elsewhere children
stay in their parent's process group, so that a Ctrl-C or a closed terminal reaches them all.
"""

import asyncio
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

Output = Callable[[str], None]

_LAUNCH = Path(__file__).with_name("launch.py")
_LINUX = sys.platform == "linux"

# A line longer than this is passed on in pieces; nobody reads it whole.
_LINE_BYTES_MAX = 64 * 1024

# A grandchild may hold the output open after the child has ended; nothing important comes then.
_LAST_OUTPUT_SECONDS = 1.0

# Last lines kept for an error message.
_TAIL_LINES = 50


@dataclass(frozen=True)
class Command:
    """A program to start. ``death_signal`` asks it to stop in good order: by us, or when we are gone."""

    name: str
    argv: Sequence[str | os.PathLike[str]]
    env: Mapping[str, str] | None = None
    cwd: Path | None = None
    death_signal: signal.Signals = signal.SIGTERM
    # See launch.py.
    identity: str = "self"

    def launcher(self) -> list[str]:
        prefix = [sys.executable, "-I", "-S", str(_LAUNCH), str(os.getpid()), str(int(self.death_signal))]
        return [*prefix, self.identity, *(os.fspath(argument) for argument in self.argv)]


class Child:
    """A running (or ended) child; everything it writes goes line by line to ``output``."""

    def __init__(
        self,
        command: Command,
        process: asyncio.subprocess.Process,
        tail: deque[str],
        pump: asyncio.Task[None],
    ) -> None:
        self.command = command
        # The last lines it wrote.
        self.tail = tail
        self._process = process
        self._pump = pump

    @classmethod
    async def start(cls, command: Command, output: Output | None = None) -> "Child":
        if threading.current_thread() is not threading.main_thread():
            # The kernel's notice is tied to the thread that forked: a child of a pool's thread would be
            # stopped when the pool shrinks.
            raise RuntimeError("children are started from the main thread")
        # A pipe of our own: a process's wait() may also wait for the pipes that asyncio made, which a
        # grandchild can hold open.
        reading, writing = os.pipe()
        try:
            process = await asyncio.create_subprocess_exec(
                *command.launcher(),
                env=None if command.env is None else dict(command.env),
                cwd=command.cwd,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=writing,
                stderr=writing,
                start_new_session=_LINUX,
            )
        except BaseException:
            os.close(reading)
            raise
        finally:
            os.close(writing)
        tail: deque[str] = deque(maxlen=_TAIL_LINES)
        pump = asyncio.create_task(_pass_on(reading, tail, output), name=f"output of {command.name}")
        return cls(command, process, tail, pump)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self._process.returncode

    async def wait(self) -> int:
        """Until it has ended and its last lines were passed on."""
        code = await self._process.wait()
        await asyncio.wait([self._pump], timeout=_LAST_OUTPUT_SECONDS)
        self._pump.cancel()
        return code

    async def end(self) -> str:
        """As ``wait``; how it ended, to be put behind its name."""
        code = await self.wait()
        if code < 0:
            return f"was killed by signal {-code}"
        said = [line for line in self.tail if line]
        return f"ended with exit code {code}" + (f": {said[-1]}" if said else "")

    async def stop(self, timeout_seconds: float = 10.0) -> int:
        """Asks it to end, and ends it when it takes longer than that."""
        if self.returncode is None:
            self.send_signal(self.command.death_signal)
            try:
                await asyncio.wait_for(self._process.wait(), timeout_seconds)
            except TimeoutError:
                self.send_signal(signal.SIGKILL)
        return await self.wait()

    def send_signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            self._process.send_signal(number)


async def _pass_on(descriptor: int, tail: deque[str], output: Output | None) -> None:
    """Reads a child's output to its end, so that the child never waits for a reader."""
    stream = asyncio.StreamReader()
    with os.fdopen(descriptor, "rb", buffering=0) as pipe:
        transport, _ = await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(stream), pipe
        )
        try:
            async for line in _lines(stream):
                tail.append(line)
                if output is not None:
                    output(line)
        finally:
            transport.close()


async def _lines(stream: asyncio.StreamReader) -> AsyncIterator[str]:
    rest = b""
    while chunk := await stream.read(_LINE_BYTES_MAX):
        *lines, rest = (rest + chunk).split(b"\n")
        if len(rest) > _LINE_BYTES_MAX:
            lines.append(rest)
            rest = b""
        for line in lines:
            yield line.decode("utf-8", "replace").rstrip()
    if rest:
        yield rest.decode("utf-8", "replace").rstrip()


async def run(command: Command, output: Output | None = None) -> tuple[int, list[str]]:
    """Runs a program to its end: exit code and its last lines. Cancelled, it stops the program."""
    child = await Child.start(command, output)
    try:
        code = await child.wait()
    except asyncio.CancelledError:
        await child.stop()
        raise
    return code, list(child.tail)


def base_environment(*, without: Sequence[str] = ()) -> dict[str, str]:
    """Our own environment, less the variables that begin with one of these prefixes."""
    return {name: value for name, value in os.environ.items() if not name.startswith(tuple(without))}


def is_alive(pid: int) -> bool:
    """Whether some process has this pid; whose it is, and what, is another question."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
