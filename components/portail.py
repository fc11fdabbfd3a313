"""The portal: filter circles, themes with their restitutions, latest updates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from components.etats import vide
from components.liens import attributs, lien
from data_layer.catalogue.schema import Acces, Restitution, Theme

ID_THEMES = "portail-themes"
ID_COMPTE = "portail-compte"
ID_TOUT_AFFICHER = "portail-tout"
TYPE_FILTRE = "portail-filtre"

NOMS_GROUPES: Mapping[str, str] = {"champs": "Champ", "geo": "Géo", "etab": "Étab"}

Filtres = frozenset[tuple[str, str]]
"""Circles pressed, as (group, value): values of a group are alternatives, groups add up."""


def valeurs_des_filtres(restitutions: Iterable[Restitution]) -> dict[str, tuple[str, ...]]:
    """The circles of each group, in the order of the catalogue."""
    toutes = tuple(restitutions)
    return {
        "champs": tuple(dict.fromkeys(c for r in toutes for c in r.champs)),
        "geo": tuple(dict.fromkeys(g for r in toutes for g in r.geo)),
        "etab": tuple(dict.fromkeys(e for r in toutes for e in r.etab)),
    }


def basculer(filtres: Filtres, groupe: str, valeur: str) -> Filtres:
    """Press a circle, or release it."""
    return filtres ^ {(groupe, valeur)}


def retenir(restitutions: Iterable[Restitution], filtres: Filtres) -> tuple[Restitution, ...]:
    """The restitutions that have, in each group pressed, one of the values pressed."""
    return tuple(r for r in restitutions if all(_repond(r, g, filtres) for g in NOMS_GROUPES))


def _repond(restitution: Restitution, groupe: str, filtres: Filtres) -> bool:
    voulues = {v for g, v in filtres if g == groupe}
    return not voulues or bool(voulues & set(getattr(restitution, groupe)))


def compter(restitutions: Sequence[Restitution], filtres: Filtres, groupe: str, valeur: str) -> int:
    """How many restitutions a circle would keep, the circles of the other groups being as they are."""
    autres = frozenset(f for f in filtres if f[0] != groupe)
    return len(retenir(restitutions, autres | {(groupe, valeur)}))


def cercles(restitutions: Sequence[Restitution]) -> Component:
    """The filter circles, none pressed. Their ids: ``{type, groupe, valeur}``."""
    groupes = valeurs_des_filtres(restitutions)
    return html.Div(
        [
            html.Fieldset(
                [
                    html.Legend(NOMS_GROUPES[groupe], className="filtre-nom"),
                    html.Div(
                        [_cercle(restitutions, groupe, valeur) for valeur in valeurs],
                        className="puces",
                    ),
                ],
                className="filtre-groupe",
            )
            for groupe, valeurs in groupes.items()
            if valeurs
        ],
        className="filtres-portail",
    )


def _cercle(restitutions: Sequence[Restitution], groupe: str, valeur: str) -> Component:
    return html.Button(
        contenu_cercle(valeur, compter(restitutions, frozenset(), groupe, valeur)),
        id={"type": TYPE_FILTRE, "groupe": groupe, "valeur": valeur},
        type="button",
        className="puce",
        **attributs(aria_pressed="false"),
    )


def contenu_cercle(valeur: str, nombre: int) -> list[Component]:
    """The name of a circle and how many restitutions it would keep."""
    compte = [
        html.Span(str(nombre), **attributs(aria_hidden="true")),
        html.Span(f", {_restitutions(nombre)}", className="visuellement-masque"),
    ]
    return [html.Span(valeur), html.Span(compte, className="puce-nombre")]


def compte(nombre: int, total: int) -> str:
    """``1 restitution sur 12``; without filter, ``12 restitutions``."""
    dit = _restitutions(nombre).capitalize()
    return dit if nombre == total else f"{dit} sur {total}"


def _restitutions(nombre: int) -> str:
    return f"{nombre} restitution{'s' if nombre > 1 else ''}" if nombre else "aucune restitution"


def liste(
    themes: Sequence[Theme], restitutions: Sequence[Restitution], filtres: Filtres = frozenset()
) -> list[Component]:
    """The themes and their restitutions kept; those that have none yet stay quiet, at the end.

    Filters that keep nothing give the empty state instead.
    """
    gardees = retenir(restitutions, filtres)
    if filtres and not gardees:
        voulues = ", ".join(sorted(valeur for _, valeur in filtres))
        pourquoi = (
            f"Aucune restitution ne répond à la fois à : {voulues}. "
            "Relâchez un filtre, ou choisissez « Tout afficher »."
        )
        return [vide(pourquoi)]
    remplis = [t for t in themes if any(r.theme == t.cle for r in gardees)]
    a_venir = [t for t in themes if not any(r.theme == t.cle for r in restitutions)]
    return [
        *(_theme(t, [r for r in gardees if r.theme == t.cle]) for t in remplis),
        *(_theme_a_venir(t) for t in a_venir if not filtres),
    ]


def _theme(theme: Theme, restitutions: Sequence[Restitution]) -> Component:
    return html.Section(
        [
            html.Div(
                [
                    html.H2(theme.titre, className="theme-titre"),
                    html.P(theme.resume, className="theme-resume"),
                ]
            ),
            html.Ul([html.Li(_restitution(r)) for r in restitutions], className="restitutions"),
        ],
        className="theme",
    )


def _restitution(restitution: Restitution) -> Component:
    marques = (", ".join(g) for g in (restitution.champs, restitution.geo, restitution.etab))
    acces = "Accès libre" if restitution.acces is Acces.LIBRE else "Accès avec un compte"
    return lien(
        [
            html.Span(restitution.titre, className="restitution-titre"),
            html.Span(restitution.resume, className="restitution-resume"),
            html.Span(
                [html.Span(m, className="etiquette") for m in (*marques, acces) if m],
                className="etiquettes",
            ),
        ],
        restitution.chemin,
        "restitution-lien",
    )


def _theme_a_venir(theme: Theme) -> Component:
    return html.Section(
        [
            html.Div(
                [
                    html.H2(theme.titre, className="theme-titre"),
                    html.P(theme.resume, className="theme-resume"),
                ]
            ),
            html.P("À venir", className="a-venir"),
        ],
        className="theme theme-a-venir",
        title=theme.resume,
    )


def ligne_de_compte(total: int) -> Component:
    """The live count, and the button that releases every circle (hidden while none is pressed)."""
    return html.Div(
        [
            html.Span(compte(total, total), id=ID_COMPTE, role="status"),
            html.Button(
                "Tout afficher",
                id=ID_TOUT_AFFICHER,
                type="button",
                className="bouton bouton-discret",
                hidden=True,
            ),
        ],
        className="portail-compte",
    )


def reperes() -> list[Component]:
    """The pages that help to read restitutions, beside them."""
    return [
        html.H2("Repères"),
        html.Ul(
            html.Li(
                [
                    lien("Codes géographiques PMSI", "/codes-geographiques", "maj-titre"),
                    html.Span(
                        "À quel code de résidence comptent une commune ou un code postal.",
                        className="maj-detail",
                    ),
                ]
            ),
            className="mises-a-jour",
        ),
    ]
