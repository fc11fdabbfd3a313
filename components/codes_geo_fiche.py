"""The description of one PMSI code: where, how many, why so, of what, beside which."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components import formats, francais
from components.adresses import adresse_avec
from components.codes_geo_carte import alentours, carte, voisins_en_table
from components.codes_geo_raisons import TITRES, fin, nom_departement, passage, raisons
from components.codes_geo_recherche import communes_de
from components.codes_geo_tables import Case, table
from components.liens import attributs, lien
from data_layer.catalogue.schema import Format
from geodata.codes import Codes
from geodata.referentiel import region
from geodata.zonage import OFFICIEL, Bassin, CodeDecrit, CommuneDecrite

ID_TITRE = "codes-titre"
_CARTE_DES_FLUX = "/cartographie"


def fiche(codes: Codes, code: CodeDecrit) -> Component:
    """All that is known of a code; its title takes the focus when a link has led to it."""
    proches = alentours(codes, code)
    titre = html.H2(
        [html.Span(code.code, className="codes-code"), f" {code.libelle}"],
        id=ID_TITRE,
        tabIndex="-1",
        **attributs(data_code_montre=code.code),
    )
    return html.Article(
        [
            html.Div([titre, _suite(code)], className="codes-tete"),
            html.Div(
                [
                    html.Div(
                        [
                            _faits(codes, code),
                            *_pourquoi(codes, code),
                            html.H3("Communes"),
                            _communes(codes, code),
                        ]
                    ),
                    html.Div([carte(code, proches), *voisins_en_table(code, proches)]),
                ],
                className="codes-deux",
            ),
            sources(codes),
        ],
        className="codes-fiche",
        **attributs(aria_labelledby=ID_TITRE),
    )


def _suite(code: CodeDecrit) -> Component:
    but = adresse_avec(_CARTE_DES_FLUX, "zone", f"pmsi-{code.code}")
    return lien("Voir ce code sur la carte des consommations", but, "bouton")


def _faits(codes: Codes, code: CodeDecrit) -> Component:
    bassin, sa_region = codes.bassin(code.bassin), region(code.region)
    densite = code.population / code.superficie if code.superficie else None
    faits = [
        ("Département", nom_departement(code.departement)),
        ("Région", sa_region.libelle if sa_region else formats.SANS_OBJET),
        ("Bassin de vie", f"{bassin.libelle}, {_codes(bassin)}" if bassin else formats.SANS_OBJET),
        ("Population", f"{formats.nombre(code.population)} habitants ({_annees(codes, code)})"),
        (
            "Superficie",
            f"{formats.nombre(code.superficie, Format.DECIMAL, 1)} km², "
            f"{formats.nombre(densite)} habitants au km²",
        ),
        ("Code postal" if len(code.postaux) == 1 else "Codes postaux", ", ".join(code.postaux)),
    ]
    return html.Dl(
        [html.Div([html.Dt(nom), html.Dd(valeur)]) for nom, valeur in faits],
        className="codes-faits",
    )


def _codes(bassin: Bassin) -> str:
    nombre = len(bassin.codes)
    return f"{formats.nombre(nombre)} code{'s' * (nombre > 1)}"


def _annees(codes: Codes, code: CodeDecrit) -> str:
    annees = sorted({str(m.annee) for m in communes_de(codes, code)})
    return f"recensement de {francais.enumere(annees)}" if annees else "recensement"


def _pourquoi(codes: Codes, code: CodeDecrit) -> list[Component]:
    faite, *suite = raisons(codes, code)
    entetes = ("Code postal", "Bureau distributeur", "Habitants")
    titre = f"Passage des codes postaux au code {code.code}"
    return [
        html.H3("Pourquoi ce code"),
        html.P(TITRES[code.cas], className="codes-cas"),
        html.P(html.Strong(faite)),
        *(html.P(dite) for dite in suite),
        table(titre, entetes, passage(codes, code), chiffres=(2,)),
    ]


def _communes(codes: Codes, code: CodeDecrit) -> Component:
    """Its communes; their département is said where one of them is of another."""
    melees = bool(code.etrangeres)
    lignes = [
        (
            m.nom,
            m.code,
            m.postal or formats.SANS_OBJET,
            *((_du_departement(code, m),) if melees else ()),
            formats.nombre(m.population),
        )
        for m in communes_de(codes, code)
    ]
    nombre = len(lignes)
    titre = f"La commune du code {code.code}"
    if nombre != 1:
        titre = f"{formats.nombre(nombre)} communes du code {code.code}, par population"
    departements = ("Département",) if melees else ()
    entetes = ("Commune", "Code INSEE", "Code postal", *departements, "Habitants")
    return table(titre, entetes, lignes, chiffres=(len(entetes) - 1,))


def _du_departement(code: CodeDecrit, commune: CommuneDecrite) -> Case:
    nom = nom_departement(commune.departement)
    return html.Strong(nom) if commune.code in code.etrangeres else nom


def sources(codes: Codes) -> Component:
    """Where codes and bassins de vie come from, and what that is worth."""
    if codes.zonage.source_codes == OFFICIEL:
        suite = "Les codes sont ceux de la table officielle, et les communes celles qu'elle cite."
    else:
        suite = (
            "Portulan applique les règles publiées par la Mission PMSI aux communes, aux codes postaux "
            "et aux populations d'aujourd'hui\u202f: un code peut différer de la table officielle, qui le "
            "remplace dès qu'elle est importée."
        )
    return html.Div(
        [html.P([html.Strong("Source. "), fin(". ".join(codes.sources) + ". "), fin(suite)])],
        className="codes-source discret",
    )
