"""What stands in place of a map that cannot be drawn: why, and the nearest one that can."""

from __future__ import annotations

from collections.abc import Callable

from dash import html
from dash.development.base_component import Component

from components.formats import FINE
from components.liens import lien
from components.tables.jumelle import table_jumelle
from data_layer.catalogue.schema import Vue
from data_layer.result import Resultat
from data_layer.selection import Selection, niveau_de
from geodata.assemblage import TERRITOIRES
from geodata.contours import COMMANDE
from geodata.zones import Zone, zones_administratives

NOMS_DESSINES = {
    "region": "des régions",
    "departement": "des départements",
    "tds": "des territoires de santé",
    "ght": "des GHT",
}

Vers = Callable[[Selection], str]
"""Writes the address of a selection."""
VersFichier = Callable[[Selection, str], str]
"""Writes the address of a file of a selection, such as ``carte.svg``."""


def sans_contours(resultat: Resultat) -> Component:
    """Return the state of a machine whose outlines were not built, with the figures as a table."""
    textes: list[str | Component] = [
        "Les limites des régions et des départements ne sont pas installées sur ce serveur. La "
        "personne qui l'administre peut les construire avec la commande ",
        html.Code(COMMANDE),
        ", puis recharger cette page. Les chiffres sont ci-dessous.",
    ]
    return html.Div(
        [
            _etat("La carte attend ses contours", textes),
            table_jumelle(resultat.bloc, resultat.titre, ouverte=True),
        ]
    )


def non_tracable(resultat: Resultat, vers: Vers) -> Component:
    """Return the state of rows that are no drawn zones: ways to the nearest maps, and to the table."""
    choix = resultat.selection
    texte = (
        f"Les lignes de ce résultat sont {_nature(resultat)}{FINE}: la carte colorie "
        f"{_coloriees(resultat)}. Le tableau et le graphique montrent les mêmes chiffres."
    )
    suites = [
        *(lien(libelle, vers(but), "bouton") for libelle, but in cartes_proches(resultat)),
        lien("Voir ces lignes en tableau", vers(choix.avec(vue=Vue.TABLEAU)), "bouton"),
    ]
    return _etat("Ces lignes ne se dessinent pas sur une carte", [texte], suites)


def proche(choix: Selection) -> Selection:
    """Return the nearest selection a map can draw: the same, its rows being départements."""
    return choix.avec(par="zone", niveau="departement", vue=Vue.CARTE)


def cartes_proches(resultat: Resultat) -> list[tuple[str, Selection]]:
    """Return the maps to offer, each with its name.

    Within a département there is nothing to colour: it is outlined among all those of France, or
    left for the map of its région. So it is of a territory, among those of its kind.
    """
    choix = resultat.selection
    autour = [i for zone in resultat.zones[:1] for i in (zone.id, *zone.parents)]
    territoire = next((z for z in resultat.zones[:1] if z.composition), None)
    if territoire is not None and (niveau := niveau_de(territoire.id)) in TERRITOIRES:
        return _autour_du_territoire(choix, territoire, niveau)
    zones = zones_administratives()
    departement = next((z for i in autour if i[:4] == "dep-" and (z := zones.get(i))), None)
    region = next((z for i in autour if i[:4] == "reg-" and (z := zones.get(i))), None)
    if departement is None:
        return [("Voir les départements sur la carte", proche(choix))]
    situer = proche(choix.prendre(departement.id))
    cartes = [(f"Situer sur la carte des départements{FINE}: {departement.libelle}", situer)]
    if region is not None:
        libelle = f"Voir les départements de la région sur la carte{FINE}: {region.libelle}"
        cartes.insert(0, (libelle, proche(choix.prendre(region.id))))
    return cartes


def _autour_du_territoire(
    choix: Selection, territoire: Zone, niveau: str
) -> list[tuple[str, Selection]]:
    permis = choix.restitution.niveaux
    cartes = []
    if "departement" in permis:
        cartes.append(("Voir ses départements sur la carte", proche(choix)))
    if niveau in permis:
        situer = choix.avec(par="zone", niveau=niveau, vue=Vue.CARTE)
        noms = NOMS_DESSINES[niveau].removeprefix("des ")
        cartes.append((f"Situer sur la carte des {noms}{FINE}: {territoire.libelle}", situer))
    return cartes


def _coloriees(resultat: Resultat) -> str:
    """What maps of this restitution draw: « des régions ou des départements »."""
    permis = resultat.selection.restitution.niveaux
    noms = [nom for niveau, nom in NOMS_DESSINES.items() if niveau in permis]
    return " ou ".join([", ".join(noms[:-1]), noms[-1]] if len(noms) > 1 else noms or ["des zones"])


def _nature(resultat: Resultat) -> str:
    bloc = resultat.bloc
    if bloc.nature == "zone" and bloc.niveau in TERRITOIRES:
        return f"{NOMS_DESSINES[bloc.niveau]} dont la composition n'est pas connue"
    if bloc.nature == "zone":
        return "des établissements"
    dimension = resultat.selection.restitution.dimension(resultat.bloc.nature)
    return f"rangées par {dimension.libelle.lower()}" if dimension else "d'une autre nature"


def _etat(
    titre: str, textes: list[str | Component], actions: list[Component] | None = None
) -> Component:
    suite = [html.Div(actions, className="etat-actions")] if actions else []
    return html.Div(
        [html.H2(titre, className="etat-titre"), html.P(textes), *suite],
        className="etat etat-vide",
        role="status",
    )
