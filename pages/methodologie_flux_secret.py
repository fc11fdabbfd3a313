"""What of flows is published and masked, said and measured on the release in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from components import formats
from components.formats import FINE
from data_layer import release_courante
from data_layer.flux.modele import CHAMPS, JEU
from pages.methodologie_famille import defilant

_VUES = {
    "Consommation d'un code PMSI": "code/france/1",
    "Consommation d'un département": "departement/france/1",
    "Consommation d'un département, par activité": "departement/france/2",
    "Production d'un établissement": "france/fin/1",
    "Flux d'un code à un établissement": "code/fin/1",
    "Parts de marché dans un département": "departement/fin/1",
    "Flux de région à région": "region/region/1",
}
"""What is read, and the group-by of the report that holds it."""
_TAUX = {"Régions": "region", "Départements": "departement", "Bassins de vie": "bv"}
"""Zones of standardised rates, and their name in the report."""


def section() -> list[Component]:
    """Return the paragraphs and the table, without the latter where no report is in force."""
    return [
        html.H3("Ce qui est masqué", id="flux-secret"),
        html.P(
            "Un flux de 1 à 10 séjours n'est ni montré, ni dessiné, ni dit au survol, et aucune somme ni "
            "différence de ce que le portail montre d'une année ne le redonne. Ce qui est publié"
            f"{FINE}: la consommation par code PMSI, bassin de vie, territoire, département et région"
            f"{FINE}; la production par établissement, territoire, département et région{FINE}; les flux "
            "d'une zone aux établissements et aux zones de sa région, ceux des autres régions étant réunis "
            "région par région. Les codes et les bassins le sont par champ, et par domaine en MCO "
            f"seulement{FINE}; les racines et les groupes nosologiques par région. Le reste est refusé."
        ),
        html.P(
            "Pour cacher un petit flux, d'autres le sont avec lui. Un calcul cherche des échanges de "
            "séjours qui laissent tels quels les totaux des zones et des établissements, du plus local (un "
            "autre motif au même endroit) au plus large. Une case qu'un échange change est masquée, les "
            "autres sont montrées. Un taux standardisé ne l'est que si aucune de ses classes d'âge et de "
            "sexe ne change. Que des nombres de séjours soient positifs peut encadrer une case masquée "
            f"de plus près que ne le dit ce calcul{FINE}; une année n'est pas protégée contre une autre. La "
            "commande «\u00a0python -m data_layer audit\u00a0» relit chaque champ et chaque année comme ils "
            "sont servis, soustrait et encadre, et compte ce qu'elle trouve."
        ),
        *_mesures(),
    ]


def _mesures() -> list[Component]:
    release = release_courante()
    jeu = release.jeux.get(JEU) if release else None
    champs = (jeu.rapport.get("secret") or {}).get("champs") if jeu else None
    if not champs:
        return []
    presents = [c for c in CHAMPS if c in champs]
    return [
        html.P(
            "Part des séjours que les masques couvrent, toutes années, dans la mise à jour en vigueur\u202f:"
        ),
        _table(
            "Part des séjours masqués",
            presents,
            {nom: [_part(champs[c], vue) for c in presents] for nom, vue in _VUES.items()},
        ),
        html.P(
            "Part des taux standardisés qui se lisent, de ceux dont le nombre de séjours se lit, "
            "tous niveaux d'activité confondus\u202f:"
        ),
        _table(
            "Part des taux standardisés montrés",
            presents,
            {nom: [_montres(champs[c], zone) for c in presents] for nom, zone in _TAUX.items()},
        ),
        html.P(
            "Dans les données synthétiques de démonstration, les habitants vont peu à des établissements "
            f"isolés{FINE}: des données réelles, plus dispersées, seraient plus masquées."
        ),
    ]


def _table(titre: str, champs: Sequence[str], lignes: Mapping[str, Sequence[str]]) -> Component:
    entete = [html.Th("Cases", scope="col"), *(html.Th(c.upper(), scope="col") for c in champs)]
    corps = [
        html.Tr([html.Th(nom, scope="row"), *(html.Td(valeur) for valeur in valeurs)])
        for nom, valeurs in lignes.items()
    ]
    table = html.Table([html.Thead(html.Tr(entete)), html.Tbody(corps)], className="tableau-simple")
    return defilant(titre, table)


def _montres(champ: Mapping[str, Any], zone: str) -> str:
    """Rates told among those whose count is."""
    compte = champ["taux"].get(zone)
    if not compte or not sum(compte.values()):
        return "—"
    return formats.part(compte["montres"] / sum(compte.values()), 1)


def _part(champ: Mapping[str, Any], vue: str) -> str:
    """Masked stays among those of a group-by; levels that tell the same cells have one name."""
    zones, _, profondeur = vue.rpartition("/")
    for p in (profondeur, "3"):
        for types in ("hc-hp", "type"):
            compte = champ["niveaux"].get(f"{zones}/{p}/{types}")
            if compte and compte["effectif"]:
                return formats.part(compte["effectif_masque"] / compte["effectif"], 1)
    return "—"
