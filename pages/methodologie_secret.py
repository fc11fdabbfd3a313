"""The part of the methodology on protection against deduction: guarantee, construction, tests, limits."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.documents.commun import GARANTIE
from components.etats import notice
from components.termes import terme
from pages.methodologie_cout import comptes, parts_masquees
from pages.methodologie_famille import Protege, famille


def sections(proteges: Sequence[Protege] = ()) -> list[Component]:
    """What cannot be worked out, of which datasets, how it is obtained, and what it does not cover."""
    return [
        html.H2("Ce qui ne peut pas être déduit", id="secret"),
        notice("La garantie", GARANTIE),
        html.P(
            [
                "Masquer les petits nombres ne suffit pas : une région moins ses départements montrés "
                "rend le département masqué ; janvier à juin moins janvier à mai rend juin ; un panier "
                "moins le même sans un établissement rend cet établissement. C'est pourquoi une valeur de "
                "11 ou plus est parfois ",
                terme("masquage", "masquée"),
                " elle aussi : elle en cache une autre. Aucun signe ne dit laquelle des deux raisons "
                "vaut pour une case, car le dire aiderait à la retrouver.",
            ]
        ),
        *_construction(),
        *(un for p in proteges for un in (*famille(p), *parts_masquees(p), *comptes(p))),
        *_essais(),
        *_limites(),
    ]


def _construction() -> list[Component]:
    return [
        html.H3("Comment elle est obtenue", id="secret-construction"),
        _liste(
            "Une famille de tableaux publiés est déclarée d'avance : niveaux de zone, profondeurs de la "
            "classification, périodes et croisements. Elle est décrite plus bas.",
            "Pour chaque effectif de 1 à 10 de ces tableaux, la construction cherche un « monde » : les "
            "mêmes données, où quelques séjours ont changé d'établissement, de produit ou de mois, et "
            "d'autres en sens inverse, si bien que la plupart des totaux ne bougent pas. Toutes les cases "
            "que ce monde change sont masquées, et elles seules. De ceux qu'elle essaie, elle garde le "
            "monde qui coûte le moins : la France pèse plus qu'une région, une région plus qu'un "
            "département, une année plus que ses mois, et les cases déjà imprimées ailleurs plus que "
            "tout. Là où aucun échange ne convient, l'effectif est "
            "masqué avec tout ce qui le contient.",
            "Ce qu'aucun monde ne change est montré. Une somme ou une différence de cases montrées est "
            "donc la même dans les vraies données et dans chacun de ces mondes, alors que l'effectif de 1 "
            "à 10 y diffère : il ne s'en déduit pas, si nombreuses que soient les cases réunies.",
            "Zones, années et mois sont traités ensemble. Diagnostics, GHM et indications viennent "
            "ensuite : ils reprennent les mondes des zones, et les leurs n'en changent aucune case.",
            "À chaque monde est tiré un nombre au hasard, réparti avec son signe sur les lignes de détail "
            "qu'il change. À chaque question, ces nombres sont "
            "additionnés avec les séjours, modulo 2⁶¹ − 1. L'effectif n'est montré que s'il est nul ou "
            "vaut au moins 11, et que cette somme est nulle, ce qui veut dire qu'aucun monde ne le "
            "change, à une chance sur 2⁶¹ près. Ces nombres ne sortent jamais du serveur.",
            "Zéro ne se montre que sur des années entières. D'une partie d'année, les lignes sont celles "
            "de l'année et les cases vides sont masquées comme d'autres : dire où il n'y a rien dirait où "
            "il y a quelque chose.",
            "Un séjour qui utilise deux produits compte dans chacun d'eux : l'effectif de l'un, plus celui "
            "de l'autre, moins celui des deux réunis, dit combien de séjours utilisent les deux. Quand "
            "ils sont de 1 à 10, le plus petit des deux effectifs est masqué lui aussi ; de même pour "
            "plus de deux produits.",
            "Un panier, deux filtres réunis, un périmètre constant ne sont dans aucun tableau publié. Leurs "
            "totaux additionnent ce que leurs établissements montrent un à un, et se lisent « au moins N » "
            "dès qu'un d'eux est masqué : ils ne disent rien que ces établissements ne disent déjà.",
            "Ce qui dérive d'un nombre (montants, consommation, parts, moyennes, rangs, évolutions) est "
            "masqué avec lui, et n'est calculé qu'ensuite, à partir des seules valeurs montrées.",
            "Une demande hors de la famille est refusée en entier : le refus se lit dans la question, "
            "jamais dans les chiffres. La page dit pourquoi, et propose des questions voisines qui sont "
            "publiées.",
        ),
    ]


def _essais() -> list[Component]:
    return [
        html.H3("Comment elle est vérifiée", id="secret-essais"),
        _liste(
            "La construction s'arrête, et rien n'est publié, si une case publiée de 1 à 10 n'est pas "
            "masquée, ou si les nombres au hasard d'une case ne disent pas ce que dit son masque.",
            "Un attaquant automatique ne parle au portail que par ses adresses (pages, fichiers, API), "
            "lit tous les nombres qu'il peut, arrondis compris, en fait des équations et cherche à les "
            "résoudre, sur de petites données fabriquées. Le même attaquant, lancé contre des données où "
            "seuls les petits nombres sont masqués, doit les retrouver : c'est ce qui prouve qu'il sait "
            "attaquer.",
            "Des familles de tableaux tirées au hasard sont protégées, puis attaquées par un calcul exact "
            "et par des programmes linéaires, qui encadrent chaque case masquée au plus près.",
            "La commande « python -m data_layer audit » relit la mise à jour en vigueur telle qu'elle est "
            "servie. Les nombres au hasard y servent de preuve, case par case : ils font zéro sur tout ce "
            "qui est montré, donc sur toute combinaison de cases montrées, et pas sur les effectifs de 1 à "
            "10. Des programmes linéaires encadrent un échantillon. Elle en écrit le rapport.",
            "La même case a le même état partout : tableau, graphique, carte, fichiers, API. Une "
            "question de plus ne change aucune réponse antérieure.",
        ),
    ]


def _limites() -> list[Component]:
    return [
        html.H3("Ce qu'elle ne garantit pas", id="limite"),
        html.P(
            "La garantie porte sur les effectifs des tableaux publiés, et sur ce que des sommes et des "
            "différences peuvent en dire. Elle s'arrête là :"
        ),
        _liste(
            "Un effectif n'est pas négatif, et c'est un nombre entier. Un monde déplace un nombre entier "
            "de séjours, mais parfois trop peu pour laisser une large incertitude, ou aucun sans en "
            "rendre un négatif. Ces effectifs sont comptés plus haut. Ce que l'on peut encadrer ainsi est "
            "vérifié sur un échantillon, par des calculs sur les nombres réels ; rien n'est prouvé "
            "au-delà.",
            "Seuls les effectifs des tableaux publiés ont un monde à eux : la différence de totaux montrés "
            "peut rendre ce que comptent ensemble plusieurs cases masquées, sans dire combien chacune. "
            "Quand des cases masquées d'un total montré comptent ensemble moins de 11, la construction "
            "cherche un monde qui les sépare, sans être sûre d'en trouver un.",
            "Les patients sont masqués avec leurs séjours, et quand ils sont eux-mêmes de 1 à 10. Rien de "
            "plus n'est masqué pour eux : un total moins ses parties montrées donne le plus petit nombre "
            "possible de patients de la partie masquée, qui est le vrai si personne n'est venu dans deux "
            "d'entre elles.",
            "La consommation suit le mois d'administration, les séjours celui de sortie. Chacun des deux "
            "a ses masques, choisis sans connaître ceux de l'autre : là où un produit se pose une fois "
            "par séjour, des unités montrées disent à peu près des séjours masqués.",
            "Qui saurait quels établissements n'ont aucun séjour d'un diagnostic ou d'un GHM, ce que "
            "nulle page ne montre, pourrait en déduire davantage.",
            "Chaque restitution est protégée seule. Ce que l'une dit d'une autre n'est pas encore étudié.",
            "Chaque mise à jour aussi est protégée seule. Dès que ses masques changent, la précédente n'est "
            "plus servie ; mais qui en a gardé les chiffres peut les comparer. Une révision de 1 à 10 unités "
            "est une différence comme une autre.",
            "Qui connaît de l'intérieur une partie des séjours (un établissement, un service) peut la "
            "retrancher de ce qui est montré.",
            "D'autres publications des mêmes séjours, avec d'autres masques, peuvent être rapprochées de "
            "celle-ci. Portulan ne les connaît pas.",
            "Une valeur masquée se devine parfois, sans se calculer : par l'année précédente, ou par ce "
            "que l'on sait de l'établissement. Deviner n'est pas savoir, mais peut tomber juste.",
            "Ce qui n'est pas publié n'est protégé que parce que toute réponse passe par les nombres au "
            "hasard. Un extrait des données qui n'y passerait pas ne le serait pas.",
        ),
        html.P(
            [
                html.Strong("Activité MCO par établissement."),
                " La source publie elle-même ces chiffres, avec ses propres masques, que Portulan garde "
                "sans connaître ce qu'ils cachent. Une somme qui en contient se lit « au moins N » : un "
                "total moins ses parties montrées ne rend pas la cellule masquée, mais peut la resserrer. "
                "Ce que la source laisse déduire de ses propres fichiers, Portulan ne peut pas le "
                "reprendre.",
            ]
        ),
    ]


def _liste(*textes: str) -> html.Ul:
    return html.Ul([html.Li(t) for t in textes])
