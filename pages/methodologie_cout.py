"""What protection costs and what it found, read from the report of the build in force."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dash import html
from dash.development.base_component import Component

from components.formats import FINE, nombre, part
from pages.methodologie_famille import TEMPS, ZONES, Protege, defilant, majuscule, produits

Compte = Mapping[str, float]
Comptes = dict[str, dict[int, Compte]]
"""Counts by zone then depth."""

_PALIERS = (0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5)
"""Shares of the volume are said by steps: beside what is shown, an exact one would be one more equation."""
_ASSEZ = 1000
"""Cells under which the share of those of 1 to 10 is not said: it would tell which of few are."""
_PROFONDEURS = ((0, 1), (2, 2), (3, 4), (5, 7))
_DEMONSTRATION = (
    "Ces parts sont celles de la démonstration, dont la répartition est inventée : un établissement y "
    "utilise rarement un produit pour moins de 26 séjours par an. De vraies données, où ces petites "
    "cases sont nombreuses, seraient masquées davantage."
)
_COLONNES = {
    "sensibles": "Effectifs de 1 à 10",
    "mondes": "Mondes",
    "etroites": "Effectifs qu'aucun monde ne fait varier de 4 ou plus",
    "seuls": "Masqués avec tout ce qui les contient",
    "petits": "Groupes de cases masquées de moins de 11 qu'aucun monde ne sépare",
}


def parts_masquees(protege: Protege) -> list[Component]:
    """Return the table of masked shares by time, zone and depth, nothing without a report."""
    groupes = _groupes(protege)
    if not groupes:
        return []
    profondeurs = [produits(protege.restitution, range(a, b + 1)) for a, b in _PROFONDEURS]
    return [
        html.H3("Ce que cela coûte", id="secret-cout"),
        html.P(
            "Part des cases masquées, toutes années et tous champs réunis ; celles de 1 à 10 en sont "
            f"données à part quand le niveau a au moins {nombre(_ASSEZ)} cases. Dessous, la part "
            "des séjours qui sont dans ces cases : un palier qu'elle ne dépasse pas. Les cases vides des "
            "parties d'année, masquées elles aussi, ne sont pas comptées. Un tiret : rien n'est publié là."
        ),
        *([html.P(_DEMONSTRATION)] if protege.synthetique else []),
        defilant(
            "Part masquée par période, zone et niveau de produits",
            html.Table(
                [
                    html.Thead(
                        html.Tr(
                            [html.Th(majuscule(e), scope="col") for e in ("zone", *profondeurs)]
                        )
                    ),
                    *(_groupe(titre, comptes) for titre, comptes in groupes.items()),
                ],
                className="tableau-simple",
            ),
        ),
    ]


def comptes(protege: Protege) -> list[Component]:
    """Return what the build counted in each stage, nothing without a report."""
    publication = protege.restitution.publication
    lus: Mapping[str, Compte] = (protege.rapport or {}).get("etages", {})
    etages = [e for e in (publication.etages if publication else ()) if e.cle in lus]
    if not etages:
        return []
    lignes = [
        html.Tr(
            [
                html.Th(_nom_d_etape(protege, e.croisement or ""), scope="row"),
                *(html.Td(nombre(lus[e.cle].get(c))) for c in _COLONNES),
            ]
        )
        for e in etages
    ]
    return [
        html.H3("Ce que la construction a trouvé", id="secret-comptes"),
        html.P(
            "Toutes les années, sur les deux axes de temps (sortie et administration). Un monde peut "
            "protéger plusieurs effectifs, et un croisement compte aussi ceux qu'il reprend des zones. Les "
            "trois dernières colonnes disent ce qui tient le moins bien : voir les limites."
        ),
        defilant(
            "Effectifs à protéger et mondes trouvés, par étape",
            html.Table(
                [
                    html.Thead(
                        html.Tr([html.Th(e, scope="col") for e in ("Étape", *_COLONNES.values())])
                    ),
                    html.Tbody(lignes),
                ],
                className="tableau-simple",
            ),
        ),
    ]


def _groupes(protege: Protege) -> dict[str, Comptes]:
    """Counts of the plain views by title (crossing and time), as declared, then by time."""
    niveaux = (protege.rapport or {}).get("niveaux", {}).get("sortie", {})
    publication = protege.restitution.publication
    groupes: dict[str, Comptes] = {}
    for etage in publication.etages if publication else ():
        par_temps: dict[str, Comptes] = {}
        for cle, compte in niveaux.get(etage.cle, {}).items():
            lieu, profondeur, champ, liste, temps, _ = cle.split("/")
            # All products are read under all lists together.
            usuelle = "les-atu" if profondeur == "0" else "liste"
            if lieu in ZONES and "*" not in lieu and (champ, liste) == ("champ", usuelle):
                par_temps.setdefault(temps, {}).setdefault(lieu, {})[int(profondeur)] = compte
        for temps in TEMPS:
            if temps in par_temps:
                groupes[_titre(protege, etage.croisement or "", temps)] = par_temps[temps]
    return groupes


def _titre(protege: Protege, croisement: str, temps: str) -> str:
    referentiel = protege.restitution.referentiel(croisement)
    return majuscule(TEMPS[temps] + (f", {referentiel.par}" if referentiel else ""))


def _nom_d_etape(protege: Protege, croisement: str) -> str:
    referentiel = protege.restitution.referentiel(croisement)
    return majuscule(referentiel.par) if referentiel else "Zones, années et mois"


def _groupe(titre: str, comptes: Comptes) -> Component:
    """The rows of a time, under its name."""
    return html.Tbody(
        [
            html.Tr(html.Th(html.Strong(titre), colSpan=1 + len(_PROFONDEURS), scope="rowgroup")),
            *(
                html.Tr(
                    [
                        html.Th(majuscule(nom), scope="row"),
                        *(html.Td(list(_case(comptes[lieu], a, b))) for a, b in _PROFONDEURS),
                    ]
                )
                for lieu, nom in ZONES.items()
                if lieu in comptes
            ),
        ]
    )


def _case(par_profondeur: Mapping[int, Compte], de: int, a: int) -> Iterator[Component | str]:
    """« 12 %, dont 5 % de 1 à 10 » over « ≤ 0,5 % des séjours »; « rien » where all is shown."""
    comptes = [c for p, c in par_profondeur.items() if de <= p <= a]
    cellules = _somme(comptes, "cellules")
    masquees = _somme(comptes, "masquees")
    if not cellules or not masquees:
        yield "rien" if cellules else "—"
        return
    dont = ""
    if cellules >= _ASSEZ:
        dont = f", dont {_entiere(_somme(comptes, 'primaires') / cellules)} de 1 à 10"
    yield f"{_entiere(masquees / cellules)}{dont}"
    yield html.Br()
    volume = _somme(comptes, "effectif_masque") / _somme(comptes, "effectif")
    palier = next((p for p in _PALIERS if volume <= p), None)
    dite = (
        "plus de la moitié"
        if palier is None
        else f"≤{FINE}{part(palier, 0 if palier >= 0.01 else 1)}"
    )
    yield html.Span(f"{dite} des séjours", className="discret")


def _entiere(fraction: float) -> str:
    return f"<{FINE}{part(0.01, 0)}" if fraction < 0.01 else part(fraction, 0)


def _somme(comptes: Sequence[Compte], nom: str) -> float:
    return sum(c[nom] for c in comptes)
