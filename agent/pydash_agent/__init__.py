"""What an app runs so that PyDash can read its calls: see README.md."""

__version__ = "0.1.0"
