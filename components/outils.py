"""The row above a view: which view, downloads, share, print."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.adresses import adresse, adresse_api, adresse_datee, adresse_fichier
from components.liens import attributs, lien
from components.maps.lecture import tracable
from components.portrait.liens import bouton_portrait
from data_layer.catalogue.schema import Vue
from data_layer.result import Resultat
from data_layer.selection import LIBELLES_VUE, Selection

_TOUCHES = {Vue.TABLEAU: "t", Vue.GRAPHIQUE: "g", Vue.CARTE: "k", Vue.ANNEES: "a"}


def outils(resultat: Resultat) -> Component:
    """Views as links (a view is an address), then what is done with the result."""
    selection = resultat.selection
    onglets = [
        html.Span(_onglet(selection, v), **attributs(data_raccourci=_TOUCHES[v]))
        for v in selection.restitution.formes
    ]
    return html.Div(
        [
            html.Nav(onglets, className="onglets", **attributs(aria_label="Forme du résultat")),
            html.Span(className="barre-pousse"),
            *([portrait] if (portrait := bouton_portrait(selection)) else []),
            _telecharger(resultat),
            html.Button(
                "Partager",
                className="bouton bouton-partager",
                type="button",
                title="Copier l'adresse qui rouvrira exactement ces chiffres",
                **attributs(data_copier=adresse_datee(selection, resultat.provenance.version)),
            ),
            html.Button(
                "Imprimer", className="bouton", type="button", **attributs(data_imprimer="1")
            ),
        ],
        className="barre-outils",
    )


def _onglet(selection: Selection, v: Vue) -> Component:
    actuel = attributs(aria_current="true") if v is selection.vue else {}
    return lien(LIBELLES_VUE[v], adresse(selection.avec(vue=v)), "onglet", **actuel)


def _telecharger(resultat: Resultat) -> Component:
    selection = resultat.selection
    choix = [
        ("Tableur (XLSX)", "nombres typés, feuille Lisez-moi", "telecharger.xlsx"),
        ("Texte (CSV)", "UTF-8, point-virgule", "telecharger.csv"),
        ("Données (Parquet)", "colonnes typées, pour le calcul", "telecharger.parquet"),
    ]
    if selection.vue is Vue.CARTE and tracable(resultat):
        choix.append(("Carte (SVG)", "planche complète, vectorielle", "carte.svg"))
    fichiers = [
        html.A(
            _texte(nom, detail),
            href=adresse_fichier(selection, fichier),
            className="menu-choix",
            download="",
        )
        for nom, detail, fichier in choix
    ]
    api = html.A(
        _texte("Données (JSON)", "la même question, par l'API"),
        href=adresse_api(selection),
        className="menu-choix",
    )
    return html.Details(
        [
            html.Summary("Télécharger", className="bouton"),
            html.Div([*fichiers, api], className="menu-liste"),
        ],
        className="menu menu-a-droite",
    )


def _texte(nom: str, detail: str) -> list[str | Component]:
    return [nom, html.Span(detail, className="menu-detail")]
