"""Takes the calls of one process, and has them written behind the requests' backs.

A request only puts its call into a queue. A thread of its own, which starts with the first call, writes what has
gathered, and tries again where that fails. Nothing here may hurt the app: the queue has a bound, and what is over
it is dropped from its old end; nothing raises; each kind of trouble is told once.
"""

from __future__ import annotations

import atexit
import logging
import os
from collections import deque
from collections.abc import Sequence
from threading import Event, Lock, Thread

from pydash_agent.monitor.call import Call
from pydash_agent.monitor.file import FILE_ERRORS, CallFile
from pydash_agent.monitor.writer import Writer

# Some 3 MB. At a thousand calls a second it bridges ten seconds in which nothing can be written.
QUEUE_MAX = 10_000

_FLUSH_SECONDS = 0.5
_RETRY_SECONDS_MAX = 30.0
# How long the end of the app may be delayed.
_CLOSE_SECONDS = 5.0

_log = logging.getLogger("pydash_agent")


class Recorder:
    def __init__(self, file: CallFile, writer: Writer, queue_max: int = QUEUE_MAX) -> None:
        self._file = file
        self._writer = writer
        self._queue_max = queue_max
        self._told: set[str] = set()
        self._begin()
        atexit.register(self.close)
        if hasattr(os, "register_at_fork"):
            # What the parent has queued the parent writes, and its thread is not in the child.
            os.register_at_fork(after_in_child=self._begin)

    def _begin(self) -> None:
        """With nothing."""
        self._queue: deque[Call] = deque()
        self._lock = Lock()
        self._filled = Event()
        self._closing = Event()
        self._thread: Thread | None = None

    def record(self, call: Call) -> None:
        """Never raises and never waits."""
        with self._lock:
            is_full = len(self._queue) >= self._queue_max
            if is_full:
                self._queue.popleft()
            self._queue.append(call)
            if self._thread is None:
                self._start()
        if is_full:
            self.tell("calls come faster than they can be written: the oldest are dropped")
        if not self._filled.is_set():
            self._filled.set()

    def close(self) -> None:
        """Writes what is left, as far as that is quickly done. The next call starts everything again."""
        with self._lock:
            thread, closing = self._thread, self._closing
            self._thread, self._closing = None, Event()
        if thread is not None:
            closing.set()
            self._filled.set()
            thread.join(_CLOSE_SECONDS)

    def tell(self, trouble: str, *, error: BaseException | None = None) -> None:
        """Once in the life of the process."""
        if trouble not in self._told:
            self._told.add(trouble)
            _log.warning("PyDash's monitor: %s%s", trouble, "" if error is None else f" ({error})")

    def _start(self) -> None:
        thread = Thread(target=self._write, args=(self._closing,), name="pydash-agent", daemon=True)
        try:
            thread.start()
        except RuntimeError as error:
            # No thread starts while the interpreter ends, or where the system has none left.
            self.tell("calls cannot be written", error=error)
        else:
            self._thread = thread

    def _write(self, closing: Event) -> None:
        pause_seconds = _FLUSH_SECONDS
        while self._queue or not closing.is_set():
            self._filled.wait()
            closing.wait(pause_seconds)
            self._filled.clear()
            if self._written():
                pause_seconds = _FLUSH_SECONDS
            elif closing.is_set():
                break
            else:
                self._filled.set()
                pause_seconds = min(2 * pause_seconds, _RETRY_SECONDS_MAX)
        self._file.close()

    def _written(self) -> bool:
        """Whether all that had gathered was."""
        with self._lock:
            calls, self._queue = self._queue, deque()
        if not calls:
            return True
        try:
            self._writer.add(calls)
        except FILE_ERRORS as error:
            self.tell(
                f"calls cannot be written to {self._file.path}, and are kept in memory for a while",
                error=error,
            )
            # The next attempt opens it anew.
            self._file.close()
            self._put_back(calls)
            return False
        except Exception as error:  # noqa: BLE001 - whatever it is about these calls, those that follow are others
            self.tell("calls that cannot be written are dropped", error=error)
        return True

    def _put_back(self, calls: Sequence[Call]) -> None:
        with self._lock:
            self._queue.extendleft(reversed(calls))
            while len(self._queue) > self._queue_max:
                self._queue.popleft()
