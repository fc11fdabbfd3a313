"""Gunicorn: one process of eight threads.

DuckDB runs each query on one thread and Python is shared between them, so threads of one process give
more answers a second, and one copy of the data in memory, where processes would give several.
"""

import os
from pathlib import Path

from gunicorn.http import message

bind = f"{os.environ.get('HOST', '0.0.0.0')}:{os.environ.get('PORT', '8050')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
worker_class = "gthread"
threads = int(os.environ.get("PORTULAN_FILS", "8"))
# A connection to DuckDB does not live through a fork: each worker opens its own.
preload_app = False
timeout = 60
graceful_timeout = 20
keepalive = 5
if Path("/dev/shm").is_dir():
    worker_tmp_dir = "/dev/shm"

# Gunicorn stops at 8 190 bytes, in English: an address that is too long must reach the grammar, which
# says so in French. Beyond 64 kB no one is mistaken in good faith.
message.MAX_REQUEST_LINE = 65_536
limit_request_line = 65_536

# Nothing here manages a running server, and two of them would share one socket in the home folder.
control_socket_disable = True

accesslog = os.environ.get("PORTULAN_JOURNAL") or None
errorlog = "-"
loglevel = "info"


def post_worker_init(worker):  # type: ignore[no-untyped-def]
    """Pay imports and the opening of the release at start, rather than at the first visit."""
    import data_layer
    from components.ecran import parties
    from server.parametres import etat

    try:
        for restitution in data_layer.restitutions():
            etat(restitution)
            # One of each view: drawing libraries take a second to import.
            for vue in restitution.formes:
                reponse = data_layer.repondre(restitution.slug, f"vue={vue}")
                parties(reponse, reponse.contexte)
    except Exception:
        worker.log.exception("Warm-up failed; the first answers will be slower")
