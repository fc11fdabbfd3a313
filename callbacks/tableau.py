"""The table on the page: it stays, and takes the rows of the next answer."""

from __future__ import annotations

import logging
import time
from typing import Any

import dash

from components.tables.grille import MOULE, retouches
from data_layer.catalogue.schema import Vue
from data_layer.result import Resultat

_journal = logging.getLogger(__name__)


def retoucher(resultat: Resultat | None, ids: Any) -> bool:
    """Give the grid on the page its next rows; False when there is none, or it must be built anew.

    ``ids``: ids of the controls on the page.
    """
    if resultat is None or resultat.selection.vue is not Vue.TABLEAU or not isinstance(ids, list):
        return False
    moules = [i.get("cle") for i in ids if isinstance(i, dict) and i.get("type") == MOULE]
    if len(moules) != 1:
        return False
    try:
        suite = retouches(resultat, moules[0], str(time.monotonic_ns()))
    except Exception:
        # Built anew, the view fails the same way and says so in its place.
        _journal.exception("la table n'a pas pu être reprise")
        return False
    for identifiant, proprietes in suite or ():
        dash.set_props(identifiant, proprietes)
    return suite is not None
