import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.guard.url import URL_LENGTH_MAX, UrlRefusedError, normalise_url


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("https://app.example/dashboard", "https://app.example/dashboard"),
        ("https://app.example/dashboard/", "https://app.example/dashboard"),
        ("https://app.example/dashboard///", "https://app.example/dashboard"),
        ("  http://app.example  ", "http://app.example"),
        ("http://app.example/", "http://app.example"),
        ("HTTPS://App.Example/Dashboard", "https://app.example/Dashboard"),
        ("http://app.example:8080/x/y", "http://app.example:8080/x/y"),
        ("http://app.example:/x", "http://app.example/x"),
        ("http://192.0.2.7:5000/dashboard", "http://192.0.2.7:5000/dashboard"),
        ("http://[2001:DB8::1]:5000/dashboard", "http://[2001:db8::1]:5000/dashboard"),
        ("https://app.example/a%20b", "https://app.example/a%20b"),
        ("https://app.example/\u00e9", "https://app.example/%C3%A9"),
        ("https://app.example/a/../b/./c", "https://app.example/b/c"),
        ("http://app.example:80/x", "http://app.example/x"),
        ("HTTP://app.example:80/x", "http://app.example/x"),
        ("https://app.example:443/x", "https://app.example/x"),
        ("https://app.example:80/x", "https://app.example:80/x"),
        ("http://app.example./x", "http://app.example/x"),
        ("http://B\u00dcCHER.example/x", "http://xn--bcher-kva.example/x"),
        ("http://xn--bcher-kva.example/x", "http://xn--bcher-kva.example/x"),
        ("http://app_1.backend.svc:5000/x", "http://app_1.backend.svc:5000/x"),
        ("http://[2001:db8:0:0:0:0:0:1]/x", "http://[2001:db8::1]/x"),
        ("http://3.example/x", "http://3.example/x"),
    ],
)
def test_two_spellings_of_one_dashboard_become_one(text: str, normal: str) -> None:
    assert normalise_url(text) == normal
    assert normalise_url(normal) == normal


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "http"),
        ("app.example/dashboard", "http"),
        ("//app.example/dashboard", "http"),
        ("ftp://app.example/dashboard", "http"),
        ("file:///etc/passwd", "http"),
        ("gopher://app.example:6379/_FLUSHALL", "http"),
        ("javascript:alert(1)", "http"),
        ("http://", "host"),
        ("http:///dashboard", "host"),
        ("http://:80/dashboard", "host"),
        ("https://user:secret@app.example/dashboard", "user name"),
        ("https://user@app.example/dashboard", "user name"),
        ("https://@app.example/dashboard", "user name"),
        ("http://app.example\\@evil.example/", "backslashes"),
        ("http://app.example\\x", "backslashes"),
        ("https://app.example/dashboard?", "query"),
        ("https://app.example/dashboard#", "fragment"),
        ("http://2130706433/", "192.0.2.7"),
        ("http://0x7f.1/", "192.0.2.7"),
        ("http://0177.0.1/", "192.0.2.7"),
        ("http://127.1/", "192.0.2.7"),
        ("http://192.0.2.7./", "192.0.2.7"),
        ("http://192\u30020\u30022\u30027/", "192.0.2.7"),
        ("http://[fe80::1%25eth0]/", "interface"),
        ("http://a..b/", "host"),
        ("http://a,b/", "host"),
        ("http://%61pp.example/", "host"),
        ("http://app.example:6379/", "port"),
        ("http://app.example:22/", "port"),
        ("http://app.example:0/", "port"),
        ("http://app.example:8_0/", "not a URL"),
        ("http://app.example:\uff18\uff10/", "not a URL"),
        ("https://app.example/dashboard?token=1", "query"),
        ("https://app.example/dashboard#top", "fragment"),
        ("https://app.example/dash board", "spaces"),
        ("https://app.example/dash\tboard", "spaces"),
        ("https://app.example/\r\nHost: evil.example", "spaces"),
        ("https://app.example/\x00", "spaces"),
        ("https://app.example/\x7f", "spaces"),
        ("https://app.example/" + "x" * URL_LENGTH_MAX, "characters"),
        ("https://app.example:99999/", "not a URL"),
        ("https://app.example:port/", "not a URL"),
        ("https://[::1/", "not a URL"),
        ("https://[nonsense]/", "not a URL"),
    ],
)
def test_what_cannot_be_a_dashboards_url_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(UrlRefusedError, match=reason):
        normalise_url(text)


@given(st.text(max_size=60) | st.text(max_size=60).map("http://".__add__))
def test_any_text_is_refused_or_normal_once_and_for_all(text: str) -> None:
    try:
        normal = normalise_url(text)
    except UrlRefusedError:
        return
    assert normalise_url(normal) == normal
    assert normal.startswith(("http://", "https://"))
    assert not normal.endswith("/")
