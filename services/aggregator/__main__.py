"""``python -m services.aggregator``."""

from services.aggregator.main import create_app
from services.aggregator.settings import AggregatorSettings
from shared.process.serve import serve

if __name__ == "__main__":
    serve("aggregator", AggregatorSettings, create_app)
