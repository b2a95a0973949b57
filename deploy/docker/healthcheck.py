"""Exits 0 when this container's service answers a probe: ``python healthcheck.py /healthz``.

The image has no curl and needs none for one request. http.client, because urllib would send it to a proxy
where the environment names one.
"""

import http.client
import os
import sys

_TIMEOUT_SECONDS = 3


def main() -> int:
    connection = http.client.HTTPConnection(
        "127.0.0.1", int(os.environ["PYDASH_PORT"]), timeout=_TIMEOUT_SECONDS
    )
    try:
        connection.request("GET", sys.argv[1])
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        sys.stderr.write(f"{sys.argv[1]}: {type(error).__name__}: {error}\n")
        return 1
    finally:
        connection.close()
    if status != http.client.OK:
        sys.stderr.write(f"{sys.argv[1]}: status {status}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
