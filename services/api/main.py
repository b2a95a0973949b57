"""Builds the API: routes, middleware, resources. No logic."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.middleware.cors import CORSMiddleware
from typing_extensions import override

from services.api.account.deletion.endpoints import router as deletion_router
from services.api.account.endpoints import router as account_router
from services.api.account.profile.endpoints import router as profile_router
from services.api.account.registration.endpoints import router as registration_router
from services.api.account.reset.endpoints import router as reset_router
from services.api.account.session.endpoints import router as session_router
from services.api.apikey.endpoints import router as api_key_router
from services.api.chores.service import run_chores
from services.api.dashboard.endpoints import router as dashboard_router
from services.api.endpoint.endpoints import router as endpoint_router
from services.api.export.endpoints import router as export_router
from services.api.graph.endpoints import router as graph_router
from services.api.link.endpoints import router as link_router
from services.api.live.endpoints import router as live_router
from services.api.overview.endpoints import router as overview_router
from services.api.problem.handlers import install_problem_handlers
from services.api.problem.schemas import as_problem_json
from services.api.resources import open_resources
from services.api.security.body_limit import BodyLimit
from services.api.security.headers import SecurityHeaders
from services.api.settings import ApiSettings, parse_origins
from services.api.share.endpoints import router as share_router
from services.api.spa.files import SpaFiles
from services.api.statistic.endpoints import router as statistic_router
from services.api.statistic.fingerprint import NotModifiedError, on_not_modified
from services.api.uptime.endpoints import router as uptime_router
from shared.guard.policy import parse_networks
from shared.health.checks import database_check, redis_check
from shared.health.router import Check, health_router
from shared.process.background import background

API_PREFIX = "/api/v1"


def operation_id(route: APIRoute) -> str:
    """The name of the route's function: the one id a client sees."""
    return route.name


class Api(FastAPI):
    @override
    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            self.openapi_schema = as_problem_json(super().openapi())
        return self.openapi_schema


def create_app(settings: ApiSettings) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with open_resources(settings) as resources:
            app.state.resources = resources
            checks["database"] = database_check(resources.engine)
            checks["redis"] = redis_check(resources.redis)
            async with (
                background("live", resources.live.run()),
                background("chores", run_chores(resources)),
                background("key_uses", resources.key_uses.run()),
            ):
                yield

    checks: dict[str, Check] = {}
    app = Api(
        title="PyDash",
        version="1",
        summary="One self-hosted performance monitor for all your Flask and FastAPI services.",
        openapi_url=f"{API_PREFIX}/openapi.json",
        # The generated pages load scripts from elsewhere; our content policy rightly refuses them.
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        generate_unique_id_function=operation_id,
    )
    install_problem_handlers(app)
    app.add_exception_handler(NotModifiedError, on_not_modified)
    app.add_middleware(BodyLimit, bytes_max=settings.request_bytes_max)
    if origins := parse_origins(settings.cors_origins):
        # Keys and links alone: another site's page never acts with a visitor's cookies.
        app.add_middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match"],
            expose_headers=["ETag", "Retry-After", "X-Request-Id"],
        )
    app.add_middleware(
        SecurityHeaders,
        secure=settings.cookie_secure,
        trusted_proxies=parse_networks(settings.trusted_proxies),
    )
    app.include_router(health_router(checks))
    for router in (
        account_router,
        session_router,
        registration_router,
        profile_router,
        reset_router,
        deletion_router,
        dashboard_router,
        overview_router,
        endpoint_router,
        statistic_router,
        export_router,
        uptime_router,
        graph_router,
        live_router,
        api_key_router,
        share_router,
        link_router,
    ):
        app.include_router(router, prefix=API_PREFIX)
    if settings.spa_dir is not None:
        app.mount("/", SpaFiles(settings.spa_dir), name="spa")
    return app
