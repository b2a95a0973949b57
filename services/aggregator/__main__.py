"""``python -m services.aggregator``."""

from shared.process.memory import bound_heaps

# Portions are far larger than questions, and memory matters more than a page made anew.
_FREE_BYTES_MAX = 1 << 24
# Before Arrow is imported.
bound_heaps(_FREE_BYTES_MAX)

from services.aggregator.main import create_app  # noqa: E402 - see above
from services.aggregator.settings import AggregatorSettings  # noqa: E402
from shared.process.serve import serve  # noqa: E402

if __name__ == "__main__":
    serve("aggregator", AggregatorSettings, create_app, free_bytes_max=_FREE_BYTES_MAX)
