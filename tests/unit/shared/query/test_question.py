import pytest

from shared.calls.calls import NameKind
from shared.query.errors import InvalidQueryError
from shared.query.question import By, Filters, Question


@pytest.mark.parametrize(
    ("filters", "by_kind", "dimensions"),
    [
        (Filters(), {}, set()),
        (Filters(version="1.0"), {NameKind.VERSION: "1.0"}, {By.VERSION}),
        (
            Filters("home", "1.0", "ada", "::1"),
            {
                NameKind.ENDPOINT: "home",
                NameKind.VERSION: "1.0",
                NameKind.GROUP_BY: "ada",
                NameKind.IP: "::1",
            },
            {By.ENDPOINT, By.VERSION, By.GROUP_BY, By.IP},
        ),
        # A call whose group_by or status is not given can be asked for.
        (Filters(group_by=""), {NameKind.GROUP_BY: ""}, {By.GROUP_BY}),
        (Filters(status=0), {}, {By.STATUS}),
    ],
)
def test_only_given_filters_filter(
    filters: Filters, by_kind: dict[NameKind, str], dimensions: set[By]
) -> None:
    assert filters.by_kind() == by_kind
    assert filters.dimensions() == dimensions


@pytest.mark.parametrize("by", [(By.IP, By.IP), (By.ENDPOINT, By.VERSION, By.IP)])
def test_a_breakdown_has_at_most_two_different_dimensions(by: tuple[By, ...]) -> None:
    with pytest.raises(InvalidQueryError, match="by: "):
        Question((), (), by=by)


def test_the_top_has_at_least_one_key() -> None:
    with pytest.raises(InvalidQueryError, match="top: "):
        Question((), (), by=(By.IP,), top=0)
