"""Every table, by noun. Each has one service that writes it, named in its module."""

from shared.db.models.account import ApiKey, RefreshFamily, User
from shared.db.models.apply import AggregatorMember, ApplyState, CallBlock, DeadLetter, Name, PartitionLease
from shared.db.models.dashboard import Dashboard
from shared.db.models.fetch import FetchState, FetchWindow, SourceEndpoint
from shared.db.models.mail import MailDelivery, OutboxMail

__all__ = [
    "AggregatorMember",
    "ApiKey",
    "ApplyState",
    "CallBlock",
    "Dashboard",
    "DeadLetter",
    "FetchState",
    "FetchWindow",
    "MailDelivery",
    "Name",
    "OutboxMail",
    "PartitionLease",
    "RefreshFamily",
    "SourceEndpoint",
    "User",
]
