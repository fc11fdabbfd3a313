"""Who treats the residents: kinds of establishments, the first establishments, concentration."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components import formats
from components.formats import FINE
from components.portrait.cellules import (
    case,
    case_barre,
    colonne_titre,
    nom_zone,
    table,
    valeur,
)
from components.portrait.declaration import PREMIERS
from components.portrait.demande import est_etablissement
from data_layer.result import Bloc, Ligne, Resultat

_CENT = 100.0


def parts_de_marche(resultat: Resultat) -> Component:
    """The synthesis and the establishments, side by side where there is room, then the concentration."""
    return html.Div(
        [
            html.Div(
                [_synthese(resultat), *(_premiers(resultat, i) for i in _places(resultat))],
                className="portrait-cote",
            ),
            *(_concentration(resultat, i) for i in _places(resultat)),
        ]
    )


def _places(resultat: Resultat) -> range:
    return range(len(resultat.zones))


def _synthese(resultat: Resultat) -> Component:
    """Secteurs and, under each, statuts; catégories are in the whole restitution."""
    bloc = resultat.blocs["synthese"]
    part, ecart = bloc.colonne("part"), bloc.colonne("ecart_part")
    lues: dict[str, dict[int, Ligne]] = {}
    for ligne in bloc.lignes():
        lues.setdefault(ligne.code, {})[ligne.groupe] = ligne
    gardees = {c: par for c, par in lues.items() if c.count("-") < 2 and _active(par)}
    deux = len(resultat.zones) > 1
    entetes = [html.Th("Secteur et statut", scope="col")]
    for i, zone in enumerate(resultat.zones):
        if deux:
            entetes.append(html.Th(nom_zone(zone, i), scope="col", className="nombre"))
        else:
            entetes += [colonne_titre(part), colonne_titre(ecart)]
    rangees = [_genre(resultat, bloc, code, par) for code, par in gardees.items()]
    titre = f"{part.court} des secteurs et statuts dans les {_quoi(resultat)} des habitants"
    return table(titre, entetes, rangees, etroite=True)


def _genre(resultat: Resultat, bloc: Bloc, code: str, par: dict[int, Ligne]) -> html.Tr:
    part, ecart = bloc.colonne("part"), bloc.colonne("ecart_part")
    dessous = code.count("-")
    libelle = par[min(par)].libelle
    nom = libelle.split(", ", 1)[-1] if dessous else libelle
    cases: list[Component] = [
        html.Th(nom[:1].upper() + nom[1:], scope="row", className=f"portrait-rang-{dessous}")
    ]
    for i in _places(resultat):
        if i not in par:
            cases.append(html.Td(formats.SANS_OBJET, className="nombre"))
            continue
        cases.append(case_barre(par[i].cellules["part"], part, _CENT, i))
        if len(resultat.zones) == 1:
            cases.append(case(par[i].cellules["ecart_part"], ecart))
    return html.Tr(cases)


def _active(par: dict[int, Ligne]) -> bool:
    """Whether a kind does something for one of the zones, or may do."""
    return any(li.cellules["volume"].valeur != 0 for li in par.values())


def _premiers(resultat: Resultat, place: int) -> Component:
    """The first establishments of one zone, in the order of what they do."""
    bloc = resultat.blocs["classement"]
    volume, part, ecart = (bloc.colonne(c) for c in ("volume", "part", "ecart_part"))
    lignes = [
        li
        for li in bloc.lignes()
        if li.groupe == place and li.rang is not None and est_etablissement(li)
    ][:PREMIERS]
    zone = resultat.zones[place]
    if not lignes:
        return html.P(
            f"{zone.libelle}{FINE}: aucun établissement n'a de part montrée.", className="discret"
        )
    seule = len(resultat.zones) == 1
    maximum = max((li.cellules["part"].valeur or 0.0) for li in lignes)
    entetes = [
        html.Th("Rang", scope="col", className="nombre"),
        html.Th("Établissement", scope="col"),
        *([colonne_titre(volume)] if seule else []),
        colonne_titre(part),
        colonne_titre(ecart),
    ]
    rangees = [
        html.Tr(
            [
                html.Td(formats.nombre(li.rang), className="nombre"),
                html.Th(li.libelle, scope="row"),
                *([case(li.cellules["volume"], volume)] if seule else []),
                case_barre(li.cellules["part"], part, maximum, place),
                case(li.cellules["ecart_part"], ecart),
            ]
        )
        for li in lignes
    ]
    suite = "" if seule else f", {zone.libelle}"
    noms = "Premier établissement" if len(lignes) == 1 else f"{len(lignes)} premiers établissements"
    return table(f"{noms}{suite}", entetes, rangees)


def _concentration(resultat: Resultat, place: int) -> Component:
    """The index of the year read, in one line."""
    bloc, annee = resultat.blocs["concentration"], str(resultat.selection.periode.fin)
    lue = next((li for li in bloc.lignes() if li.groupe == place and li.code == annee), None)
    if lue is None:
        return html.P(f"Concentration non connue en {annee}.", className="portrait-note")
    dits: list[Component | str] = []
    if len(resultat.zones) > 1:
        dits += [*nom_zone(resultat.zones[place], place), f"{FINE}: "]
    for cle, avant, apres in (
        ("hhi", "indice de Herfindahl-Hirschman ", ""),
        ("equivalent", ", soit autant que ", " établissements de même taille"),
        ("trois", f"{FINE}; les trois premiers prennent ", ""),
    ):
        dits += [avant, valeur(lue.cellules[cle], bloc.colonne(cle)), apres]
    return html.P([f"Concentration{FINE}: ", *dits, "."], className="portrait-note")


def _quoi(resultat: Resultat) -> str:
    return resultat.bloc.colonne("volume").mesure.unite
