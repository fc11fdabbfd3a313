"""The two zone pickers of the banner, what they find, and the way to a basket."""

from __future__ import annotations

from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.adresses import adresse, adresse_panier
from components.bandeau_champs import TEXTES, Options, identifiant
from components.liens import attributs, lien
from data_layer.selection import Selection
from geodata.texte import sans_accent
from geodata.zones import Genre, Zone, Zones

ID_PANIER = "bandeau-panier"
_GENRES = {
    Genre.REGION: "Région",
    Genre.DEPARTEMENT: "Département",
    Genre.TERRITOIRE_DE_SANTE: "Territoire de santé",
    Genre.GHT: "GHT",
    Genre.ETABLISSEMENT: "Établissement",
}
# Where a zone is: the département of an establishment, the région of a territory.
_AUTOUR = {
    Genre.ETABLISSEMENT: Genre.DEPARTEMENT,
    Genre.TERRITOIRE_DE_SANTE: Genre.REGION,
    Genre.GHT: Genre.REGION,
}


def option_zone(zone: Zone, index: Zones) -> dict[str, Any]:
    """An option of a zone picker: its name, alone in the field, and the texts that find it.

    ``title``: what it is and where, which the style sheet writes after the name in the open list. A label
    made of elements would not do: Dash cannot redraw those of a list that becomes shorter.
    """
    note = "Panier" if zone.genre is Genre.PANIER else _detail(zone, index)
    entier = f"{zone.libelle} {note}"
    option = {
        "label": zone.libelle,
        "value": zone.id,
        "search": f"{entier} {sans_accent(entier)}",
    }
    return option | ({"title": note} if note else {})


def _detail(zone: Zone, index: Zones) -> str:
    """``Département · 55``, ``Établissement · 550000001 · Meuse``; nothing for France."""
    autour = index.parent(zone, _AUTOUR[zone.genre]) if zone.genre in _AUTOUR else None
    code = "" if zone.genre is Genre.FRANCE else zone.code
    dits = (_GENRES.get(zone.genre, ""), code, autour.libelle if autour else "")
    return " · ".join(t for t in dits if t)


def options_zone(texte: str, choisie: str | None, index: Zones, limite: int = 30) -> Options:
    """Options for what is being typed, best first; the chosen zone is always known to the picker.

    With nothing typed: France, the régions, then the départements.
    """
    actuelle = index.get(choisie) if choisie else None
    choisie_seule = [option_zone(actuelle, index)] if actuelle else []
    if not texte.strip():
        genres = (Genre.FRANCE, Genre.REGION, Genre.DEPARTEMENT)
        zones = [z for genre in genres for z in index.toutes(genre)]
        return choisie_seule + [option_zone(z, index) for z in zones if z != actuelle]
    # The picker filters what it is given by the typed text: options found by a near miss carry it; the
    # chosen zone does not, so that it gives its name to the field and stays out of the answers.
    trouvees = index.chercher(texte, limite)
    options = [option_zone(z, index) for z in trouvees]
    options = [{**option, "search": f"{option['search']} {texte}"} for option in options]
    return options + (choisie_seule if actuelle not in trouvees else [])


def champ_zone(
    cle: str, libelle: str, valeur: str | None, index: Zones, *, role: str, touche: str
) -> Component:
    """A labelled zone picker. ``role``: its colour; ``touche``: the key that leads to it."""
    choix = dcc.Dropdown(
        id=identifiant(cle),
        options=options_zone("", valeur, index),
        value=valeur,
        clearable=cle == "vs",
        placeholder="Choisir une zone" if cle == "zone" else "Aucune",
        maxHeight=360,
        search_order="original",
        labels=TEXTES,
    )
    return html.Div(
        [html.Label(libelle, className="champ-libelle"), choix],
        className="champ champ-zone",
        **attributs(data_zone=role, data_raccourci=touche),
    )


def lien_panier(selection: Selection) -> Component:
    """The way to compose a basket, and back."""
    return lien(
        "Panier…",
        adresse_du_panier(selection),
        "bouton bouton-discret bandeau-panier",
        id=ID_PANIER,
        title="Composer un panier d'établissements, à lire comme une zone",
    )


def adresse_du_panier(selection: Selection) -> str:
    """Where a basket is composed for this view: the one it shows, or a new one."""
    zone = selection.zone or ""
    montre = zone if zone.startswith(f"{Genre.PANIER}-") else ""
    return adresse_panier("zone", adresse(selection), montre)
