"""What goes wrong on the user's machine and is said in one line, never as a traceback."""


class LocalStackError(Exception):
    """Its text is complete: what is wrong, where, and what the user can do about it."""
