"""Ports that no app is monitored at.

An app may listen at any port, so all are allowed but those where another protocol lives: the ports that browsers
refuse to speak HTTP to (the "bad ports" of the Fetch standard), and those of stores that stand beside apps and
that read an HTTP request as commands.
"""

_REFUSED_BY_BROWSERS = frozenset(
    {
        *(0, 1, 7, 9, 11, 13, 15, 17, 19, 20, 21, 22, 23, 25, 37, 42, 43, 53, 69, 77, 79, 87, 95),
        *(101, 102, 103, 104, 109, 110, 111, 113, 115, 117, 119, 123, 135, 137, 139, 143, 161, 179),
        *(389, 427, 465, 512, 513, 514, 515, 526, 530, 531, 532, 540, 548, 554, 556, 563, 587),
        *(601, 636, 989, 990, 993, 995, 1719, 1720, 1723, 2049, 3659, 4045, 4190, 5060, 5061, 6000),
        *(6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080),
    }
)
_STORES = frozenset(
    {
        1433,  # SQL Server
        1521,  # Oracle
        3306,  # MySQL
        5432,  # Postgres
        5672,  # RabbitMQ
        6379,  # Redis
        6432,  # pgbouncer
        9092,  # Kafka
        11211,  # memcached
        26379,  # Redis Sentinel
        27017,  # MongoDB
    }
)


def allows_port(port: int) -> bool:
    return port not in _REFUSED_BY_BROWSERS and port not in _STORES
