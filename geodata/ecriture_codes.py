"""How PMSI geographic codes are written: the first two characters tell the département."""

from __future__ import annotations

from geodata.referentiel import departement

CORSE = ("2B", "2A")
"""In the order of the numbers of their groups: those of 2A go on where 2B ends."""
_LETTRES = {"971": "9A", "972": "9B", "973": "9C", "974": "9D", "976": "9F"}
_DEPARTEMENTS = {lettres: code for code, lettres in _LETTRES.items()}


def prefixe(code_departement: str) -> str:
    """Return the two characters that codes of a département begin with: ``974`` gives ``9D``."""
    return _LETTRES.get(code_departement, code_departement)


def departement_du_code(code: str) -> str | None:
    """Return the INSEE code of the département that a geographic code lies in, or None."""
    debut = _DEPARTEMENTS.get(code[:2], code[:2])
    return debut if departement(debut) else None


def departement_postal(postal: str, commune: str) -> str | None:
    """Return the département which a postal code sends to, or None when it is none.

    ``20`` says no more than Corsica: the département of the commune (INSEE code) says which.
    """
    if postal[:2] == "20" and commune in CORSE:
        return commune
    trouve = departement(postal[:3] if postal[:2] == "97" else postal[:2])
    return trouve.code if trouve else None


def code_de(postal: str, code_departement: str) -> str:
    """Return the geographic code written from a postal code: ``97436`` gives ``9D036``."""
    if code_departement in _LETTRES:
        return f"{prefixe(code_departement)}0{postal[3:]}"
    return f"{code_departement}{postal[2:]}"
