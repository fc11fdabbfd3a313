"""The page of a basket: two ways in, the list, its name, and what is done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from components.etats import notice
from components.liens import attributs, lien
from components.panier_choix import filtres, resultats
from components.panier_liste import lire_liste, panneau
from components.panier_rapport import ID_RAPPORT, ID_RAPPORT_TEXTE
from data_layer import Attribut
from data_layer.catalogue.schema import Restitution
from data_layer.paniers import NOM_MAX, Panier
from geodata.zones import Zones

ID_CONTENU = "panier-contenu"
ID_IMPORTES = "panier-importes"
ID_FICHIER = "panier-fichier"
ID_TELECHARGEMENT = "panier-telechargement"
ID_NOM = "panier-nom"
ID_MESSAGE = "panier-message"
ID_RETOUR = "panier-retour"
ID_OUVRIR_DANS = "panier-ouvrir-dans"
ID_SUITE = "panier-suite"
ID_RAISON = "panier-raison"
ID_ZONE, ID_VS, ID_EXPORTER = "panier-prendre", "panier-comparer", "panier-exporter"
_INTRO = (
    "Réunissez des établissements de votre choix, puis lisez-les comme une seule zone, ou comparez-les "
    "à une autre."
)
_PERSONNELLES = (
    "N'écrivez aucune donnée personnelle dans le nom : quiconque a l'adresse d'un panier lit son nom et "
    "sa liste."
)


@dataclass(frozen=True, slots=True)
class Depart:
    """How the page starts: the basket shown, what was asked and is not there, where to go back to.

    pour: ``zone`` or ``vs``. retour: address of a restitution, empty when none was given.
    """

    panier: Panier | None = None
    introuvable: str = ""
    pour: str = "zone"
    retour: str = ""


def contenu(
    depart: Depart,
    zones: Zones,
    restitutions: Sequence[Restitution],
    connus: Sequence[Attribut] = (),
) -> Component:
    """The whole page.

    ``restitutions``: where a basket may be read when there is no way back. ``connus``: what
    establishments may be chosen by beside their zones.
    """
    finess = list(depart.panier.finess) if depart.panier else []
    return html.Div(
        [
            html.H1("Panier d'établissements"),
            html.P(_INTRO, className="intro"),
            *_introuvable(depart.introuvable),
            html.Div(
                [
                    html.Div(
                        [_par_filtres(zones, connus), _par_liste()], className="panier-entrees"
                    ),
                    _le_panier(depart, finess, zones, restitutions),
                ],
                className="panier-colonnes",
            ),
            dcc.Store(id=ID_CONTENU, data=finess),
            dcc.Store(id=ID_IMPORTES),
            dcc.Store(id=ID_RAPPORT_TEXTE),
            dcc.Store(id=ID_RETOUR, data={"pour": depart.pour, "retour": depart.retour}),
            dcc.Store(id=ID_SUITE),
            dcc.Download(id=ID_TELECHARGEMENT),
        ],
        className="page panier",
    )


def _introuvable(demande: str) -> list[Component]:
    if not demande:
        return []
    dit = (
        f"Aucun panier « {demande} » n'est gardé ici : l'adresse a pu être mal recopiée, ou vient d'un "
        "autre portail, ou le panier n'a pas été lu depuis plus de trois mois. "
        "Composez-en un, ou importez sa liste si vous l'avez."
    )
    return [notice("Panier introuvable", dit, "alerte")]


def _par_filtres(zones: Zones, connus: Sequence[Attribut]) -> Component:
    return html.Section(
        [html.H2("Chercher des établissements"), filtres(zones, connus), resultats()]
    )


def _par_liste() -> Component:
    return html.Section(
        [
            html.H2("Importer une liste"),
            html.P(
                [
                    "Un fichier texte d'un numéro FINESS par ligne, 1 Mo au plus, comme celui que cette "
                    "page exporte : ",
                    html.Code("010007987,CH du Haut-Bugey"),
                    ". Le nom n'est pas lu.",
                ]
            ),
            dcc.Upload(
                [
                    html.Button("Choisir un fichier", type="button", className="bouton"),
                    html.Span(" ou déposez-le ici", className="discret"),
                ],
                id=ID_FICHIER,
                className="panier-depot",
                className_active="panier-depot panier-depot-vise",
                style={},
                style_active={},
            ),
            html.Div(id=ID_RAPPORT, role="status"),
        ]
    )


def _le_panier(
    depart: Depart, finess: list[str], zones: Zones, restitutions: Sequence[Restitution]
) -> Component:
    return html.Section(
        [
            html.H2("Le panier"),
            panneau(lire_liste(finess, zones), zones),
            html.Div(
                [
                    html.Label("Nom du panier", htmlFor=ID_NOM, className="champ-libelle"),
                    dcc.Input(
                        id=ID_NOM,
                        type="text",
                        maxLength=NOM_MAX,
                        autoComplete="off",
                        value=depart.panier.nom if depart.panier else "",
                    ),
                    html.Small(_PERSONNELLES, className="discret"),
                ],
                className="champ",
            ),
            _ou_ouvrir(depart, restitutions),
            _actions(depart, not finess),
            html.P(
                "Le panier est vide : ajoutez un établissement pour pouvoir le lire comme une zone, le "
                "comparer ou l'exporter.",
                id=ID_RAISON,
                hidden=bool(finess),
            ),
            html.Div(id=ID_MESSAGE, role="alert"),
            html.P(
                "Chacun de ces boutons garde d'abord le panier. Un panier gardé ne change plus : le "
                "modifier en fait un autre, à une autre adresse.",
                className="discret",
            ),
        ],
        className="panier-contenu",
    )


def _ou_ouvrir(depart: Depart, restitutions: Sequence[Restitution]) -> Component:
    """Where to read the basket; hidden, and not asked, when the visitor comes from a restitution."""
    options = [{"label": r.titre, "value": r.slug} for r in restitutions]
    choix = dcc.Dropdown(
        id=ID_OUVRIR_DANS,
        options=options,
        value=options[0]["value"] if options else None,
        clearable=False,
        searchable=False,
    )
    return html.Div(
        [html.Label("Restitution à ouvrir", className="champ-libelle"), choix],
        className="champ",
        hidden=bool(depart.retour),
    )


def _actions(depart: Depart, vide: bool) -> Component:
    premiers = [("Utiliser comme zone", ID_ZONE), ("Comparer à la zone actuelle", ID_VS)]
    if depart.pour == "vs":
        premiers.reverse()
    boutons: list[Component] = [
        html.Button(
            nom,
            id=ident,
            type="button",
            className="bouton bouton-plein" if not rang else "bouton",
            disabled=vide,
            **attributs(aria_describedby=ID_RAISON),
        )
        for rang, (nom, ident) in enumerate([*premiers, ("Exporter la liste (.txt)", ID_EXPORTER)])
    ]
    if depart.retour:
        boutons.append(lien("Revenir sans changer", depart.retour, "bouton bouton-discret"))
    return html.Div(
        boutons, className="groupe-boutons", role="group", **attributs(aria_label="Actions")
    )
