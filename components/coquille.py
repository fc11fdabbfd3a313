"""The shell around every page: header, banners, main part, footer, keyboard help."""

from __future__ import annotations

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from components.entete import ID_ANNONCE, ID_DEMANDE, ID_RECHERCHE, ID_TROUVAILLES, entete
from components.formats import FINE
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
        [
            *([_bandeau_synthetique()] if synthetique else []),
            _bandeau_hors_ligne(),
            _bandeau_panne(),
        ],
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
    """Shown by attente.js while the network is lost."""
    texte = (
        f"Hors ligne{FINE}: le portail ne répond pas. Ce qui est affiché reste lisible, et ce que vous "
        "demandez sera fait à son retour, dans l'ordre."
    )
    return html.P(
        texte, id="bandeau-hors-ligne", className="bandeau-hors-ligne", hidden=True, role="status"
    )


def _bandeau_panne() -> Component:
    """Shown by attente.js when the server could not answer; adresse.js hears the button."""
    essai = attributs(data_reessayer="1")
    return html.P(
        [
            f"Le portail n'a pas pu répondre à votre dernière demande{FINE}: elle est à refaire. ",
            html.Button("Reprendre la page", className="bouton", type="button", **essai),
        ],
        id="bandeau-panne",
        className="bandeau-hors-ligne",
        hidden=True,
        role="status",
    )
