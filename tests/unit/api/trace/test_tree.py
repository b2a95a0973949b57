"""Profiles laid upon each other."""

from services.api.trace.tree import Tree, laid_upon
from shared.traces.records import ProfileLine


def profile(*lines: tuple[str, int, float], number: int = 1) -> list[ProfileLine]:
    """Of code, depth and milliseconds; ``number`` is the line's in its file."""
    return [ProfileLine("/app/shop.py", number, "cart", code, depth, ms) for code, depth, ms in lines]


def shown(tree: Tree) -> list[tuple[str, int, int, float, float]]:
    """Code, depth, count, total and own milliseconds."""
    return [(node.line.code, depth, node.count, node.total_ms, node.self_ms) for depth, node in tree.nodes]


def test_of_one_profile_each_line_with_what_is_its_own() -> None:
    tree = laid_upon([profile(("head", 0, 10), ("find()", 1, 7), ("query()", 2, 4), ("draw()", 1, 2))])
    assert shown(tree) == [
        ("head", 0, 1, 10, 1),
        ("find()", 1, 1, 7, 3),
        ("query()", 2, 1, 4, 4),
        ("draw()", 1, 1, 2, 2),
    ]
    assert (tree.total_ms, tree.is_cut) == (10, False)


def test_lines_are_the_same_where_what_called_them_is() -> None:
    first = profile(("head", 0, 10), ("find()", 1, 4), ("query()", 2, 4), ("query()", 1, 3))
    second = profile(("head", 0, 20), ("find()", 1, 18), ("query()", 2, 6), number=40)
    assert shown(laid_upon([first, second])) == [
        ("head", 0, 2, 30, 5),
        ("find()", 1, 2, 22, 12),
        ("query()", 2, 2, 10, 10),
        ("query()", 1, 1, 3, 3),
    ]


def test_a_line_twice_in_a_profile_counts_it_once() -> None:
    tree = laid_upon([profile(("head", 0, 10), ("find()", 1, 4), ("draw()", 1, 1), ("find()", 1, 5))])
    assert shown(tree)[1] == ("find()", 1, 1, 9, 9)


def test_what_takes_most_comes_first() -> None:
    tree = laid_upon([profile(("head", 0, 10), ("quick()", 1, 1), ("slow()", 1, 8), ("mid()", 1, 1.5))])
    assert [code for code, *_ in shown(tree)] == ["head", "slow()", "mid()", "quick()"]


def test_of_many_lines_those_stay_that_take_most() -> None:
    lines = [("head", 0, 100.0), *((f"line {number}", 1, float(number)) for number in range(10))]
    tree = laid_upon([profile(*lines)], nodes_max=4)
    assert [code for code, *_ in shown(tree)] == ["head", "line 9", "line 8", "line 7"]
    assert tree.is_cut


def test_times_that_do_not_add_up_leave_nothing_negative() -> None:
    tree = laid_upon([profile(("head", 0, 10), ("find()", 1, 10.5))])
    assert shown(tree)[0][-1] == 0


def test_a_depth_that_is_skipped_is_no_error() -> None:
    assert [depth for _, depth, *_ in shown(laid_upon([profile(("head", 0, 3), ("deep()", 5, 1))]))] == [0, 1]


def test_deep_code() -> None:
    lines = [(f"line {depth}", depth, 1.0) for depth in range(5_000)]
    assert len(laid_upon([profile(*lines)], nodes_max=10_000).nodes) == 5_000


def test_nothing() -> None:
    tree = laid_upon([])
    assert (tree.nodes, tree.total_ms, tree.is_cut) == ((), 0, False)
