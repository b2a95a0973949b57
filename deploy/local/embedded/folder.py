"""A server's data folder: looked at before the server is, so that what is wrong is said plainly."""

import os
from pathlib import Path

from deploy.local.errors import LocalStackError


def ensure_folder(folder: Path) -> None:
    """Makes ``folder`` private to us if it is missing. Whatever else is in its place stays untouched."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise LocalStackError(f"{folder} is a file where a folder should be; move it away") from None
    except NotADirectoryError:
        raise LocalStackError(f"{folder} lies below a file, not below a folder") from None
    except OSError as error:
        raise LocalStackError(f"cannot make the folder {folder}: {error.strerror}") from None
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise LocalStackError(f"cannot write to the folder {folder}")
