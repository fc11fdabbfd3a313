"""What reaches Dash's callback route: forged payloads are told from our own faults.

Dash 4 trusts the body of ``POST /_dash-update-component``: a missing key, an unknown output or a list of
another length raises inside Dash, which would answer 500. The shape is checked here before it runs, and
what still fails before our functions are entered is the sender's fault. Nothing of Dash is imported:
frames of its dispatch are told by name (Dash 4.4, ``dash/_callback.py``; a test holds the names).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from types import FrameType
from typing import Any

CHEMIN = "/_dash-update-component"

# Past these frames the payload was accepted: what fails is a callback, or what it returned.
_FRANCHIS = {"_invoke_callback", "_async_invoke_callback", "_prepare_response", "to_json"}
_FRANCHIS |= {"fail_callback_output", "_on_error"}
# Failing here, last: another number of arguments than the callback takes, of outputs than it gives.
_MESURES = {"_invoke_callback", "_async_invoke_callback", "validate_multi_return"}


def verifier(corps: Any) -> str | None:
    """Return what is wrong in the shape of a payload, in French, or None.

    Of the values of properties, only that they can be written again (half a surrogate pair cannot):
    what they may be otherwise is each callback's to know.
    """
    if not isinstance(corps, dict):
        return "Le contenu envoyé n'est pas un objet JSON."
    if not isinstance(corps.get("output"), str):
        return "Le contenu envoyé ne dit pas quelle sortie est demandée."
    for cle in ("inputs", "state"):
        if not _est_liste(corps.get(cle, [])):
            return f"La liste « {cle} » est mal formée."
    sorties = corps.get("outputs")
    if not (sorties is None or _est_propriete(sorties) or _est_liste(sorties)):
        return "La liste « outputs » est mal formée."
    changees = corps.get("changedPropIds", [])
    if not isinstance(changees, list) or not all(_est_nom(c) for c in changees):
        return "La liste « changedPropIds » est mal formée."
    return None if _est_unicode(corps) else "Le contenu envoyé n'est pas du texte Unicode lisible."


def faute_du_demandeur(cadres: Iterator[tuple[FrameType, int]]) -> bool:
    """Tell, from the frames of an exception, whether a payload fails because of what it is.

    True when it was refused before any callback, or has not the numbers of values that one expects.
    """
    noms = [cadre.f_code.co_name for cadre, _ in cadres]
    return not (_FRANCHIS & set(noms)) or noms[-1] in _MESURES


def _est_liste(liste: Any) -> bool:
    """A list of properties, or of lists of them (pattern-matching ids)."""
    if not isinstance(liste, list):
        return False
    return all(
        _est_propriete(p) or (isinstance(p, list) and all(_est_propriete(q) for q in p))
        for p in liste
    )


def _est_propriete(objet: Any) -> bool:
    if not isinstance(objet, dict) or not isinstance(objet.get("property"), str):
        return False
    return _est_id(objet.get("id"))


def _est_id(identifiant: Any) -> bool:
    if isinstance(identifiant, dict):
        return all(isinstance(v, str | int | float) for v in identifiant.values())
    return isinstance(identifiant, str)


def _est_nom(changee: Any) -> bool:
    """``id.property``, as Dash reads it later: an id in braces is JSON."""
    if not isinstance(changee, str):
        return False
    identifiant = changee.rpartition(".")[0]
    try:
        return not identifiant.startswith("{") or isinstance(json.loads(identifiant), dict)
    except (ValueError, RecursionError):
        return False


def _est_unicode(corps: Any) -> bool:
    try:
        json.dumps(corps, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        return False
    return True
