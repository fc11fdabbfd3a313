"""PMSI geographic codes, found by their own writing, a postal code or an INSEE code."""

from __future__ import annotations

from collections.abc import Iterator

from data_layer.recherche.modele import GenreTrouvaille, Trouvaille
from geodata.codes import Codes
from geodata.zonage import CodeDecrit

_LONGUEUR = 5
_COMMUNES_DITES = 3


def codes_nommes(codes: Codes, texte: str) -> list[Trouvaille]:
    """The codes that five characters name, once each: ``37000`` is a postal code of Tours."""
    ecrit = "".join(texte.split()).upper()
    if len(ecrit) != _LONGUEUR:
        return []
    lus: dict[str, Trouvaille] = {}
    for code, raison in _lus(codes, ecrit):
        titre = f"{code.code} {code.libelle}"
        adresse = f"/codes-geographiques?code={code.code}"
        detail = f"{raison}\u202f: {_communes(codes, code)}"
        lus.setdefault(
            code.code, Trouvaille(GenreTrouvaille.CODE, titre, detail, adresse, 1 - len(lus) / 1000)
        )
    return list(lus.values())


def _lus(codes: Codes, ecrit: str) -> Iterator[tuple[CodeDecrit, str]]:
    for code in codes.par_postal(ecrit):
        yield code, f"Code postal {ecrit}"
    if (lui := codes.get(ecrit)) is not None:
        yield lui, "Code géographique PMSI"
    if (de_commune := codes.de_commune(ecrit)) is not None:
        yield de_commune, f"Code INSEE {ecrit}"


def _communes(codes: Codes, code: CodeDecrit) -> str:
    """Its communes, the largest first, and how many more."""
    connues = [c for insee in code.communes if (c := codes.commune(insee)) is not None]
    noms = [c.nom for c in sorted(connues, key=lambda c: (-c.population, c.nom))]
    reste = len(noms) - _COMMUNES_DITES
    suite = f" et {reste} autre{'s' * (reste > 1)}" if reste > 0 else ""
    return ", ".join(noms[:_COMMUNES_DITES]) + suite
