import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from shared.process.serve import serve
from shared.settings.base import Settings


class NeedySettings(Settings):
    shop_secret: SecretStr


def test_a_process_that_lacks_a_setting_says_which_in_one_line_and_starts_nothing() -> None:
    built: list[Settings] = []

    def create_app(settings: NeedySettings) -> FastAPI:
        built.append(settings)
        return FastAPI()

    with pytest.raises(SystemExit) as stopped:
        serve("shop", NeedySettings, create_app)

    assert stopped.value.code == "shop: PYDASH_SHOP_SECRET: Field required"
    assert built == []
