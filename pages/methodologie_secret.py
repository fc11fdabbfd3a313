"""The part of the methodology on protection against deduction: guarantee, construction, tests, limits."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.etats import notice
from components.termes import terme
from pages.methodologie_famille import Protege, famille, parts_masquees

GARANTIE = (
    "Quoi que l'on demande, et quel que soit le nombre de visiteurs qui le demandent, ce qui est montré "
    "est une combinaison de cellules publiées, et aucun effectif de 1 à 10 ne peut en être calculé."
)


def sections(proteges: Sequence[Protege] = ()) -> list[Component]:
    """What cannot be worked out, of which datasets, how it is obtained, and what it does not cover."""
    return [
        html.H2("Ce qui ne peut pas être déduit", id="secret"),
        notice("La garantie", GARANTIE),
        html.P(
            [
                "Masquer les petits nombres ne suffit pas : une région moins ses départements montrés rend "
                "le département masqué ; janvier à juin moins janvier à mai rend juin ; un panier moins le "
                "même sans un établissement rend cet établissement. C'est pourquoi une valeur de 11 ou plus "
                "est parfois ",
                terme("masquage", "masquée"),
                " elle aussi : elle en cache une autre. Rien à l'écran ne dit laquelle des deux raisons "
                "vaut pour une cellule, car le dire suffirait à la retrouver.",
            ]
        ),
        *_construction(),
        *(un for p in proteges for un in (*famille(p), *parts_masquees(p))),
        *_essais(),
        *_limites(),
    ]


def _construction() -> list[Component]:
    return [
        html.H3("Comment elle est obtenue", id="secret-construction"),
        _liste(
            "Une famille de cellules publiées est déclarée d'avance : niveaux de zone, profondeurs de la "
            "classification, périodes et croisements. Elle est décrite plus bas.",
            "Quand une mise à jour est construite, chaque cellule de la famille qui compte de 1 à 10 séjours "
            "est masquée, puis d'autres avec elle, jusqu'à ce qu'aucune somme, aucune différence et "
            "aucune combinaison de cellules montrées n'en rende une. Chaque cellule masquée garde aussi une "
            "marge : ce que l'on sait d'elle par encadrement doit rester large.",
            "Des clés secrètes, nombres tirés au hasard, sont alors attachées aux lignes de détail de sorte "
            "que leur somme soit nulle sur toute cellule montrée et sur ce qui s'en calcule, et sur rien "
            "d'autre. Elles ne sortent jamais du serveur.",
            "À chaque question, même imprévue (un panier, des filtres, des mois), les clés sont additionnées "
            "avec les séjours. Le nombre n'est montré que s'il est nul, ou s'il vaut au moins 11 et que la "
            "somme des clés est nulle : il se calculait déjà à partir de ce qui est publié, le montrer "
            "n'apprend donc rien de plus.",
            "Ce qui dérive d'un nombre (montants, consommation, parts, moyennes, rangs, évolutions) est "
            "masqué avec lui, et n'est calculé qu'ensuite, à partir des seules valeurs montrées.",
            "Une demande hors de la famille est refusée en entier, zéros compris : le refus se lit dans la "
            "question, jamais dans les chiffres. La page dit pourquoi, et propose les questions voisines "
            "qui ont une réponse. Un panier que rien de publié ne permet de calculer se lit « au moins N », "
            "somme de ses établissements montrés.",
        ),
    ]


def _essais() -> list[Component]:
    return [
        html.H3("Comment elle est vérifiée", id="secret-essais"),
        _liste(
            "Un attaquant automatique ne parle au portail que par ses adresses (pages, fichiers, API), lit "
            "tous les nombres qu'il peut, arrondis compris, en fait des équations et cherche à les "
            "résoudre. Le même attaquant, lancé contre des données où seuls les petits nombres sont "
            "masqués, doit les retrouver : c'est ce qui prouve qu'il sait attaquer.",
            "Des familles tirées au hasard sont protégées, puis attaquées par un calcul exact et par des "
            "programmes linéaires, qui encadrent chaque cellule masquée au plus près.",
            "La commande « python -m data_layer audit » refait ces calculs sur la mise à jour en vigueur et "
            "en écrit le rapport.",
            "La même cellule a le même état partout : tableau, graphique, carte, fichiers, API. Une "
            "question de plus ne change aucune réponse antérieure.",
        ),
    ]


def _limites() -> list[Component]:
    return [
        html.H3("Ce qu'elle ne garantit pas", id="limite"),
        html.P("Un calcul, si poussé soit-il, ne rend pas un effectif masqué. Mais :"),
        _liste(
            "Qui connaît de l'intérieur une partie des séjours (un établissement, un service) peut la "
            "retrancher de ce qui est montré.",
            "D'autres publications des mêmes séjours, avec d'autres masques, peuvent être rapprochées de "
            "celle-ci. Portulan ne les connaît pas.",
            "Une valeur masquée se devine parfois, sans se calculer : par l'année précédente, ou par ce que "
            "l'on sait de l'établissement. Deviner n'est pas savoir, mais peut tomber juste.",
            "Les effectifs sont des nombres entiers. Les encadrements sont vérifiés par des calculs sur les "
            "nombres réels, sur un échantillon ; ce que le fait d'être entier ajouterait au-delà n'est "
            "pas prouvé impossible.",
            "Les croisements hors de la famille ne sont protégés que parce que toute réponse passe par les "
            "clés. Un extrait des données qui ne passerait pas par elles ne le serait pas.",
            "Un séjour qui utilise deux produits compte dans chacun d'eux : la différence entre l'effectif "
            "d'un groupe de produits et ceux de ses parties peut dire combien de séjours en utilisent "
            "plusieurs, même quand ils sont moins de 11. Il en va de même des patients venus dans plusieurs "
            "zones. Ce nombre ne dit pas de quels séjours il s'agit.",
            "Une mise à jour qui révise un nombre montré de 1 à 10 unités est une différence comme une "
            "autre. Les mises à jour gardées en ligne se comparent.",
        ),
        html.P(
            [
                html.Strong("Activité MCO par établissement."),
                " La source publie elle-même ces chiffres, avec ses propres masques, que Portulan garde sans "
                "connaître ce qu'ils cachent. Une somme qui en contient se lit « au moins N » : un total "
                "moins ses parties montrées ne rend pas la cellule masquée, mais peut la resserrer. Ce que "
                "la source laisse déduire de ses propres fichiers, Portulan ne peut pas le reprendre.",
            ]
        ),
    ]


def _liste(*textes: str) -> html.Ul:
    return html.Ul([html.Li(t) for t in textes])
