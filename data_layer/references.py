"""What a release says beside its figures: establishments, territories, classification, nomenclatures."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from data_layer.flux.zones import zones_du_flux
from data_layer.selection import Noeud, Noeuds, Periode
from geodata.zones import Genre, Zone, etablissement

Rangees = list[tuple[Any, ...]]
Lire = Callable[[str, str], Rangees]
"""Rows of a table of the dataset, for a list of columns."""

_NOMENCLATURES = {"diagnostics": "diagnostic", "ghms": "ghm", "indications": "indication"}


@dataclass(frozen=True, eq=False, slots=True)
class References:
    """What the numbers in facts stand for.

    ``dernier_mois``: last month of the last year. ``tables``: table -> number -> (code, label).
    ``etabs``: FINESS -> number. ``etendues``: by family of the classification, the years it is known over,
    where they are not those of the dataset.
    """

    noeuds: Noeuds
    dernier_mois: int
    tables: Mapping[str, Mapping[int, tuple[str, str]]]
    etabs: Mapping[str, int]
    etendues: Mapping[str, Periode] = field(default_factory=dict)


def lire_references(lire: Lire, jeu: str, derniere_annee: int, tables: set[str]) -> References:
    """Read the references of a fact dataset; ``derniere_annee``: the last year of its facts."""
    return References(
        noeuds=_noeuds(lire),
        dernier_mois=int(lire(jeu, f"max(mois) FILTER (annee = {derniere_annee})")[0][0]),
        tables={
            table: {int(n): (str(c), str(t)) for n, c, t in lire(table, f"{cle}, code, libelle")}
            for table, cle in _NOMENCLATURES.items()
            if table in tables
        },
        etabs={str(f): int(e) for f, e in lire("etablissements", "finess, etab")},
    )


def references_du_flux(lire: Lire, jeu: str) -> References:
    """Read the references of a dataset of flows: whole years, and which of them each champ has."""
    noeuds = _noeuds(lire)
    etendues = {}
    for champ in noeuds.enfants(""):
        annees = f"FILTER (noeud BETWEEN {champ.numero} AND {champ.fin})"
        debut, fin = lire(jeu, f"min(annee) {annees}, max(annee) {annees}")[0]
        etendues[champ.code] = Periode(int(debut), int(fin))
    return References(noeuds, 12, {}, {}, etendues)


def _noeuds(lire: Lire) -> Noeuds:
    lus = lire("noeuds", "noeud, fin, profondeur, code, libelle, parent")
    # The root is everything: addresses leave it out.
    codes = {int(n): "" if int(p) == 0 else str(c) for n, _, p, c, _, _ in lus}
    return Noeuds(
        Noeud(
            int(numero),
            int(fin),
            int(profondeur),
            codes[int(numero)],
            str(libelle),
            None if parent is None else codes[int(parent)],
        )
        for numero, fin, profondeur, _, libelle, parent in lus
    )


def zones_du_jeu(lire: Lire, tables: set[str]) -> list[Zone]:
    """The zones that a dataset brings: its territories, then its establishments within them."""
    if "sites" in tables:
        return zones_du_flux(lire)
    if "territoires" not in tables:
        lus = lire("etablissements", "finess, libelle, alias")
        return [etablissement(str(f), str(nom), _alias(alias)) for f, nom, alias in lus]
    territoires = [
        Zone(
            Genre(str(genre)),
            str(code),
            str(libelle),
            (f"reg-{region}", "fr") if region else ("fr",),
            composition=tuple(f"dep-{d}" for d in departements),
        )
        for genre, code, libelle, region, departements in lire(
            "territoires", "genre, code, libelle, region, departements"
        )
    ]
    lus = lire("etablissements", "finess, libelle, alias, departement, region, ght, tds")
    return [*territoires, *(_dans_ses_territoires(*ligne) for ligne in lus)]


def _dans_ses_territoires(
    finess: Any, libelle: Any, alias: Any, departement: Any, region: Any, ght: Any, tds: Any
) -> Zone:
    genres = {"ght": ght, "tds": tds}
    territoires = tuple(f"{genre}-{code}" for genre, code in genres.items() if code)
    parents = (f"dep-{departement}", *territoires, f"reg-{region}", "fr")
    return Zone(Genre.ETABLISSEMENT, str(finess), str(libelle), parents, alias=_alias(alias))


def _alias(alias: Any) -> tuple[str, ...]:
    return () if alias is None else tuple(str(a) for a in alias)


def sans_doublons(zones: Iterable[Zone]) -> tuple[Zone, ...]:
    """One zone an id: an establishment of two datasets keeps its first label and all its parents."""
    gardees: dict[str, Zone] = {}
    for zone in zones:
        deja = gardees.get(zone.id)
        if deja is None:
            gardees[zone.id] = zone
        elif len(zone.parents) > len(deja.parents):
            gardees[zone.id] = replace(zone, libelle=deja.libelle, alias=deja.alias)
    return tuple(gardees.values())
