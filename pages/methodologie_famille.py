"""What a dataset publishes, read from its declaration."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formats import FINE
from components.liens import attributs
from data_layer.catalogue.publication import Groupements
from data_layer.catalogue.schema import Restitution

ZONES = {
    "france": "France",
    "region": "région",
    "departement": "département",
    "tds": "territoire de santé",
    "ght": "GHT",
    "departement*ght": "part d'un GHT dans un département",
    "etablissement": "établissement",
}
TEMPS = {
    "annee": "année",
    "comparables": "avant-dernière année, mois connus de la dernière",
    "semestre": "semestre",
    "trimestre": "trimestre",
    "mois": "mois",
}
_ENTETES = ("Zones", "Produits", "Périodes", "Aussi par")
_REUNIS = {"mco-had": "MCO et HAD réunis", "les-atu": "LES et ATU réunies"}


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
            majuscule(_dits(ZONES, g.zones)),
            produits(restitution, g.profondeurs),
            _dits(TEMPS, g.temps),
            _croises(restitution, etage.croisement, g),
        )
        for etage in restitution.publication.etages
        for g in etage.groupements
    ]
    return [
        html.H3(f"Ce qui est publié{FINE}: {restitution.titre}", id="famille"),
        html.P(
            "Chaque ligne est un ensemble de tableaux publiés, dans chaque champ et pour chaque liste. Une "
            "somme de leurs cases (suite de mois, valeurs d'un filtre) se montre quand aucun monde ne la "
            "change. Un panier, deux filtres, un périmètre additionnent leurs établissements montrés. Le "
            "reste est refusé."
        ),
        defilant(
            "Famille des tableaux publiés",
            html.Table(
                [
                    html.Thead(html.Tr([html.Th(e, scope="col") for e in _ENTETES])),
                    html.Tbody(
                        [
                            html.Tr([html.Th(premiere, scope="row"), *(html.Td(t) for t in reste)])
                            for premiere, *reste in lignes
                        ]
                    ),
                ],
                className="tableau-simple",
            ),
        ),
    ]


def _dits(noms: Mapping[str, str], cles: Sequence[str]) -> str:
    return ", ".join(noms[c] for c in cles)


def majuscule(texte: str) -> str:
    return texte[:1].upper() + texte[1:]


def produits(restitution: Restitution, profondeurs: Sequence[int]) -> str:
    """« de tous produits à Spécialité (UCD) », the levels of the classification by their names."""
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


def defilant(titre: str, tableau: Component) -> Component:
    """A table that scrolls sideways where it is narrow, by keyboard too."""
    return html.Div(
        tableau, className="defilant", role="region", tabIndex="0", **attributs(aria_label=titre)
    )
