"""The shell around every page: header, banners, main part, footer, keyboard help."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.entete import ID_ANNONCE, ID_DEMANDE, ID_RECHERCHE, ID_TROUVAILLES, entete
from components.gabarit import GABARIT_HTML
from components.liens import attributs, lien
from components.pied import aide_clavier, pied

__all__ = ["GABARIT_HTML", "ID_ANNONCE", "ID_DEMANDE", "ID_RECHERCHE", "ID_TROUVAILLES", "coquille"]


def coquille(
    contenu: Component,
    *,
    version: str,
    synthetique: bool,
    credits: Sequence[str] = (),
) -> Component:
    """The whole page around ``contenu``, which is put in ``<main id="contenu">``.

    version: release in force, "" when none. synthetique: some figures are made up, and the page says
    so. credits: one sentence a dataset or geography in use.
    """
    return html.Div(
        [
            html.A("Aller au contenu", href="#contenu", className="lien-evitement"),
            entete(),
            _bandeaux(synthetique),
            html.Main(
                contenu,
                id="contenu",
                className="contenu",
                tabIndex="-1",
                disable_n_clicks=True,
            ),
            pied(version, credits),
            aide_clavier(),
            dcc.Store(id="theme", data="light"),
        ],
        className="coquille",
    )


def _bandeaux(synthetique: bool) -> Component:
    """What is to be known of the whole page; empty most of the time."""
    return html.Aside(
        [*([_bandeau_synthetique()] if synthetique else []), _bandeau_hors_ligne()],
        **attributs(aria_label="État du portail"),
    )


def _bandeau_synthetique() -> Component:
    return html.P(
        [
            html.Strong("Données synthétiques. "),
            "Ces chiffres sont fabriqués pour la démonstration et ne décrivent aucun établissement "
            "réel. ",
            lien("Pourquoi ?", "/methodologie#synthetiques"),
        ],
        className="bandeau-synthetique",
    )


def _bandeau_hors_ligne() -> Component:
    """Shown by attente.js while the server cannot be reached."""
    texte = (
        "Hors ligne : le portail ne répond pas. Ce qui est affiché reste lisible, et vos nouveaux choix "
        "seront appliqués à son retour."
    )
    return html.P(
        texte, id="bandeau-hors-ligne", className="bandeau-hors-ligne", hidden=True, role="status"
    )
