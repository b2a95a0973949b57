"""Every table, by noun. Each has one service that writes it, named in its module."""

from shared.db.models.access import DashboardLink, Share
from shared.db.models.account import AccountCode, ApiKey, ApiKeyDashboard, RefreshFamily, User
from shared.db.models.apply import (
    AggregatorMember,
    ApplyState,
    CallBlock,
    DeadLetter,
    EndpointChangeApplied,
    Name,
    PartitionLease,
    RuledCalls,
)
from shared.db.models.dashboard import Dashboard, EndpointChange
from shared.db.models.fetch import Audit, FetchState, FetchWindow, SourceEndpoint
from shared.db.models.graph import Graph
from shared.db.models.mail import MailDelivery, OutboxMail
from shared.db.models.rollup import DimensionRollup, Rollup
from shared.db.models.uptime import PingState, UptimeInterval

__all__ = [
    "AccountCode",
    "AggregatorMember",
    "ApiKey",
    "ApiKeyDashboard",
    "ApplyState",
    "Audit",
    "CallBlock",
    "Dashboard",
    "DashboardLink",
    "DeadLetter",
    "DimensionRollup",
    "EndpointChange",
    "EndpointChangeApplied",
    "FetchState",
    "FetchWindow",
    "Graph",
    "MailDelivery",
    "Name",
    "OutboxMail",
    "PartitionLease",
    "PingState",
    "RefreshFamily",
    "Rollup",
    "RuledCalls",
    "Share",
    "SourceEndpoint",
    "UptimeInterval",
    "User",
]
