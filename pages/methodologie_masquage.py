"""The part of the methodology on statistical secrecy: the rule in force, and the signs it leaves."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.termes import terme


def sections() -> list[Component]:
    """The rule, and the signs it leaves on the page."""
    return [*_regle(), *_signes()]


def _regle() -> list[Component]:
    return [
        html.H2("Secret statistique", id="masquage"),
        html.P(
            [
                "Un ",
                terme("effectif", "effectif"),
                " de 1 à 10 n'est jamais montré, à qui que ce soit, connecté ou non. C'est la règle en "
                "vigueur pour les restitutions hospitalières françaises depuis le contrôle de la CNIL de "
                "2019. Zéro se montre pour une année entière, et 11 ou plus aussi, sauf quand ce nombre en "
                "rendrait un petit.",
            ]
        ),
        html.Ul(
            [
                html.Li(
                    "La source de l'activité MCO masque déjà ces effectifs, écrits « 1 à 10 ». "
                    "Portulan les garde comme masqués, ne les devine pas et ne les remplace par aucun nombre."
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
                    "Un pourcentage à côté de ce qu'il divise rend ce qu'il compte : 1,9\u202f% de 53 "
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
        (
            "Masqué",
            "Effectif de 1 à 10, ou valeur qui permettrait d'en calculer un. Le signe ••• est le même dans "
            "les deux cas.",
        ),
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
