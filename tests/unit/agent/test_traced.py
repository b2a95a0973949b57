"""What is made of the texts that the dashboard keeps."""

from pydash_agent.fmd.outliers import outlier_fields
from pydash_agent.fmd.profiles import StackLine, profile_fields
from pydash_agent.fmd.traced import LINES_MAX, TEXT_CHARS_MAX
from pydash_agent.masking import Masking

ENVIRONMENT = (
    "{'REQUEST_METHOD': 'POST', 'wsgi.input': <_io.BufferedReader name='<stdin>'>, "
    "'HTTP_COOKIE': \"'PATH_INFO': 'hidden\", 'PATH_INFO': '/orders', 'wsgi.multithread': True, "
    "'QUERY_STRING': 'token=hidden', 'HTTP_AUTHORIZATION': 'Bearer hidden', "
    "'werkzeug.request': <Request 'http://shop.example/orders' [POST]>}"
)


def fields(
    *,
    url: str = "",
    headers: str = "",
    environment: str = "",
    cpu: str = "",
    memory: str = "",
    stack: str = "",
) -> dict[str, object]:
    return outlier_fields(Masking(), url, headers, environment, cpu, memory, stack)


def test_of_the_environment_only_what_is_neither_a_header_nor_the_servers_own() -> None:
    assert fields(environment=ENVIRONMENT)["environment"] == [
        ("REQUEST_METHOD", "POST"),
        ("PATH_INFO", "/orders"),
        ("QUERY_STRING", "token=[masked]"),
    ]


def test_headers() -> None:
    given = fields(headers="Host: shop.example:5000\r\nCookie: a=b; c=d\r\nX-Empty: \r\n\r\n")
    assert given["headers"] == [("Host", "shop.example:5000"), ("Cookie", "[masked]"), ("X-Empty", "")]


def test_long_texts_are_cut_with_a_mark() -> None:
    url = fields(url="http://shop.example/" + "a" * 100_000)["url"]
    assert isinstance(url, str)
    assert (len(url), url[-5:]) == (TEXT_CHARS_MAX + 5, "[cut]")


def test_a_stack() -> None:
    stack = (
        'File: "/app/a.py", line 12, in "cart": "x = "<br />""<br />File: "/app/b.py", line 3, in "get": ""'
    )
    assert fields(stack=stack)["stack"] == [
        {"file": "/app/a.py", "line": 12, "function": "cart", "code": 'x = "<br />"'},
        {"file": "/app/b.py", "line": 3, "function": "get", "code": ""},
    ]


def test_processor_and_memory() -> None:
    given = fields(cpu="[12.5, 100.0]", memory="svmem(total=8000, available=2000, percent=75.0, used=5)")
    assert given["cpu_percent"] == [12.5, 100.0]
    assert given["memory"] == {"total": 8000.0, "available": 2000.0, "percent": 75.0}


def test_what_cannot_be_read_is_left_out() -> None:
    given = fields(headers="none", environment="none", cpu="[1.0, 2.", memory="none", stack="none")
    assert [value for value in given.values() if value] == []


def line(indent: int, ms: float, file: str = "/app/shop.py", function: str = "cart") -> StackLine:
    return StackLine(indent, ms, file, 1, function, f"line {indent}")


def test_a_profile_begins_with_the_head_of_its_endpoint_and_has_nothing_of_the_dashboard() -> None:
    own = "/lib/flask_monitoringdashboard/core/measurement.py"
    given = profile_fields(
        [
            line(0, 90, function="None"),
            line(0, 90, function="None"),
            line(1, 80, own, "evaluate"),
            line(2, 80),
            line(3, 70),
            line(2, 5),
            line(1, 10),
            line(1, 2, "/lib/flask_monitoringdashboard/core/profiler/__init__.py", "start"),
            line(2, 2, "/lib/threading.py", "start"),
        ]
    )
    lines = given["lines"]
    assert isinstance(lines, list)
    assert [(each["depth"], each["ms"], each["function"]) for each in lines] == [
        (0, 90, ""),
        (1, 80, "cart"),
        (2, 70, "cart"),
        (1, 5, "cart"),
        (1, 10, "cart"),
    ]
    assert given["cut"] is False


def test_a_long_profile_is_cut() -> None:
    given = profile_fields([line(0, 1), *[line(1, 1)] * LINES_MAX])
    assert isinstance(given["lines"], list)
    assert (len(given["lines"]), given["cut"]) == (LINES_MAX, True)
