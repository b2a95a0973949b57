"""What a widget cannot be made of.

WidgetError                    the value or the request does not fit the widget
EncryptionUnavailableError     a package is missing
"""

from __future__ import annotations


class WidgetError(ValueError):
    """Says in words for users what does not fit."""


class EncryptionUnavailableError(ImportError):
    pass
