"""Methodology of facts of stays and products: what is counted once, when, and what protects it."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.termes import terme


def sections() -> list[Component]:
    """The part of the methodology page on drugs and devices."""
    return [
        html.H2("Médicaments et dispositifs en sus", id="dm-medicaments"),
        html.H3("Ce qui est compté une fois"),
        html.P(
            "Un séjour qui utilise trois produits est un séjour de l'ensemble, et un séjour de chacun "
            "des trois. Les séjours s'additionnent donc sur les zones et sur les mois, jamais sur les "
            "produits : les parts d'un tableau par produit peuvent dépasser 100 % en tout. Un patient "
            "venu plusieurs fois, ou dans deux régions, est un patient : ce nombre ne s'additionne sur "
            "rien. Les journées de SSR ne sont jamais ajoutées aux séjours de MCO et d'HAD."
        ),
        html.H3("Deux axes de temps"),
        html.P(
            [
                "Les séjours, les montants et l'écart (",
                terme("emi", "EMI"),
                " ou ",
                terme("eti", "ETI"),
                ") suivent le mois de sortie. La consommation (",
                terme("ucd", "UCD"),
                " ou ",
                terme("lpp", "LPP"),
                ") suit le mois d'administration ou de pose. Sur une période courte, un montant moyen par "
                "unité rapproche donc deux ensembles de lignes un peu différents.",
            ]
        ),
        html.H3("Moyennes, indices et taux"),
        html.P(
            "Un montant moyen est le quotient de deux valeurs montrées. Son indice vaut 100 pour "
            "l'ensemble de la zone : 120 se lit « 20 % de plus que la moyenne de la zone ». Un taux pour "
            "100 000 habitants divise par la population de la zone au dernier recensement publié, la même "
            "pour toutes les années ; il rapporte l'activité des établissements d'une zone à ses "
            "habitants, d'où que viennent les patients."
        ),
        html.H3("Cinq ans et périmètre constant"),
        html.P(
            "La vue « Cinq ans » compare les mêmes mois de cinq années. Le périmètre constant ne garde que "
            "les établissements qui ont eu au moins un séjour du champ, tous produits réunis, dans ces mois "
            "de chacune des années montrées (cinq au plus) : ouvertures, fermetures et fusions n'y changent "
            "plus rien. Une évolution compare la première année à la précédente : l'activité est alors "
            "exigée cette année-là aussi, si elle est dans les données."
        ),
        html.H3("Ce qui protège"),
        html.P(
            [
                "Le nombre de séjours différents décide : de 1 à 10, il est masqué, et avec lui les "
                "montants, l'écart et ce qui en dérive. Les séances d'un même patient rassemblées dans un "
                "dossier, et les journées d'un même séjour, y comptent pour un. La consommation est protégée "
                "par les séjours où elle est administrée : les deux axes de temps ont chacun leurs masques. "
                "Les patients obéissent à la même règle, et au masque des séjours. D'autres valeurs sont "
                "masquées pour que ",
                html.A("rien ne s'en déduise", href="#secret"),
                ".",
            ]
        ),
        html.P(
            "Les mois sont publiés pour les premiers niveaux de classification en France, dans les régions "
            "et les départements, et pour le seul ensemble dans les établissements. Une suite de mois qui "
            "n'est pas publiée est masquée, et la page propose la plus proche qui l'est."
        ),
        html.H3("Démonstration"),
        html.P(
            "Les données de démonstration sont synthétiques dans le détail : établissements, séjours, "
            "patients, territoires et indications sont inventés. Certains totaux (France et régions du "
            "premier semestre 2021, dispositifs de l'Île-de-France et des Hauts-de-France en 2020) sont "
            "calés sur des chiffres que l'ATIH a publiés en 2022, pour que la démonstration se compare à "
            "l'original. Rien d'autre ne doit en être conclu."
        ),
    ]
