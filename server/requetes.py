"""Reading the query of a reference list: keys allowed, text searched, how many."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from flask import request

from server.demande import Refus

LIMITE, LIMITE_MAX = 20, 5_000


def verifier_cles(permises: AbstractSet[str]) -> None:
    """Refuse keys that mean nothing, or come twice.

    Raises:
        Refus: 400, what is wrong and what is allowed.
    """
    for cle in request.args:
        if cle not in permises or len(request.args.getlist(cle)) > 1:
            nom = cle[:40]
            raise Refus(
                400,
                f"Le paramètre « {nom} » est inconnu ou répété. "
                f"Paramètres permis, une fois chacun : {', '.join(sorted(permises))}.",
            )


def lire_limite(defaut: int = LIMITE) -> int:
    """Read ``limite``, at most so many entries.

    Raises:
        Refus: 400, it is no whole number of the range.
    """
    limite = request.args.get("limite", str(defaut))
    if not (limite.isascii() and limite.isdecimal()) or not 1 <= int(limite[:9]) <= LIMITE_MAX:
        raise Refus(400, f"La limite est un nombre entier de 1 à {LIMITE_MAX}.")
    return int(limite)


def lire_texte() -> str:
    """Read ``q``, the text searched; empty when there is none."""
    return request.args.get("q", "").strip()
