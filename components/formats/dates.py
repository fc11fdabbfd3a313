"""Dates in French."""

from __future__ import annotations

from datetime import date, datetime

_MOIS = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
]


def date_longue(jour: date | str) -> str:
    """``12 mars 2025``, ``1er janvier 2025``; a text which is no ISO date comes back as it is."""
    lu = _date(jour)
    if lu is None:
        return str(jour)
    return f"{'1er' if lu.day == 1 else lu.day} {_MOIS[lu.month - 1]} {lu.year}"


def date_courte(jour: date | str) -> str:
    """``12/03/2025``; a text which is no ISO date comes back as it is."""
    lu = _date(jour)
    return str(jour) if lu is None else f"{lu:%d/%m/%Y}"


def _date(jour: date | str) -> date | None:
    if isinstance(jour, date):
        return jour
    try:
        return datetime.fromisoformat(jour).date()
    except ValueError:
        return None
