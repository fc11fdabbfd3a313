"""Consumption beside production by champ, then where those who leave go and where those who come live."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components import formats, francais
from components.formats import FINE
from components.portrait.cellules import (
    case,
    case_barre,
    colonne_titre,
    nom_zone,
    table,
)
from data_layer import contexte
from data_layer.flux.matrice import HORS_REGION
from data_layer.result import Ligne, Resultat, Statut
from geodata.zones import Genre, Zone, Zones

_MESURES = ("consommation", "production", "solde")
_PARTS = ("fuite", "attractivite", "autosuffisance")
_MONTRES = 5


def tableau_croise(resultats: Sequence[Resultat]) -> Component:
    """One row a champ and a zone."""
    premier = resultats[0]
    bloc, deux = premier.bloc, len(premier.zones) > 1
    entetes = [
        html.Th("Champ", scope="col"),
        *([html.Th("Zone", scope="col")] if deux else []),
        *(html.Th(bloc.colonne(c).court, scope="col", className="nombre") for c in _MESURES),
        *(colonne_titre(bloc.colonne(c)) for c in _PARTS),
    ]
    rangees = [_rangee(r, tete) for r in resultats for tete in r.bloc.tetes]
    return table("Consommation des habitants et production des établissements", entetes, rangees)


def _rangee(resultat: Resultat, tete: Ligne) -> html.Tr:
    bloc, zones = resultat.bloc, resultat.zones
    unite = bloc.colonne("consommation").mesure.unite
    if unite == "volume":
        unite = resultat.blocs["matrice"].colonne("volume").mesure.unite
    nom: list[Component | str] = [
        resultat.selection.noeud.upper(),
        html.Span(f" {unite}", className="portrait-unite"),
    ]
    return html.Tr(
        [
            html.Th(nom, scope="row"),
            *(
                [html.Td(nom_zone(zones[tete.groupe], tete.groupe), className="portrait-zone")]
                if len(zones) > 1
                else []
            ),
            *(case(tete.cellules[c], bloc.colonne(c)) for c in _MESURES),
            *(case_barre(tete.cellules[c], bloc.colonne(c), 100.0, tete.groupe) for c in _PARTS),
        ]
    )


def trajets(resultats: Sequence[Resultat]) -> Component:
    """For each champ, the first destinations and the first origins of the main zone."""
    zone = resultats[0].zones[0]
    if zone.genre is Genre.FRANCE:
        return html.P(
            "Toute la consommation est prise en charge en France, et toute la production est pour "
            "ses habitants\u202f: il n'y a ni destination ni provenance. Choisissez une région ou "
            "un département.",
            className="portrait-note",
        )
    return html.Div([_du_champ(r, zone) for r in resultats], className="portrait-trajets")


def _du_champ(resultat: Resultat, zone: Zone) -> Component:
    champ = resultat.selection.noeud.upper()
    unite = resultat.blocs["matrice"].colonne("volume").mesure.unite
    return html.Div(
        [
            html.H4([champ, html.Span(f" {unite}", className="portrait-unite")]),
            _liste(resultat, zone, vers=True),
            _liste(resultat, zone, vers=False),
        ],
        className="portrait-champ",
    )


def flux_de(resultat: Resultat, zone: Zone, *, vers: bool) -> list[tuple[str, Ligne]]:
    """Flows that leave a zone (``vers``), or that come to it: the other zone's name and the row.

    What is nil is left out, and the sum of other régions, told one by one. The largest come first, masked
    ones last.
    """
    zones = contexte(resultat.selection).zones
    trouves = []
    for ligne in resultat.blocs["matrice"].lignes():
        de, _, a = ligne.code.partition("|")
        ici, autre = (de, a) if vers else (a, de)
        if ici != zone.code or autre in (zone.code, HORS_REGION):
            continue
        if ligne.cellules["volume"].valeur != 0:
            trouvee = _autre(zones, zone, autre)
            trouves.append((trouvee.libelle if trouvee else "Ailleurs", ligne))
    return sorted(trouves, key=lambda t: (-(t[1].cellules["volume"].valeur or 0.0), t[0]))


def _autre(index: Zones, zone: Zone, code: str) -> Zone | None:
    """The zone of a code of the matrix: of the kind of ``zone``, or a whole région (``reg-11``)."""
    return index.get(f"{zone.genre}-{code}") or index.get(code)


def lecture_des_trajets(resultat: Resultat) -> str:
    """How the first destination of a champ is read; empty where none is shown."""
    zone, annee = resultat.zones[0], resultat.selection.periode.fin
    if zone.genre is Genre.FRANCE:
        return ""
    bloc = resultat.blocs["matrice"]
    volume, part = bloc.colonne("volume"), bloc.colonne("autosuffisance")
    for _, ligne in flux_de(resultat, zone, vers=True)[:1]:
        combien, lue = ligne.cellules["volume"], ligne.cellules["autosuffisance"]
        ailleurs = _autre(contexte(resultat.selection).zones, zone, ligne.code.partition("|")[2])
        if combien.valeur is None or lue.valeur is None or ailleurs is None:
            return ""
        return (
            f"Lecture{FINE}: en {annee}, en {resultat.selection.noeud.upper()}, "
            f"{formats.nombre(combien.valeur, volume)} {volume.mesure.unite} des habitants "
            f"{francais.de(zone)}, soit {formats.nombre(lue.valeur, part)} de leur consommation, sont "
            f"pris en charge {francais.lieu(ailleurs)}."
        )
    return ""


def _liste(resultat: Resultat, zone: Zone, *, vers: bool) -> Component:
    tous = flux_de(resultat, zone, vers=vers)
    montres = [t for t in tous if t[1].cellules["volume"].valeur is not None]
    bloc = resultat.blocs["matrice"]
    volume, part = bloc.colonne("volume"), bloc.colonne("autosuffisance")
    titre = "Destinations des habitants" if vers else "Provenances des patients"
    masques = sum(1 for _, li in tous if li.cellules["volume"].statut is Statut.MASQUE)
    if not montres:
        dit = f"{masques} flux, tous masqués." if masques else "aucun flux."
        return html.P([html.Strong(f"{titre}{FINE}: "), dit], className="portrait-note")
    maximum = max(li.cellules["volume"].valeur or 0.0 for _, li in montres)
    entetes = [
        html.Th("Vers" if vers else "Depuis", scope="col"),
        html.Th(volume.court, scope="col", className="nombre"),
        *([html.Th("Part", scope="col", className="nombre")] if vers else []),
    ]
    rangees = [
        html.Tr(
            [
                html.Th(nom, scope="row"),
                case_barre(li.cellules["volume"], volume, maximum),
                *([case(li.cellules["autosuffisance"], part)] if vers else []),
            ]
        )
        for nom, li in montres[:_MONTRES]
    ]
    return html.Div(
        [table(titre, entetes, rangees, etroite=True), *_reste(len(montres) - _MONTRES, masques)]
    )


def _reste(autres: int, masques: int) -> list[Component]:
    """How many flows are not in a list, and why."""
    dits = []
    if autres > 0:
        dits.append(f"{formats.nombre(autres)} autre{'s' * (autres > 1)}")
    if masques:
        dits.append(f"{formats.nombre(masques)} masqué{'s' * (masques > 1)}")
    return [html.P(f"Et {' et '.join(dits)}.", className="portrait-note")] if dits else []
