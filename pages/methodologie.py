"""Methodology, ``/methodologie``: how the figures are made, protected, and what they cannot say."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.francais import composer
from components.mises_a_jour import MiseAJour, table_des_sources
from components.termes import terme
from pages import (
    en_vigueur,
    methodologie_faits,
    methodologie_flux,
    methodologie_masquage,
    methodologie_secret,
)
from pages.methodologie_famille import Protege

TITRE = "Méthodologie"


def page() -> Component:
    """The methodology of the release in force."""
    return contenu(
        en_vigueur.mises_a_jour(), en_vigueur.credits_geographie(), en_vigueur.proteges()
    )


def contenu(
    maj: Sequence[MiseAJour],
    credits_geographie: Sequence[str] = (),
    proteges: Sequence[Protege] = (),
) -> Component:
    """The whole page; ``maj`` are the datasets in force, ``credits_geographie`` those of the maps.

    ``proteges``: those whose published cells are declared.
    """
    return html.Div(
        [
            html.H1(TITRE),
            html.P(
                "Comment les chiffres sont obtenus, comment le secret statistique est tenu, et ce qu'il ne "
                "garantit pas.",
                className="intro",
            ),
            *methodologie_masquage.sections(),
            *methodologie_secret.sections(proteges),
            *_moyennes(),
            *_evolutions(),
            *methodologie_faits.sections(),
            *methodologie_flux.sections(),
            *_geographie(),
            *_sources(maj, credits_geographie),
            *_synthetiques(),
        ],
        className="page-texte",
    )


def _moyennes() -> list[Component]:
    return [
        html.H2("Moyennes", id="moyennes"),
        html.P(
            [
                "L'âge moyen, la ",
                terme("dms", "durée moyenne de séjour"),
                ", la part d'hommes et la part de décès d'une zone sont des ",
                terme("moyenne-ponderee", "moyennes pondérées"),
                " : chaque établissement y compte à proportion de ses séjours et de ses "
                "séances publiés. Ce sont les poids de la source : appliqués à toutes ses lignes, ils "
                "redonnent au centième près les âges moyens nationaux qu'elle imprime, ce que les "
                "séjours seuls ne font pas. Un "
                "établissement dont la moyenne est masquée ou manquante n'y entre pas, et la moyenne "
                "de la zone est alors signalée comme approchée.",
            ]
        ),
        html.P(
            "Une part de décès décrit l'activité. Elle dépend de l'âge et de l'état des patients, et ne "
            "mesure pas la qualité des soins."
        ),
    ]


def _evolutions() -> list[Component]:
    return [
        html.H2("Évolutions, parts et rangs", id="evolutions"),
        html.P(
            "Ils sont calculés après le masquage, à partir des seules valeurs montrées. Une évolution "
            "n'est donnée que si ses deux termes le sont ; elle est dite approchée quand ce qui est "
            "masqué ne peut la déplacer de plus d'un dixième de point, et masquée au-delà."
        ),
        html.P(
            "Un établissement qui n'a transmis qu'une partie de l'année porte une mention : son "
            "évolution compare des durées différentes."
        ),
    ]


def _geographie() -> list[Component]:
    return [
        html.H2("Géographie", id="geographie"),
        html.P(
            [
                "Une zone réunit les établissements qui y sont implantés, d'où que viennent leurs "
                "patients : c'est de la ",
                terme("production", "production de soins"),
                ", non de la ",
                terme("consommation", "consommation"),
                ". Le département d'un établissement est lu au début de son numéro ",
                terme("finess", "FINESS"),
                " :",
            ]
        ),
        html.Ul(
            [
                html.Li("en métropole, les deux premiers caractères, 2A et 2B compris ;"),
                html.Li(
                    "outre-mer, les quatre premiers : 9701 Guadeloupe, 9702 Martinique, 9703 Guyane, "
                    "9704 La Réunion, 9805 Mayotte ;"
                ),
                html.Li(
                    "tout autre début, comme 9705 (Saint-Pierre-et-Miquelon) ou 20 (la Corse d'avant "
                    "1976), ne désigne aucun département : l'établissement compte dans la France, et "
                    "dans aucune région."
                ),
            ]
        ),
        html.P(
            "Un établissement garde son numéro quand il déménage : c'est là qu'il a été enregistré. Les "
            "régions sont celles de 2016 pour toutes les années."
        ),
    ]


def _sources(maj: Sequence[MiseAJour], credits_geographie: Sequence[str]) -> list[Component]:
    credits = [m.credit for m in maj if m.credit] + list(credits_geographie)
    return [
        html.H2("Sources et licences", id="sources"),
        table_des_sources(maj) if maj else html.P("Aucun jeu de données n'est encore publié ici."),
        html.Ul([html.Li(composer(c)) for c in dict.fromkeys(credits)]),
        html.P(
            [
                "Réutilisez ces chiffres en citant leur source et la date de ",
                terme("mise-a-jour", "mise à jour"),
                " ; chaque fichier téléchargé les porte, avec l'adresse qui le reproduit.",
            ]
        ),
    ]


def _synthetiques() -> list[Component]:
    return [
        html.H2("Données synthétiques", id="synthetiques"),
        html.P(
            "Tant qu'aucun fichier réel n'est importé, le portail montre des chiffres fabriqués, qui "
            "ont la forme des vrais et ne décrivent aucun établissement existant. Un bandeau le dit sur "
            "chaque page, et chaque fichier téléchargé aussi."
        ),
    ]
