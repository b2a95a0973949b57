from email.message import EmailMessage

from hypothesis import example, given
from hypothesis import strategies as st

from deploy.local.mailbox.message import bodies_of, headers_of


def test_headers_and_bodies_are_what_was_written() -> None:
    message = EmailMessage()
    message["From"], message["To"] = "PyDash <pydash@localhost>", "jörg@pydash.invalid"
    message["Subject"] = "Grüße 東京"
    message["Message-ID"] = "<1@localhost>"
    message.set_content("Größe 😀\n")
    message.add_alternative("<p>Größe</p>\n", subtype="html")
    content = message.as_bytes()

    headers, bodies = headers_of(content), bodies_of(content)

    assert (headers.sender, headers.subject) == ("PyDash <pydash@localhost>", "Grüße 東京")
    assert headers.message_id == "<1@localhost>"
    assert (bodies.text, bodies.html) == ("Größe 😀\n", "<p>Größe</p>\n")


def test_a_header_in_plain_utf_8_can_be_read() -> None:
    assert headers_of("To: jörg@münchen.example\n\n".encode()).recipient == "jörg@münchen.example"


def test_a_header_is_one_line_of_visible_letters() -> None:
    subject = headers_of(b"Subject: =?utf-8?q?a=0D=0Ab=00c=1B=5B31m=E2=80=AEd?=\n\n").subject

    assert subject == "a  b c [31m d"


def test_an_attachment_is_no_body() -> None:
    message = EmailMessage()
    message.set_content("Hello\n")
    message.add_attachment("<script>", subtype="html", filename="page.html")

    bodies = bodies_of(message.as_bytes())

    assert (bodies.text, bodies.html) == ("Hello\n", None)


def test_a_mail_without_anything_has_nothing() -> None:
    assert headers_of(b"").subject == ""
    assert bodies_of(b"Content-Type: image/png\n\n").text is None


def test_parts_within_parts_without_end_are_said_to_be_unreadable() -> None:
    nested = b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\n\n--%d\n" % (depth, depth) for depth in range(5_000)
    )

    assert "cannot be shown" in (bodies_of(nested).text or "")


_HEADER = st.sampled_from([b"From: ", b"To: ", b"Subject: ", b"Content-Type: ", b"Content-Disposition: "])
_VALUE = st.one_of(
    st.binary(max_size=60),
    st.sampled_from(
        [
            b"=?nope?b?####?=",
            b"=?utf-8?b?/w==?=",
            b'text/html; charset="zlib"',
            b"text/plain; charset=nope",
            b"text/plain; charset*=nope''%ff",
            b"text/html; charset=idna",
            b"multipart/alternative; boundary=x",
            b'"unclosed <a@',
        ]
    ),
)


@given(st.lists(st.tuples(_HEADER, _VALUE), max_size=6), st.binary(max_size=200))
@example([(b"Content-Type: ", b"text/plain; charset=undefined")], b"x")
@example([(b"Content-Type: ", b"text/plain; charset=unicode_escape")], b"\\ud800")
def test_whatever_was_sent_can_be_shown(headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    content = b"".join(name + value + b"\n" for name, value in headers) + b"\n" + body

    shown, bodies = headers_of(content), bodies_of(content)

    for text in (shown.sender, shown.recipient, shown.subject, bodies.text or "", bodies.html or ""):
        text.encode("utf-8")
