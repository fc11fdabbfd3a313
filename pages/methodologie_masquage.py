"""The part of the methodology on statistical secrecy: the rule in force, and its limit today."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.etats import notice
from components.termes import terme


def sections() -> list[Component]:
    """The rule, the signs it leaves on the page, and what it does not yet protect against."""
    return [*_regle(), *_signes(), *_limite()]


def _regle() -> list[Component]:
    return [
        html.H2("Secret statistique", id="masquage"),
        html.P(
            [
                "Un ",
                terme("effectif", "effectif"),
                " de 1 à 10 n'est jamais montré, à qui que ce soit, connecté ou non. C'est la règle en "
                "vigueur pour les restitutions hospitalières françaises. Zéro, et 11 ou plus, se "
                "montrent.",
            ]
        ),
        html.Ul(
            [
                html.Li(
                    "La source masque déjà ces effectifs, écrits « 1 à 10 ». Portulan les garde comme "
                    "masqués, ne les devine pas et ne les remplace par aucun nombre."
                ),
                html.Li(
                    "Le total des séjours est la somme de l'hospitalisation complète et de "
                    "l'hospitalisation partielle. Quand deux de ces trois nombres permettraient de "
                    "retrouver le troisième, Portulan en masque un de plus sur la même ligne ; ce n'est "
                    "jamais le total quand il vaut au moins 11."
                ),
                html.Li(
                    "Ce qui dérive d'un effectif le suit : moyenne, part, rang et évolution d'un "
                    "effectif masqué sont masqués avec lui. Une moyenne sur moins de 11 séjours et séances "
                    "publiés l'est aussi."
                ),
                html.Li(
                    "Un pourcentage à côté de ce qu'il divise rend ce qu'il compte : 1,9 % de 53 "
                    "fait un. Une part d'hommes ou de décès qui ne peut compter que de 1 à 10 personnes "
                    "est masquée, et toutes les moyennes d'un établissement dont les séances sont "
                    "masquées le sont. La source, elle, les publie."
                ),
                html.Li(
                    "La décision est prise une fois, avant tout calcul. Le tableau, le graphique, la "
                    "carte, les fichiers et l'API partent du même résultat : ce qui est masqué n'y est "
                    "pas caché, il en est absent."
                ),
            ]
        ),
    ]


def _signes() -> list[Component]:
    lignes = (
        ("Masqué", "Effectif de 1 à 10, ou valeur qui permettrait d'en retrouver un."),
        (
            "Au moins N",
            "Une partie de la somme est masquée ou n'a pas été transmise. N est la somme de ce qui est "
            "publié, et du minimum que la source permet d'affirmer pour le reste ; le vrai total est "
            "égal ou supérieur.",
        ),
        (
            "Approché",
            "Valeur calculée sur la part connue. Retenez l'ordre de grandeur, pas le dernier chiffre.",
        ),
        ("Non transmis", "L'établissement n'a pas envoyé cette donnée."),
        (
            "Sans objet",
            "La valeur n'a pas de sens ici, faute d'activité ou de terme de comparaison.",
        ),
    )
    return [
        html.H3("Ce que disent les signes", id="signes"),
        html.Table(
            [
                html.Thead(
                    html.Tr(
                        [html.Th("Mention", scope="col"), html.Th("Ce qu'elle dit", scope="col")]
                    )
                ),
                html.Tbody(
                    [html.Tr([html.Th(m, scope="row"), html.Td(d)]) for m, d in lignes],
                ),
            ],
            className="tableau-simple",
        ),
    ]


def _limite() -> list[Component]:
    return [
        html.H3("Limite de cette version", id="limite"),
        notice(
            "La déduction par différence n'est pas encore empêchée",
            "La règle protège chaque cellule prise seule. Elle n'empêche pas de rapprocher des nombres "
            "montrés, d'un même tableau ou de plusieurs, pour retrouver ou resserrer une valeur masquée.",
            "alerte",
        ),
        html.P("Ce qui est garanti aujourd'hui dépend des données :"),
        html.Ul(
            [
                html.Li(
                    [
                        html.Strong("Activité MCO par établissement."),
                        " Portulan ne connaît pas les effectifs que la source masque. Une somme qui en "
                        "contient se lit « au moins N », jamais exactement : un total moins ses "
                        "parties montrées ne rend pas la cellule masquée, mais peut la resserrer. Les "
                        "totaux que la source publie ailleurs ne sont pas pris en compte.",
                    ]
                ),
                html.Li(
                    [
                        html.Strong("Médicaments et dispositifs en sus."),
                        " Les nombres sont comptés sur tous les séjours : un total d'au moins 11 "
                        "est exact, même quand une de ses lignes est masquée. Une ligne masquée seule se "
                        "retrouve donc par soustraction. Exemple inventé : une région montre "
                        "100 séjours, trois de ses quatre départements en montrent 50, 30 et 13, le "
                        "quatrième est masqué ; il en a 7. Il en va de même d'un mois dans une "
                        "période, d'une valeur de filtre dans l'ensemble, de deux paniers qui "
                        "diffèrent d'un établissement, et des montants qui vont avec ces séjours.",
                    ]
                ),
            ]
        ),
        html.P(
            "Dans les deux cas, aucun effectif de 1 à 10 n'est écrit, dans aucune vue, aucun fichier, ni "
            "par l'API. Les médicaments et dispositifs publiés ici sont une démonstration, dont les "
            "séjours sont inventés : de vrais séjours ne devraient pas être publiés avec cette "
            "seule règle."
        ),
    ]
