"""``python -m deploy.local.mailbox``: an SMTP server that keeps what it gets, and a page that shows it."""

import argparse
from pathlib import Path

import uvicorn

from deploy.local.mailbox.page import create_app
from deploy.local.mailbox.server import serving
from deploy.local.mailbox.store import Mailbox
from deploy.local.ports import LOOPBACK


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m deploy.local.mailbox")
    parser.add_argument("--folder", type=Path, required=True, help="where the mails are kept")
    parser.add_argument("--smtp-port", type=int, required=True)
    parser.add_argument("--port", type=int, required=True, help="of the page")
    options = parser.parse_args()
    mailbox = Mailbox(options.folder)
    uvicorn.run(
        create_app(mailbox, lambda: serving(mailbox, options.smtp_port)),
        host=LOOPBACK,
        port=options.port,
        loop="asyncio",
        log_level="warning",
        server_header=False,
        proxy_headers=False,
    )


if __name__ == "__main__":
    main()
