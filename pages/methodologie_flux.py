"""Methodology of flows: rates, shares, consumption and production, maps, the demonstration."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.termes import terme
from pages import methodologie_flux_secret


def sections() -> list[Component]:
    """The part of the methodology page on consumption and production."""
    return [
        html.H2("Consommation et production", id="flux"),
        html.H3("Ce qui est compté"),
        html.P(
            [
                "Un flux réunit un lieu de résidence (un ",
                terme("code-pmsi", "code géographique PMSI"),
                "), un établissement, une activité, une classe d'âge, un sexe et une année. Il "
                "compte des séjours ou des séances en MCO, des journées en HAD, SSR et PSY, des "
                "actes en psychiatrie ambulatoire. Les journées, les séances et les actes ne "
                "s'additionnent jamais entre eux\u202f; tous champs ensemble, seuls les séjours le "
                "sont.",
            ]
        ),
        html.H3("Taux bruts et standardisés", id="taux"),
        html.P(
            [
                "Le taux brut divise la consommation de l'année par la population. La ",
                terme("standardisation", "standardisation directe"),
                " pondère les taux de huit strates (0-19, 20-64, 65-74, 75 ans et plus, hommes et "
                "femmes) par la population de la France de la même année. Les indices rapportent le "
                "taux standardisé à celui de la France ou de la région. Les taux sont arrondis à "
                "deux décimales, et moins finement quand une strate compte de 1 à 10 séjours\u202f: avec "
                "tous leurs chiffres, ils laisseraient retrouver les effectifs des strates. Si cet "
                "arrondi dépasse le dixième du taux brut, le taux est masqué. Ils s'arrêtent aux domaines "
                "d'activité et aux catégories\u202f: plus bas, seul le taux brut est donné.",
            ]
        ),
        html.P(
            [
                "L'",
                terme("intervalle-de-confiance", "intervalle de confiance"),
                " à 95\u202f% suit la méthode de Dobson (1991), avec les limites de Byar pour les "
                "séjours. Quand une strate compte de 1 à 10 séjours, sa largeur est majorée à partir des "
                "seuls chiffres montrés\u202f: il est alors trop large, jusqu'à trois fois pour une "
                "activité de peu de strates. Pour des journées, c'est celui des "
                "séjours, multiplié par la durée standardisée\u202f: la dispersion des durées et les "
                "réhospitalisations n'y entrent pas. Les limites de l'",
                terme("entonnoir", "entonnoir"),
                " sont celles de Spiegelhalter (2005), à 95 et 99,8\u202f%. Sur cent zones semblables, "
                "cinq sortent des limites à 95\u202f% par hasard.",
            ]
        ),
        html.H3("Parts de marché et concentration", id="parts"),
        html.P(
            [
                "La part d'un établissement est prise dans ce que consomment les habitants de la zone, où "
                "qu'ils soient soignés. L'",
                terme("herfindahl", "indice de Herfindahl-Hirschman"),
                " ne se calcule que sur des parts montrées\u202f: quand une part est masquée, il est "
                "donné comme un minimum. Aucun seuil n'est appliqué\u202f: ceux du droit de la "
                "concurrence ne disent rien d'un hôpital.",
            ]
        ),
        html.H3("Fuite, attractivité, pôles", id="croisee"),
        html.P(
            [
                "La ",
                terme("fuite", "fuite"),
                " et l'",
                terme("autosuffisance", "autosuffisance"),
                " se lisent sur la consommation, l'",
                terme("attractivite", "attractivité"),
                " sur la production. Elles sont masquées quand le flux intérieur l'est. Le ",
                terme("pole-attraction", "pôle d'attraction"),
                " d'un code est la ville où sont pris en charge le plus de ses habitants\u202f; si "
                "ce qui est masqué pouvait changer la réponse, il est dit indéterminé.",
            ]
        ),
        html.H3("Zones et cartes", id="codes"),
        html.P(
            [
                "Les codes PMSI sont construits d'après les codes postaux, les communes et leur "
                "population, par les règles publiées de 1998 (au moins 1\u202f000 habitants), ou lus dans "
                "la table officielle quand elle a été importée. Les bassins de vie de la "
                "démonstration sont construits par Portulan, tant que le zonage de l'Insee n'a pas "
                "été importé. Un bassin qui couperait un code le prend en entier. Sur la carte, une "
                "commune prend la valeur de son code. La ",
                html.A("page des codes", href="/codes-geographiques"),
                " dit de quoi chacun est fait.",
            ]
        ),
        *methodologie_flux_secret.section(),
        html.H3("Comment la démonstration est faite", id="gravite"),
        html.P(
            "Les flux de démonstration viennent d'un modèle de gravité\u202f: chaque code a la "
            "population de ses communes, chaque établissement inventé une taille et un lieu\u202f; "
            "les habitants vont d'autant plus souvent à un établissement qu'il est proche et grand, "
            "de plus loin pour un CHU ou une activité rare. Un établissement où trop peu d'habitants d'un "
            "territoire vont est laissé pour le principal. Les totaux publiés du SSR en Centre-Val "
            "de Loire (2020 et 2021) et de la HAD de six territoires (2014) y sont à l'unité près. "
            "Le sexe, les 65-74 ans et plus de 75 ans et les années d'avant 2021 sont estimés."
        ),
    ]
