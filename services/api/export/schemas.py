"""What exports are asked for and answer with."""

from typing import Literal

from pydantic import BaseModel, Field

from services.api.statistic.query import SelectionQuery
from services.api.statistic.schemas import SpanRead

ExportFormat = Literal["csv", "ndjson", "parquet"]


class ExportQuery(SelectionQuery):
    format: ExportFormat = Field("csv", description="csv with a header, JSON Lines, or Parquet.")


class Centroid(BaseModel):
    m: float = Field(description="Mean of some execution times, in milliseconds.")
    c: float = Field(description="How many they are.")


class DigestRead(SpanRead):
    """``tdigest.TDigest().update_from_dict()`` reads it."""

    centroids: list[Centroid] = Field(description="Ascending by mean.")
