"""Widgets as they are kept, and whom their feeds answer."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

from cryptography.fernet import Fernet
from sqlalchemy import select

from services.api.widget.service import WIDGETS_MAX
from shared.db.models import Widget
from shared.security.token_cipher import TokenCipher
from tests.fixtures.cast import Cast, WholeCast, created
from tests.fixtures.openssl import decrypted
from tests.fixtures.widget_cases import XML
from tests.integration.api.recorded import Call, record
from tests.integration.api.test_access import assert_problem
from tests.integration.api.widget.conftest import ask, basic, defined, make_widget, widgets_of

PASSWORD = "the password of the hall"
JSON = '{"item": [{"value": 4}]}'
AS_XML = f"{XML}<root><item><value>4</value></item></root>"
VISITS = defined("number", previous=False)


async def test_a_widget_is_listed_with_address_and_key(shop: Cast) -> None:
    made = await make_widget(shop, VISITS)

    assert made["url"] == f"http://pydash.example/api/v1/widgets/{made['id']}/feed"
    assert (await shop.owner.get(widgets_of(shop))).json() == {"items": [made]}


async def test_key_and_password_are_kept_encrypted(shop: Cast) -> None:
    made = await make_widget(shop, VISITS, password=PASSWORD)

    async with shop.resources.sessions() as session:
        stored = (await session.scalars(select(Widget))).one()
        values = repr([getattr(stored, column.name) for column in Widget.__table__.columns])
    assert made["has_password"]
    assert made["key"] not in values
    assert PASSWORD not in values + str(made)


async def test_only_who_may_change_widgets_sees_their_keys(whole_cast: WholeCast) -> None:
    shown = {}
    for who in ("owner", "editor", "bound_key", "read_key", "viewer", "link"):
        (widget,) = (await getattr(whole_cast, who).get(widgets_of(whole_cast))).json()["items"]
        shown[who] = widget["key"] is not None

    assert shown == {
        "owner": True,
        "editor": True,
        "bound_key": True,
        "read_key": False,
        "viewer": False,
        "link": False,
    }


async def test_a_change_keeps_address_and_key(shop: Cast) -> None:
    made = await make_widget(shop, VISITS)
    path = f"{widgets_of(shop)}/{made['id']}"

    same = await shop.owner.patch(path, json={})
    changed = await shop.owner.patch(path, json={"title": "Calls", "definition": defined("text")})

    assert same.json() == made
    assert changed.json() == {**made, "title": "Calls", "definition": {**changed.json()["definition"]}}
    assert (await ask(shop, made, "?format=2")).text == '{"item": [{"text": "Calls: 4", "type": 0}]}'
    refused = await shop.owner.patch(path, json={"definition": defined("number", range={"day": "never"})})
    assert_problem(refused, 422)


async def test_with_another_key_the_old_one_reads_nothing(shop: Cast) -> None:
    made = await make_widget(shop, VISITS)

    renewed = (await shop.owner.post(f"{widgets_of(shop)}/{made['id']}/key")).json()

    assert renewed["key"] != made["key"]
    assert renewed == {**made, "key": renewed["key"]}
    assert_problem(await ask(shop, made, "?format=json"), 403)
    assert (await ask(shop, renewed, "?format=json")).text == JSON


async def test_a_deleted_widget_answers_nobody(shop: Cast) -> None:
    made = await make_widget(shop, VISITS)
    path = f"{widgets_of(shop)}/{made['id']}"

    assert (await shop.owner.delete(path)).status_code == 204

    assert_problem(await ask(shop, made), 403)
    for answer in (
        await shop.owner.delete(path),
        await shop.owner.patch(path, json={}),
        await shop.owner.post(f"{path}/key"),
    ):
        assert_problem(answer, 404)
        assert answer.json()["type"] == "/problems/widget-not-found"


async def test_a_dashboard_has_so_many_widgets(cast: Cast) -> None:
    made = await make_widget(cast, VISITS)
    async with cast.resources.sessions.begin() as session:
        one = (await session.scalars(select(Widget))).one()
        columns = {column.name: getattr(one, column.name) for column in Widget.__table__.columns}
        session.add_all(Widget(**(columns | {"id": uuid4()})) for _ in range(WIDGETS_MAX - 1))

    answer = await cast.owner.post(widgets_of(cast), json={"title": "more", "definition": VISITS})
    assert_problem(answer, 409)
    await cast.owner.delete(f"{widgets_of(cast)}/{made['id']}")
    await make_widget(cast, VISITS)


async def test_every_way_to_say_the_format(shop: Cast) -> None:
    made = await make_widget(shop, VISITS)
    for method in ("GET", "POST"):
        for query in ("?format=json", "?format=2"):
            assert (await ask(shop, made, query, method)).text == JSON
        for query in ("", "?format=1", "?format=xml", "?format=csv"):
            assert (await ask(shop, made, query, method)).text == AS_XML

    headers = basic(made["key"])
    form = {"format": "1", "padding": "y" * 20_000}
    by_form = await shop.nobody.post(made["url"] + "?format=1", data={"format": "2"}, headers=headers)
    not_by_query = await shop.nobody.post(made["url"] + "?format=2", data=form, headers=headers)
    assert (by_form.text, not_by_query.text) == (JSON, AS_XML)
    # Whoever asks gets what is true now, not what a proxy kept.
    assert by_form.headers["cache-control"] == "no-store"


async def test_a_wrong_key_gets_no_data_and_learns_nothing(shop: Cast) -> None:
    made, other = await make_widget(shop, VISITS), await make_widget(shop, VISITS)
    absent = made["url"].replace(made["id"], str(uuid4()))
    forged = basic(f"pydash_{'0' * 32}_{'a' * 43}")
    bearer = {"Authorization": f"Bearer {made['key']}"}
    for headers in ({}, bearer, basic(""), basic("wrong"), basic(other["key"]), forged):
        answers = [await shop.nobody.get(url, headers=headers) for url in (made["url"], absent)]

        for answer in answers:
            assert_problem(answer, 403)
            assert answer.json()["detail"] == "The API key is not correct."
        said = [{**answer.json(), "instance": None} for answer in answers]
        assert said[0] == said[1]


async def test_an_api_key_of_whoever_sees_the_dashboard_does_as_well(whole_cast: WholeCast) -> None:
    await record(whole_cast, [Call()])
    made = await make_widget(whole_cast, VISITS)
    other = await created(
        whole_cast.owner,
        f"/dashboards/{whole_cast.other_dashboard_id}/widgets",
        {"title": "x", "definition": VISITS},
    )

    async def status(client: Any, widget: dict[str, Any]) -> int:
        key = client.headers["Authorization"].removeprefix("Bearer ")
        return (await whole_cast.nobody.get(widget["url"], headers=basic(key))).status_code

    for client in (whole_cast.owner, whole_cast.read_key, whole_cast.bound_key, whole_cast.viewer):
        assert await status(client, made) == 200
    for client in (whole_cast.stranger, whole_cast.link):
        assert await status(client, made) == 403
    assert await status(whole_cast.bound_key, other) == 403


async def test_a_password_encrypts_and_is_refused_for_xml(shop: Cast) -> None:
    made = await make_widget(shop, VISITS, password=PASSWORD)
    for method in ("GET", "POST"):
        answer, refused = await ask(shop, made, "?format=json", method), await ask(shop, made, "", method)

        assert decrypted(answer.text, PASSWORD) == JSON
        assert answer.headers["content-type"] == "application/json"
        assert_problem(refused, 422)
        assert refused.json()["type"] == "/problems/widget-unrenderable"
        assert "format=json" in refused.json()["detail"]


async def test_a_password_can_be_changed_and_taken_away(shop: Cast) -> None:
    made = await make_widget(shop, VISITS, password=PASSWORD)
    path = f"{widgets_of(shop)}/{made['id']}"

    await shop.owner.patch(path, json={"password": "another password"})
    assert decrypted((await ask(shop, made, "?format=2")).text, "another password") == JSON
    await shop.owner.patch(path, json={"title": "Calls"})
    assert decrypted((await ask(shop, made, "?format=2")).text, "another password") == JSON
    await shop.owner.patch(path, json={"password": None})
    assert (await ask(shop, made, "?format=2")).text == JSON


async def test_widgets_whose_key_of_pydash_is_gone_are_shown_and_say_what_to_do(shop: Cast) -> None:
    made = await make_widget(shop, VISITS, password=PASSWORD)
    api_key = shop.owner.headers["Authorization"].removeprefix("Bearer ")
    shop.app.state.resources = replace(shop.resources, cipher=TokenCipher(Fernet.generate_key().decode()))

    (listed,) = (await shop.owner.get(widgets_of(shop))).json()["items"]
    answer = await shop.nobody.get(f"{made['url']}?format=json", headers=basic(api_key))

    assert listed == {**made, "key": None}
    assert_problem(answer, 422)
    assert "set the widget's password again" in answer.json()["detail"]
    path = f"{widgets_of(shop)}/{made['id']}"
    assert (await shop.owner.patch(path, json={"password": PASSWORD})).json() == {**made, "key": None}
    mended = await shop.nobody.get(f"{made['url']}?format=json", headers=basic(api_key))
    assert decrypted(mended.text, PASSWORD) == JSON
    renewed = (await shop.owner.post(f"{path}/key")).json()
    assert decrypted((await ask(shop, renewed, "?format=json")).text, PASSWORD) == JSON


async def test_a_range_moves_on_with_the_time(cast: Cast) -> None:
    now = cast.resources.clock.now()
    await record(cast, [Call(now - timedelta(minutes=minutes)) for minutes in (1, 30, 58, 62, 90, 150)])
    last_hour = {"last": {"count": 60, "unit": "minute"}}
    made = await make_widget(cast, defined("number", range=last_hour))

    assert (await ask(cast, made, "?format=json")).text == '{"item": [{"value": 3}, {"value": 2}]}'
