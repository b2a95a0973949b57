"""Widgets for a wallboard, in the formats of Geckoboard's custom widgets, from the views of a web app.

from pydash_agent.widgets.flask import Widgets      # or pydash_agent.widgets.fastapi

widgets = Widgets(api_key="...")

@app.route("/user-count")
@widgets.number
def user_count():
    return 142, 120

formats/        what a view returns -> the document of its kind of widget; they know no framework
rendering.py    a document -> JSON, encrypted or not, or XML
decorators.py   the eight decorators; flask.py and fastapi.py fit them to a framework
"""

from pydash_agent.widgets.errors import WidgetError
from pydash_agent.widgets.formats.text import TEXT_INFO, TEXT_NONE, TEXT_WARN

__all__ = ["TEXT_INFO", "TEXT_NONE", "TEXT_WARN", "WidgetError"]
