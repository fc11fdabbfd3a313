"""What a dataset publishes, read from its declaration, and what its protection hides, from its report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formats import FINE, part
from components.liens import attributs
from data_layer.catalogue.publication import Groupements
from data_layer.catalogue.schema import Restitution

_ZONES = {
    "france": "France",
    "region": "région",
    "departement": "département",
    "tds": "territoire de santé",
    "ght": "GHT",
    "departement*ght": "part d'un GHT dans un département",
    "etablissement": "établissement",
}
_TEMPS = {
    "annee": "année",
    "comparables": "mêmes mois que l'année en cours",
    "semestre": "semestre",
    "trimestre": "trimestre",
    "mois": "mois",
}
_REUNIS = {"mco-had": "MCO et HAD réunis", "les-atu": "LES et ATU réunies"}
_PALIERS = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5)
"""Shares of the volume are said by steps: beside what is shown, an exact one would be one more equation."""
_DEMONSTRATION = (
    " Ces parts sont celles de la démonstration, où un produit n'est utilisé que là où il l'est "
    "souvent\u202f: de vraies données ont plus de petits nombres."
)
_PROFONDEURS = ((0, 2), (3, 5), (6, 7))

Compte = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Protege:
    """A restitution whose published cells are declared; ``rapport``: of their protection, if any."""

    restitution: Restitution
    rapport: Mapping[str, Any] | None = None
    synthetique: bool = False


def famille(protege: Protege) -> list[Component]:
    """Return the table of what is published, a line for each group of group-bys."""
    restitution = protege.restitution
    if restitution.publication is None:
        return []
    lignes = [
        (
            _majuscule(_dits(_ZONES, g.zones)),
            _produits(restitution, g.profondeurs),
            _dits(_TEMPS, g.temps),
            _croises(restitution, etage.croisement, g),
        )
        for etage in restitution.publication.etages
        for g in etage.groupements
    ]
    return [
        html.H3(f"Ce qui est publié{FINE}: {restitution.titre}", id="famille"),
        html.P(
            "Chaque ligne est un ensemble de tableaux publiés, dans chaque champ et pour chaque liste. Tout "
            "le reste n'est montré que s'il s'en calcule."
        ),
        _table(
            "Famille des cellules publiées", ("Zones", "Produits", "Périodes", "Aussi par"), lignes
        ),
    ]


def parts_masquees(protege: Protege) -> list[Component]:
    """Return the table of masked shares by level, nothing without a report."""
    lignes = list(_parts(protege))
    if not lignes:
        return []
    entetes = [
        "Niveau",
        *(_produits(protege.restitution, range(a, b + 1)) for a, b in _PROFONDEURS),
    ]
    return [
        html.H3("Ce que cela coûte", id="secret-cout"),
        html.P(
            "Part des séjours dans des cellules masquées, toutes raisons confondues, puis part des cellules. "
            "Les parts de séjours sont des paliers qu'elles ne dépassent pas."
            + (_DEMONSTRATION if protege.synthetique else "")
        ),
        _table("Part masquée par niveau", entetes, lignes),
    ]


def _parts(protege: Protege) -> Iterator[tuple[str, ...]]:
    niveaux = (protege.rapport or {}).get("niveaux", {}).get("sortie", {})
    comptes: dict[tuple[str, str, str], dict[int, Compte]] = {}
    for etage in protege.restitution.publication.etages if protege.restitution.publication else ():
        for cle, compte in niveaux.get(etage.cle, {}).items():
            lieu, profondeur, champ, liste, temps, _ = cle.split("/")
            simple = lieu in _ZONES and "*" not in lieu and (champ, liste) == ("champ", "liste")
            if simple and temps in ("annee", "mois"):
                ici = comptes.setdefault((etage.croisement or "", temps, lieu), {})
                ici[int(profondeur)] = compte
    for (croisement, temps, lieu), par_profondeur in comptes.items():
        referentiel = protege.restitution.referentiel(croisement)
        nom = ", ".join([_ZONES[lieu], _TEMPS[temps], *([referentiel.par] if referentiel else [])])
        yield (
            _majuscule(nom),
            *(
                _part_dite([c for p, c in par_profondeur.items() if a <= p <= b])
                for a, b in _PROFONDEURS
            ),
        )


def _part_dite(comptes: Sequence[Compte]) -> str:
    """« ≤ 0,5 % · 12 % des cellules », « rien » where all is shown, a dash where nothing is published."""
    cellules = sum(c["cellules"] for c in comptes)
    if not cellules:
        return "—"
    masquees = sum(c["masquees"] for c in comptes) / cellules
    if not masquees:
        return "rien"
    effectif = sum(c["effectif_masque"] for c in comptes) / sum(c["effectif"] for c in comptes)
    palier = next((p for p in _PALIERS if effectif <= p), None)
    dite = "plus de la moitié" if palier is None else f"≤{FINE}{part(palier, 1)}"
    petite = f"moins de {part(0.01, 0)}" if masquees < 0.01 else part(masquees, 0)
    return f"{dite} · {petite} des cellules"


def _dits(noms: Mapping[str, str], cles: Sequence[str]) -> str:
    return ", ".join(noms[c] for c in cles)


def _majuscule(texte: str) -> str:
    return texte[:1].upper() + texte[1:]


def _produits(restitution: Restitution, profondeurs: Sequence[int]) -> str:
    """« de tous produits à Spécialité (UCD) », the levels of the classification by their names."""
    premier, dernier = (_profondeur(restitution, p) for p in (min(profondeurs), max(profondeurs)))
    return premier if premier == dernier else f"{premier} à {dernier}"


def _profondeur(restitution: Restitution, profondeur: int) -> str:
    arbre = restitution.classification
    noms = [n.libelle for n in arbre.niveaux if n.profondeur == profondeur] if arbre else []
    return " ou ".join(noms) or "tous produits"


def _croises(restitution: Restitution, croisement: str | None, g: Groupements) -> str:
    """What else cuts these cells: a column of the establishment, a crossing, champs or lists together."""
    referentiel = restitution.referentiel(croisement or "")
    dits = (
        [referentiel.libelle.lower() if referentiel.cle != "ghm" else "GHM"] if referentiel else []
    )
    for colonne in g.par:
        dimension = restitution.dimension(colonne)
        dits += [dimension.libelle.lower()] if dimension else []
    dits += [_REUNIS[c] for c in (*g.champs, *g.listes) if c in _REUNIS]
    return ", ".join(dits) or "—"


def _table(titre: str, entetes: Sequence[str], lignes: Sequence[Sequence[str]]) -> Component:
    corps = [
        html.Tr([html.Th(premiere, scope="row"), *(html.Td(t) for t in reste)])
        for premiere, *reste in lignes
    ]
    return html.Div(
        html.Table(
            [
                html.Thead(html.Tr([html.Th(e, scope="col") for e in entetes])),
                html.Tbody(corps),
            ],
            className="tableau-simple",
        ),
        className="defilant",
        role="region",
        tabIndex="0",
        **attributs(aria_label=titre),
    )
