import pytest

from pydash_agent.masking import SENSITIVE_WORDS, Masking
from tests.unit.docs.documents import PROJECT, read

MASKING = Masking()


@pytest.mark.parametrize(
    "name",
    [
        "Authorization",
        "Proxy-Authorization",
        "Cookie",
        "Set-Cookie",
        "X-Api-Key",
        "X-Auth-User",
        "X-CSRFToken",
        "accessToken",
        "user[password]",
        "PHPSESSID_session",
        "client_secret",
        "pw",
    ],
)
def test_names_that_tell_a_secret(name: str) -> None:
    assert MASKING.value(name, "hidden") == "[masked]"


@pytest.mark.parametrize("name", ["Author", "Host", "inside", "passage", "Accept", "bypassed", "Compass"])
def test_names_that_only_look_alike(name: str) -> None:
    assert MASKING.value(name, "shown") == "shown"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("https://ada:hidden@shop.example/", "https://[masked]@shop.example/"),
        ("/login?next=%2F&password=hidden&q=tea", "/login?next=%2F&password=[masked]&q=tea"),
        ("?token=hidden#top", "?token=[masked]"),
        ('{"user": "ada", "password": "hid den"}', '{"user": "ada", "password": [masked]}'),
        (r'{"password": "hid\"den", "n": 1}', '{"password": [masked], "n": 1}'),
        ("{'apiKey': 'hidden', 'n': 1}", "{'apiKey': [masked], 'n': 1}"),
        ("{'password': 'hidden and cut o", "{'password': [masked]"),
        ("Authorization: Bearer hidden-hidden", "Authorization: [masked] [masked]"),
        ("sent Basic aGlkZGVuOmhpZGRlbg==", "sent Basic [masked]"),
        ("got eyJhbGciOi.eyJzdWIiOi.c2lnbmF0", "got [masked]"),
        ("invalid article 12: 3 in stock", "invalid article 12: 3 in stock"),
        ("http://shop.example:8080/tea?q=1", "http://shop.example:8080/tea?q=1"),
    ],
)
def test_texts(text: str, masked: str) -> None:
    assert MASKING.text(text) == masked
    assert MASKING.text(masked) == masked


def test_an_app_adds_words_of_its_own() -> None:
    masking = Masking(["X-Customer", "iban"])
    assert masking.value("x-customer-number", "hidden") == "[masked]"
    assert masking.text("?iban=NL00&q=tea") == "?iban=[masked]&q=tea"
    assert masking.value("Cookie", "hidden") == "[masked]"


def test_a_single_text_is_no_list_of_words() -> None:
    with pytest.raises(TypeError, match="list of words"):
        Masking("token")
    with pytest.raises(ValueError, match="empty"):
        Masking([" "])


def test_the_words_are_documented() -> None:
    listed = ", ".join(f"`{word}`" for word in SENSITIVE_WORDS)
    assert listed in " ".join(read(PROJECT / "agent" / "README.md").text.split())
