"""The basket as it stands: its establishments by pages, each with the button that takes it out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from components.formats import nombre
from components.panier_choix import zone_de
from data_layer.paniers import FINESS_MAX
from geodata.referentiel import departement_du_finess
from geodata.texte import sans_accent
from geodata.zones import Genre, Zone, Zones

ID_LISTE = "panier-liste"
ID_COMPTE = "panier-compte"
ID_VIDER = "panier-vider"
ID_RETROUVER = "panier-retrouver"
ID_OUTILS = "panier-liste-outils"
ID_PAGES = "panier-pages"
ID_PAGE = "panier-page"
ID_PAGE_DITE = "panier-page-dite"
ID_PRECEDENTE = "panier-page-precedente"
ID_SUIVANTE = "panier-page-suivante"
TYPE_RETIRER = "panier-retirer"
PAR_PAGE = 50
ABSENT = "Absent des données en vigueur"


@dataclass(frozen=True, slots=True)
class Liste:
    """What is shown of a basket: one page of the establishments kept by the text.

    total: in the basket. retenus: answer the text. page: from 0. lignes: (number, establishment or
    None when the release has none of this number).
    """

    total: int
    retenus: int
    page: int
    lignes: tuple[tuple[str, Zone | None], ...]

    @property
    def pages(self) -> int:
        """Number of pages, at least 1."""
        return max(1, -(-self.retenus // PAR_PAGE))


def lire_liste(finess: Sequence[str], zones: Zones, texte: str = "", page: int = 0) -> Liste:
    """The page asked of a basket, by number; a page beyond the last one becomes the last."""
    lignes = [(numero, zone_de(numero, zones)) for numero in sorted(set(finess))]
    cherche = sans_accent(texte)
    if cherche:
        lignes = [
            (n, z) for n, z in lignes if cherche in sans_accent(f"{n} {z.libelle if z else ''}")
        ]
    derniere = max(0, (len(lignes) - 1) // PAR_PAGE)
    page = min(max(0, page), derniere)
    montrees = tuple(lignes[page * PAR_PAGE : (page + 1) * PAR_PAGE])
    return Liste(len(set(finess)), len(lignes), page, montrees)


def compte(total: int) -> str:
    """``Le panier compte 12 établissements.``"""
    if not total:
        return "Le panier est vide."
    if total > FINESS_MAX:
        return (
            f"La liste dépasse {nombre(FINESS_MAX)} établissements, ce que tient un panier : retirez-en "
            "pour l'enregistrer. Les premiers seulement sont montrés."
        )
    return f"Le panier compte {nombre(total)} établissement{'s' if total > 1 else ''}."


def page_dite(liste: Liste) -> str:
    """``Page 1 sur 3``, empty when there is only one."""
    return f"Page {liste.page + 1} sur {liste.pages}" if liste.pages > 1 else ""


def panneau(liste: Liste, zones: Zones) -> Component:
    """The whole list and its tools; afterwards only their values change."""
    return html.Div(
        [
            html.Div(
                [
                    html.P(compte(liste.total), id=ID_COMPTE, role="status", tabIndex="-1"),
                    html.Button(
                        "Tout retirer",
                        id=ID_VIDER,
                        type="button",
                        className="bouton bouton-discret",
                        hidden=not liste.total,
                    ),
                ],
                className="panier-barre",
            ),
            html.Div(
                [
                    html.Label(
                        "Retrouver dans le panier", htmlFor=ID_RETROUVER, className="champ-libelle"
                    ),
                    dcc.Input(id=ID_RETROUVER, type="search", maxLength=100, autoComplete="off"),
                ],
                id=ID_OUTILS,
                className="champ",
                hidden=liste.total <= 10,
            ),
            html.Div(tableau(liste, zones), id=ID_LISTE),
            _pages(liste),
            dcc.Store(id=ID_PAGE, data=0),
        ]
    )


def _pages(liste: Liste) -> Component:
    return html.Div(
        [
            html.Button("Page précédente", id=ID_PRECEDENTE, type="button", className="bouton"),
            html.Span(page_dite(liste), id=ID_PAGE_DITE, role="status"),
            html.Button("Page suivante", id=ID_SUIVANTE, type="button", className="bouton"),
        ],
        id=ID_PAGES,
        className="panier-barre",
        hidden=liste.pages < 2,
    )


def tableau(liste: Liste, zones: Zones) -> Component:
    """The rows of a page, or why there are none."""
    if not liste.total:
        return html.P(
            "Ajoutez des établissements par leur zone, par leur nom, ou en important une liste.",
            className="discret",
        )
    if not liste.lignes:
        return html.P("Aucun établissement du panier ne répond à ce texte.", className="discret")
    entetes = ("Établissement", "FINESS", "Département")
    return html.Table(
        [
            html.Caption("Établissements du panier", className="visuellement-masque"),
            html.Thead(
                html.Tr(
                    [
                        *(html.Th(nom, scope="col") for nom in entetes),
                        html.Td(html.Span("Retirer", className="visuellement-masque")),
                    ]
                )
            ),
            html.Tbody([_ligne(numero, zone, zones) for numero, zone in liste.lignes]),
        ],
        className="tableau-simple panier-tableau",
    )


def _ligne(numero: str, zone: Zone | None, zones: Zones) -> Component:
    libelle = zone.libelle if zone else ABSENT
    return html.Tr(
        [
            html.Th(libelle, scope="row", className=None if zone else "discret"),
            html.Td(numero, className="chiffres"),
            html.Td(_departement(numero, zone, zones)),
            html.Td(
                html.Button(
                    [
                        "Retirer",
                        html.Span(
                            f" {libelle if zone else numero}", className="visuellement-masque"
                        ),
                    ],
                    id={"type": TYPE_RETIRER, "finess": numero},
                    type="button",
                    className="bouton bouton-discret",
                )
            ),
        ]
    )


def _departement(numero: str, zone: Zone | None, zones: Zones) -> str:
    if zone is not None:
        autour = zones.parent(zone, Genre.DEPARTEMENT)
    else:
        autour = zones.get(f"{Genre.DEPARTEMENT}-{departement_du_finess(numero)}")
    return f"{autour.libelle} ({autour.code})" if autour else ""
