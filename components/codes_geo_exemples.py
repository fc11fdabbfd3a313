"""What the page of PMSI codes offers before anything was asked: the rules, each with codes to try."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components import formats
from components.codes_geo_raisons import (
    REGLES,
    TITRES,
    commune_et_departement,
    fin,
    nom_departement,
)
from components.codes_geo_recherche import Reponse, adresse_recherche, trouver
from components.formats import FINE
from components.liens import lien
from geodata.codes import Codes
from geodata.communes_postales import Cas

_CAS = (
    Cas.CODE_POSTAL,
    Cas.PLURI_DISTRIBUEE,
    Cas.LIEU_DIT,
    Cas.MOINS_DE_1000,
    Cas.MICRO_REGION,
)
_ESSAIS = {
    Cas.CODE_POSTAL: ("77139",),
    Cas.PLURI_DISTRIBUEE: ("37100", "06100"),
    Cas.LIEU_DIT: ("06160",),
    Cas.MOINS_DE_1000: ("77C02",),
    Cas.MICRO_REGION: ("20222", "2B222"),
    Cas.OFFICIEL: ("37000", "77139"),
}
"""What the published text gives as examples, or postal codes that are well known."""
_SANS_LIEU_DIT = (
    "Les sources ouvertes ne disent pas quels codes postaux sont ceux d'un lieu-dit\u202f: ils sont rangés "
    "avec le premier cas."
)


def exemples(codes: Codes) -> Component:
    """The rules of the codes now served, each with how many follow it and what to try."""
    nombres = {cas: sum(c.cas is cas for c in codes.toutes()) for cas in Cas}
    montres = _CAS if any(nombres[cas] for cas in _CAS) else (Cas.OFFICIEL,)
    return html.Section(
        [
            html.H2("Exemples à essayer"),
            html.Dl(
                [
                    *(_cas(codes, cas, nombres[cas]) for cas in montres),
                    _entree(
                        "Outre-mer",
                        "Les départements 971 à 974 et 976 s'écrivent sur deux positions\u202f: 9A, 9B, 9C, "
                        "9D et 9F.",
                        _essais(codes, ("97100", "97400")),
                    ),
                    *_hors_departement(codes),
                ],
                className="codes-exemples",
            ),
        ]
    )


def _cas(codes: Codes, cas: Cas, nombre: int) -> Component:
    compte = f"{formats.nombre(nombre)} code{'s' * (nombre > 1)}." if nombre else ""
    if cas is Cas.LIEU_DIT and not nombre:
        compte = _SANS_LIEU_DIT
    essais = _essais(codes, _ESSAIS[cas]) or _premiers(codes, cas)
    return _entree(TITRES[cas], f"{REGLES[cas]} {compte}", essais)


def _essais(codes: Codes, textes: Sequence[str]) -> list[Component]:
    """A link for each text that some code answers to."""
    trouves = [(texte, trouver(codes, texte).reponses) for texte in textes]
    return [_lien(texte, reponses[0]) for texte, reponses in trouves if reponses]


def _premiers(codes: Codes, cas: Cas) -> list[Component]:
    return [_lien(c.code, Reponse(c)) for c in codes.toutes() if c.cas is cas][:1]


def _hors_departement(codes: Codes) -> list[Component]:
    """A commune whose postal code is of the département next door, and what it counts under."""
    trouve = next((c for c in codes.toutes() if c.etrangeres), None)
    commune = codes.commune(trouve.etrangeres[0]) if trouve else None
    if trouve is None or commune is None:
        return []
    texte = (
        f"{commune_et_departement(commune)} a le code postal {commune.postal or trouve.postaux[0]}, et "
        f"compte donc sous le code {trouve.code}, {trouve.libelle}, {nom_departement(trouve.departement)}."
    )
    essai = lien(f"{commune.nom} ({commune.code})", adresse_recherche(commune.code))
    return [_entree("Code postal d'un autre département", texte, [essai])]


def _lien(texte: str, reponse: Reponse) -> Component:
    code = reponse.code
    suite = "" if texte == code.code else f"{FINE}: {code.code}"
    return lien([html.Strong(texte), f"{suite}, {code.libelle}"], adresse_recherche(texte))


def _entree(titre: str, texte: str, essais: Sequence[Component]) -> Component:
    return html.Div(
        [
            html.Dt(titre),
            html.Dd(fin(texte)),
            *(html.Dd(essai, className="codes-essai") for essai in essais),
        ]
    )
