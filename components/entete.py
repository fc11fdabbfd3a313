"""The header: logo, search, pages of the portal, help, theme."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from components.liens import attributs, lien, lien_serveur

ID_RECHERCHE = "recherche-texte"
ID_DEMANDE = "recherche-demande"
ID_TROUVAILLES = "recherche-trouvailles"
ID_ANNONCE = "recherche-annonce"
ADRESSE_API = "/api/"
PAGES = (
    ("Plan du site", "/plan"),
    ("Glossaire", "/glossaire"),
    ("Méthodologie", "/methodologie"),
)


def entete() -> Component:
    """Logo, search, pages of the portal, help and theme."""
    return html.Header(
        [
            html.Div([_logo(), _recherche(), _navigation()], className="entete-rang"),
            html.Div(className="cartouche", **attributs(aria_hidden="true")),
        ],
        className="entete",
    )


def _logo() -> Component:
    signe = html.Span(className="logo-signe", **attributs(aria_hidden="true"))
    return lien([signe, html.Span("Portulan", className="logo-nom")], "/", "logo")


def _recherche() -> Component:
    """A plain form: Enter leads to /recherche?q=…; a callback fills the sheet while typing."""
    return html.Form(
        [
            html.Label(
                "Rechercher une restitution, un indicateur, un produit, un terme ou une zone",
                htmlFor=ID_RECHERCHE,
                className="visuellement-masque",
            ),
            dcc.Input(
                id=ID_RECHERCHE,
                name="q",
                type="search",
                maxLength=100,
                autoComplete="off",
                placeholder="Rechercher une restitution, une zone…",
                className="recherche-champ",
            ),
            dcc.Store(id=ID_DEMANDE),
            html.Kbd("/", className="recherche-touche", **attributs(aria_hidden="true")),
            html.Div(id=ID_TROUVAILLES, className="recherche-panneau"),
            html.Div(id=ID_ANNONCE, className="visuellement-masque", role="status"),
        ],
        action="/recherche",
        method="get",
        role="search",
        className="recherche",
        **attributs(data_raccourci="/"),
    )


def _navigation() -> Component:
    liens = [lien(nom, href) for nom, href in PAGES]
    liens.append(lien_serveur("API", ADRESSE_API))
    etroite = html.Details(
        [
            html.Summary("Menu", className="bouton bouton-discret"),
            html.Div(
                [
                    *(lien(nom, href, "menu-choix") for nom, href in PAGES),
                    lien_serveur("API", ADRESSE_API, "menu-choix"),
                ],
                className="menu-liste",
            ),
        ],
        className="menu menu-a-droite nav-etroite",
    )
    return html.Div(
        [
            html.Nav(
                html.Ul([html.Li(un) for un in liens], className="nav-large"),
                **attributs(aria_label="Pages du portail"),
            ),
            etroite,
            html.Button(
                "Aide",
                type="button",
                className="bouton bouton-discret entete-aide",
                title="Raccourcis du clavier",
                **attributs(data_ouvre="aide-clavier"),
            ),
            html.Button(
                "☾",
                id="bascule-theme",
                type="button",
                className="bouton bouton-discret bouton-icone",
                **attributs(aria_label="Changer de thème"),
            ),
        ],
        className="entete-nav",
    )
