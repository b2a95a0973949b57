"""What pyarrow raises for bytes that it cannot read; the kind depends on which byte is wrong."""

import pyarrow as pa

DAMAGED = (pa.ArrowException, ValueError, OSError, EOFError, StopIteration, MemoryError)
