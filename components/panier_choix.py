"""Choosing establishments for a basket: filters, and what answers them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from components.formats import nombre
from components.liens import attributs
from data_layer import Attribut
from data_layer.paniers import FINESS_MAX
from geodata.texte import sans_accent
from geodata.zones import Genre, Zone, Zones

ID_TEXTE = "panier-texte"
ID_DEMANDE = "panier-demande"
ID_TROUVES = "panier-trouves"
ID_TROUVES_NUMEROS = "panier-trouves-numeros"
ID_TROUVES_COMPTE = "panier-trouves-compte"
ID_TOUT_AJOUTER = "panier-tout-ajouter"
TYPE_FILTRE = "panier-filtre"
TYPE_BASCULE = "panier-bascule"
_LIBELLES: Mapping[Genre, str] = {
    Genre.REGION: "Région",
    Genre.DEPARTEMENT: "Département",
    Genre.GHT: "GHT",
    Genre.TERRITOIRE_DE_SANTE: "Territoire de santé",
}
_MONTRES = 30
_SEPARATEUR = ":"
"""Between an attribute and its value; the id of no zone has one."""
INVITATION = "Choisissez un filtre ou tapez un nom : les établissements qui répondent viennent ici."


def zone_de(numero: str, zones: Zones) -> Zone | None:
    """The establishment of a FINESS number in a release."""
    return zones.get(f"{Genre.ETABLISSEMENT}-{numero}")


def trouver(
    zones: Zones, choisies: Sequence[str], texte: str, connus: Sequence[Attribut] = ()
) -> tuple[Zone, ...]:
    """The establishments that lie in every chosen zone, have every chosen attribute and answer a text.

    ``choisies``: ids of zones, and ``<attribut>:<code>`` of those known. Without a text, by number;
    with one, best answers first. Nothing chosen and no text: none.
    """
    autour = frozenset(c for c in choisies if _SEPARATEUR not in c)
    voulus = [c for c in choisies if _SEPARATEUR in c]
    if texte.strip():
        candidats = zones.chercher(texte, FINESS_MAX, [Genre.ETABLISSEMENT])
    elif autour:
        candidats = list(zones.enfants(min(autour), Genre.ETABLISSEMENT))
    elif voulus:
        candidats = sorted(zones.toutes(Genre.ETABLISSEMENT), key=lambda z: z.code)
    else:
        return ()
    admis = [_qui_ont(voulu, connus) for voulu in voulus]
    return tuple(
        z for z in candidats if autour <= set(z.parents) and all(z.code in a for a in admis)
    )


def _qui_ont(voulu: str, connus: Sequence[Attribut]) -> frozenset[str]:
    """FINESS numbers that have an attribute; none when the release does not know it."""
    cle, _, code = voulu.partition(_SEPARATEUR)
    return next((a.finess.get(code, frozenset()) for a in connus if a.cle == cle), frozenset())


def filtres(zones: Zones, connus: Sequence[Attribut] = ()) -> Component:
    """The fields: one for each kind of zone and each attribute that the release has, and the text."""
    return html.Div(
        [
            *(_par_zone(g, offertes) for g in _LIBELLES if (offertes := zones.toutes(g))),
            *(_par_attribut(attribut) for attribut in connus),
            html.Div(
                [
                    html.Label("Nom ou numéro FINESS", htmlFor=ID_TEXTE, className="champ-libelle"),
                    dcc.Input(id=ID_TEXTE, type="search", maxLength=100, autoComplete="off"),
                ],
                className="champ",
            ),
            dcc.Store(id=ID_DEMANDE),
        ],
        className="panier-filtres",
    )


def _par_zone(genre: Genre, offertes: Sequence[Zone]) -> Component:
    libelles = ((z, f"{z.libelle} ({z.code})") for z in offertes)
    options: list[dict[str, Any]] = [
        {"label": libelle, "value": z.id, "search": f"{libelle} {sans_accent(libelle)}"}
        for z, libelle in sorted(libelles, key=lambda paire: sans_accent(paire[1]))
    ]
    tous = "Toutes" if genre is Genre.REGION else "Tous"
    return _filtre(str(genre), _LIBELLES[genre], options, tous)


def _par_attribut(attribut: Attribut) -> Component:
    options: list[dict[str, Any]] = [
        {
            "label": libelle,
            "value": f"{attribut.cle}{_SEPARATEUR}{code}",
            "search": f"{libelle} {sans_accent(libelle)}",
        }
        for code, libelle in attribut.valeurs.items()
    ]
    tous = attribut.tous.split(" ", 1)[0].capitalize()
    reserve = f" ({attribut.reserve})" if attribut.reserve else ""
    return _filtre(attribut.cle, attribut.libelle + reserve, options, tous)


def _filtre(cle: str, libelle: str, options: list[dict[str, Any]], tous: str) -> Component:
    choix = dcc.Dropdown(
        id={"type": TYPE_FILTRE, "cle": cle},
        options=options,
        clearable=True,
        placeholder=tous,
        maxHeight=320,
        labels={"search": "Rechercher", "clear_search": "Effacer la recherche",
                "clear_selection": "Effacer le choix", "no_options_found": "Aucune réponse"},
    )  # fmt: skip
    return html.Div([html.Label(libelle, className="champ-libelle"), choix], className="champ")


def resultats() -> Component:
    """Where what answers comes, and the button that adds it all."""
    return html.Div(
        [
            html.Div(
                [
                    html.P(INVITATION, id=ID_TROUVES_COMPTE, role="status"),
                    html.Button(
                        "Tout ajouter",
                        id=ID_TOUT_AJOUTER,
                        type="button",
                        className="bouton",
                        hidden=True,
                    ),
                ],
                className="panier-barre",
            ),
            html.Div(id=ID_TROUVES),
            dcc.Store(id=ID_TROUVES_NUMEROS, data=[]),
        ]
    )


def dire_combien(trouves: Sequence[Zone], demande: bool) -> str:
    """How many establishments answer, and how many of them are listed."""
    if not demande:
        return INVITATION
    if not trouves:
        return "Aucun établissement ne répond à tous ces choix : effacez-en un."
    total = len(trouves)
    dit = f"{nombre(total)} établissement{'s répondent' if total > 1 else ' répond'}"
    return f"{dit} ; les {_MONTRES} premiers :" if total > _MONTRES else f"{dit} :"


def tout_ajouter(trouves: Sequence[Zone]) -> str:
    """The words of the button that adds all that answers."""
    total = len(trouves)
    return f"Ajouter les {nombre(total)} établissements" if total > 1 else "Ajouter l'établissement"


def trouves(zones_trouvees: Sequence[Zone], dedans: frozenset[str]) -> list[Component]:
    """The first establishments that answer, each with a button pressed while it is in the basket."""
    lignes = [
        html.Li(
            [
                html.Span(zone.libelle),
                html.Span(zone.code, className="discret chiffres"),
                html.Button(
                    [
                        html.Span("Ajouter", className="si-dehors"),
                        html.Span("Dans le panier", className="si-dedans"),
                        html.Span(f" {zone.libelle}", className="visuellement-masque"),
                    ],
                    id={"type": TYPE_BASCULE, "finess": zone.code},
                    type="button",
                    className="puce",
                    **attributs(aria_pressed="true" if zone.code in dedans else "false"),
                ),
            ]
        )
        for zone in zones_trouvees[:_MONTRES]
    ]
    return [html.Ul(lignes, className="panier-trouves")] if lignes else []
