"""What can be asked about a dashboard's calls."""

from dataclasses import dataclass
from enum import StrEnum

from shared.calls.calls import NameKind
from shared.query.errors import InvalidQueryError
from shared.query.period import Slice
from shared.statistics.registry import StatisticName

BY_MAX = 2


class By(StrEnum):
    """What calls can be told apart by."""

    ENDPOINT = "endpoint"
    VERSION = "version"
    IP = "ip"
    GROUP_BY = "group_by"
    STATUS = "status"

    @property
    def kind(self) -> NameKind | None:
        """The kind of names that its values are; None for status codes, which are numbers."""
        return None if self is By.STATUS else NameKind[self.name]


@dataclass(frozen=True)
class Filters:
    """Which calls count; None is any. A name that was never seen matches nothing."""

    endpoint: str | None = None
    version: str | None = None
    group_by: str | None = None
    ip: str | None = None
    # The HTTP status code itself; 0 for calls whose source records none.
    status: int | None = None

    def by_kind(self) -> dict[NameKind, str]:
        """The names filtered for."""
        given = {
            NameKind.ENDPOINT: self.endpoint,
            NameKind.VERSION: self.version,
            NameKind.GROUP_BY: self.group_by,
            NameKind.IP: self.ip,
        }
        return {kind: name for kind, name in given.items() if name is not None}

    def dimensions(self) -> frozenset[By]:
        """What is filtered for."""
        return frozenset(by for by in By if getattr(self, by.value) is not None)


@dataclass(frozen=True)
class Question:
    """Some statistics of each slice, of all calls that the filters let through or of each key of ``by``.

    ``slices`` ascend and do not overlap; there may be gaps between them. ``by`` are at most two different
    dimensions. ``top``: only so many keys, those with most calls over all slices; all others together
    become one more row. ``reduced``: numbers with as many digits as are worth showing. Raises InvalidQueryError.
    """

    slices: tuple[Slice, ...]
    statistics: tuple[StatisticName, ...]
    filters: Filters = Filters()
    by: tuple[By, ...] = ()
    top: int | None = None
    reduced: bool = False

    def __post_init__(self) -> None:
        if len(self.by) > BY_MAX or len(set(self.by)) != len(self.by):
            raise InvalidQueryError("by", f"must be at most {BY_MAX} different dimensions")
        if self.top is not None and self.top < 1:
            raise InvalidQueryError("top", "must be at least 1")
