"""The top of a portrait: what it is of, who lives there, where it lies, and the way to another one."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dash import html
from dash.development.base_component import Component

from components import formats
from components.charts.graphe import role
from components.formats import FINE
from components.inerte import marque
from components.lecture import phrase_source
from components.liens import attributs
from components.maps.donnees_flux import SECONDE
from components.portrait.cellules import nom_zone, valeur
from components.portrait.declaration import DEMOGRAPHIE
from components.portrait.demande import POPULATION, Reponses
from components.portrait.liens import CHEMIN, GENRES
from components.portrait.situation import situation
from data_layer import contexte
from data_layer.result import Resultat
from data_layer.selection import Contexte, Selection
from geodata.codes import communes_decrites
from geodata.contours import ContoursAbsents
from geodata.zones import Genre, Zone, Zones

_GROUPES = {
    Genre.FRANCE: "Pays",
    Genre.REGION: "Régions",
    Genre.DEPARTEMENT: "Départements",
    Genre.TERRITOIRE_DE_SANTE: "Territoires de santé",
}


def titre_de(zones: Sequence[Zone]) -> str:
    """« Portrait de territoire : Indre-et-Loire »."""
    return f"Portrait de territoire{FINE}: {' et '.join(z.libelle for z in zones)}"


def entete(selection: Selection, zones: Sequence[Zone], fiches: Component) -> Component:
    """Title and year; the place of the facts of its zones; where they lie. It asks nothing."""
    dits = [
        html.H1(titre_de(zones), className="titre-resultat"),
        html.P(
            f"Année {selection.periode.fin}, hospitalisation complète et partielle",
            className="sous-titre",
        ),
    ]
    lieu = situation([z for z in zones if z.genre is not Genre.FRANCE])
    return html.Div(
        [
            html.Div(
                [html.Div(dits, **marque("portrait-titre")), fiches],
                className="portrait-dit",
            ),
            *([lieu] if lieu is not None else []),
        ],
        className="portrait-entete",
    )


def faits(reponses: Reponses, zones: Sequence[Zone]) -> list[Component]:
    """Source and date of update, then who lives in each zone."""
    sources = dict.fromkeys(
        phrase_source(r) for r in reponses.lues.values() if isinstance(r, Resultat)
    )
    return [
        html.Div(
            [html.P(s, className="portrait-source") for s in sources],
            **marque("portrait-sources"),
        ),
        html.Div(
            [_fiche(reponses, z, i) for i, z in enumerate(zones)],
            className="portrait-fiches",
            **marque("portrait-fiches"),
        ),
    ]


def _fiche(reponses: Reponses, zone: Zone, place: int) -> Component:
    """Population, density, communes, ages of one zone."""
    dits: list[Component] = []
    for cle, mesure in ((POPULATION, "population"), *((q.cle, "") for q in DEMOGRAPHIE)):
        resultat = reponses.lues[cle]
        if not isinstance(resultat, Resultat):
            continue
        # A compared zone has a map of its own, which the block of the second one holds.
        seconde = f"{resultat.principal}{SECONDE * place}"
        bloc = resultat.blocs.get(seconde, resultat.bloc)
        tete = next((t for t in bloc.tetes if t.zone == zone.id), None)
        colonne = bloc.colonne(mesure or bloc.meneuse)
        if tete is not None and tete.cellules[colonne.cle].valeur:
            suffixe = f" {colonne.unite}" if colonne.unite not in ("%", "habitants") else ""
            dits.append(
                _fait(colonne.court, [valeur(tete.cellules[colonne.cle], colonne), suffixe])
            )
    nombre = nombre_de_communes(zone, contexte(reponses.selection).zones)
    if nombre:
        dits.insert(1, _fait("Communes", [formats.nombre(nombre)]))
    return html.Div(
        [
            html.P(nom_zone(zone, place), className="carte-zone"),
            html.Dl(dits, className="portrait-faits")
            if dits
            else html.P("Population non connue ici.", className="discret"),
        ],
        className="carte-chiffre",
        **attributs(data_zone=role(place)),
    )


def _fait(nom: str, textes: list[Component | str]) -> Component:
    return html.Div([html.Dt(nom), html.Dd(textes)])


def nombre_de_communes(zone: Zone, index: Zones) -> int:
    """How many communes a zone has; those of a territory are those of its PMSI codes."""
    par_departement, par_region, par_code = _communes()
    if zone.genre is Genre.FRANCE:
        return sum(par_region.values())
    if zone.genre is Genre.TERRITOIRE_DE_SANTE:
        return sum(par_code.get(z.code, 0) for z in index.enfants(zone.id, Genre.PMSI))
    return {Genre.REGION: par_region, Genre.DEPARTEMENT: par_departement}[zone.genre].get(
        zone.code, 0
    )


@lru_cache(maxsize=1)
def _communes() -> tuple[dict[str, int], dict[str, int], dict[str, int]]:
    """Numbers of communes by département, région and PMSI code."""
    comptes: tuple[dict[str, int], ...] = ({}, {}, {})
    try:
        communes = communes_decrites()
    except ContoursAbsents:
        communes = ()
    for c in communes:
        for compte, code in zip(comptes, (c.departement, c.region, c.code_geo), strict=True):
            compte[code] = compte.get(code, 0) + 1
    return comptes[0], comptes[1], comptes[2]


def formulaire(selection: Selection, lu: Contexte) -> Component:
    """The way to another zone or year: a plain form, which asks for the page it names."""
    annees = range(lu.etendue.fin, lu.etendue.debut - 1, -1)
    zone, vs = selection.zone or "", selection.vs[0] if selection.vs else ""
    champs = [
        _champ("zone", "Zone", _zones(lu.zones, zone)),
        _champ("vs", "Comparer à", [_option("", "Aucune", vs), *_zones(lu.zones, vs, zone)]),
        _champ(
            "periode",
            "Année",
            [_option(str(a), str(a), str(selection.periode.fin)) for a in annees],
        ),
    ]
    bouton = html.Button("Voir ce portrait", type="submit", className="bouton bouton-plein")
    return html.Form([*champs, bouton], action=CHEMIN, method="GET", className="portrait-choix")


def _champ(nom: str, libelle: str, options: list[Component]) -> Component:
    ident = f"portrait-{nom}"
    choix = html.Select(options, id=ident, name=nom, className="saisie", disable_n_clicks=True)
    return html.Div(
        [html.Label(libelle, htmlFor=ident, className="champ-libelle"), choix], className="champ"
    )


def _zones(index: Zones, choisie: str, reference: str = "") -> list[Component]:
    """Zones by kind; compared ones are of the kind of ``reference``, and of France."""
    genres: tuple[Genre, ...] = GENRES
    trouvee = index.get(reference)
    if trouvee is not None:
        genres = tuple(dict.fromkeys((Genre.FRANCE, trouvee.genre)))
    groupes: list[Component] = []
    for genre in genres:
        zones = [z for z in index.toutes(genre) if z.id != reference]
        options = [_option(z.id, z.libelle, choisie) for z in zones]
        if genre is Genre.FRANCE:
            groupes += options
        elif options:
            groupes.append(html.Optgroup(options, label=_GROUPES[genre]))
    return groupes


def _option(code: str, libelle: str, choisie: str) -> Component:
    return html.Option(libelle, value=code, selected="selected" if code == choisie else None)
