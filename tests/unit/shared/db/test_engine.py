import pytest
from alembic.script import ScriptDirectory
from sqlalchemy.exc import ArgumentError

from shared.db.base import Base
from shared.db.engine import async_url, create_engine
from shared.db.migrate import _config
from shared.db.models import __all__ as model_names
from shared.db.revision import head


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg2", "postgresql+asyncpg"])
def test_a_url_as_people_write_it_gets_our_driver_and_keeps_the_rest(scheme: str) -> None:
    url = async_url(f"{scheme}://user:p%40ss@db.example:5433/pydash?ssl=require")

    assert url.drivername == "postgresql+asyncpg"
    assert (url.username, url.password, url.host, url.port, url.database) == (
        "user",
        "p@ss",
        "db.example",
        5433,
        "pydash",
    )
    assert url.query == {"ssl": "require"}


def test_what_is_no_url_is_refused() -> None:
    with pytest.raises(ArgumentError):
        async_url("no url")


async def test_an_engine_keeps_to_its_number_of_connections() -> None:
    engine = create_engine("postgresql://user@127.0.0.1:1/none", pool_max=3)

    assert engine.pool.size() == 3  # type: ignore[attr-defined]
    assert engine.pool._max_overflow == 0  # type: ignore[attr-defined]
    await engine.dispose()


def test_the_newest_migration_is_the_one_that_alembic_upgrades_to() -> None:
    assert head() == ScriptDirectory.from_config(_config()).get_current_head()


def test_every_model_is_listed() -> None:
    assert {mapper.class_.__name__ for mapper in Base.registry.mappers} == set(model_names)
