"""The tree picker: a button that says the node chosen, and the sheet where the tree is browsed.

Browsing and searching change what the sheet lists; only « choisir » changes the selection. Opening,
closing and the focus are ``assets/arbre.js``.
"""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from components.arbre_liste import nom_de, parcours, place
from components.liens import attributs
from data_layer.selection import Noeuds, Selection

ID_BOUTON = {"type": "arbre", "cle": "noeud"}
ID_FEUILLE = "arbre-feuille"
ID_CHAMP = "arbre-champ"
ID_TEXTE = "arbre-texte"
ID_DEMANDE = "arbre-demande"
ID_LISTE = "arbre-liste"
ID_ICI = "arbre-ici"


def champ(selection: Selection, noeuds: Noeuds | None) -> list[Component]:
    """The labelled button and its sheet; nothing where the restitution has no classification."""
    arbre = selection.restitution.classification
    if arbre is None or noeuds is None:
        return []
    nom = [
        html.Span(arbre.libelle, id="arbre-libelle", className="champ-libelle"),
        html.Button(
            nom_choisi(selection, noeuds),
            id=ID_BOUTON,
            className="arbre-bouton",
            type="button",
            value=selection.noeud,
            **attributs(
                aria_haspopup="dialog",
                aria_expanded="false",
                aria_controls=ID_FEUILLE,
                aria_labelledby="arbre-libelle arbre-choisi",
                data_arbre="ouvrir",
            ),
        ),
    ]
    return [
        html.Div(
            [*nom, _feuille(selection, noeuds, arbre.libelle)],
            id=ID_CHAMP,
            className="champ champ-arbre",
            disable_n_clicks=True,
            hidden=selection.hors_activite,
        )
    ]


def nom_choisi(selection: Selection, noeuds: Noeuds) -> Component:
    """The node chosen, as its button says it: label, then code."""
    noeud = noeuds.get(selection.noeud)
    dit = nom_de(noeud, selection.restitution) if noeud else selection.noeud
    code = noeud.code_court if noeud else ""
    suite = [html.Span(code, className="arbre-code")] if code else []
    return html.Span(
        [html.Span(dit, className="arbre-nom"), *suite], id="arbre-choisi", title=f"{dit} {code}"
    )


def _feuille(selection: Selection, noeuds: Noeuds, titre: str) -> Component:
    ici = place(selection.noeud, noeuds)
    return html.Dialog(
        [
            html.Div(
                [
                    html.Span(titre, id="arbre-titre", className="arbre-titre"),
                    html.Button(
                        "Fermer",
                        className="bouton bouton-discret",
                        type="button",
                        **attributs(data_arbre="fermer"),
                    ),
                ],
                className="arbre-entete",
            ),
            html.Div(
                [
                    html.Label(
                        "Chercher une activité ou un code"
                        if selection.restitution.flux
                        else "Chercher un produit ou un code",
                        htmlFor=ID_TEXTE,
                        className="champ-libelle",
                    ),
                    dcc.Input(id=ID_TEXTE, type="search", maxLength=80, autoComplete="off"),
                ],
                className="champ",
            ),
            html.Div(
                parcours(ici, selection, noeuds), id=ID_LISTE, className="arbre-liste", role="group"
            ),
            dcc.Store(id=ID_DEMANDE),
            dcc.Store(id=ID_ICI, data=ici),
        ],
        id=ID_FEUILLE,
        className="arbre-feuille",
        **attributs(aria_labelledby="arbre-titre"),
    )
