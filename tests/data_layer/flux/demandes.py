"""Selections of the four restitutions that the oracle answers too: each one read without a notice."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import product

from tests.data_layer.flux.oracle_base import Demande

NOEUDS = (
    *("", "mco", "had", "ssr", "psy", "dom-01", "dom-02", "mpp-04", "cm-08", "cat-f3"),
    *("rac-06C04", "rac-06K04", "gn-0803", "gn-0872"),
)
LARGES = ("fr", "reg-24", "reg-53", "dep-37", "dep-29", "tds-24T01", "tds-53T02")
REGIONS = ("fr", "reg-24", "reg-53")
FINES = ("bv-37002", "bv-29009", "bv-35009", "bv-54001")
LIEUX = ("fin-370000008", "fin-540000008", "fin-550001008", "fig-54000019", "fig-37000209")
CODES = ("pmsi-37010", "pmsi-29080", "pmsi-41070")
ANNEES = (2018, 2019, 2020, 2021)
LECTURES = ("total", "total", "evol", "evol_val")


def famille(noeud: str) -> str:
    prefixe = noeud.partition("-")[0]
    return {"dom": "mco", "rac": "mco", "mpp": "had", "cm": "ssr", "gn": "ssr", "cat": "psy"}.get(
        prefixe, prefixe
    )


def types(noeud: str, slug: str) -> tuple[str, ...]:
    """Types of stay that are offered and that somebody has; none is the default. Zeros are in test_trous."""
    seuls = {"rac-06C04": ("hc",), "rac-06K04": ("hp",), "gn-0803": ("hc",), "dom-01": ("hc", "hp")}
    apart = {"mco": ("seances",), "psy": ("actes",)}.get(famille(noeud), ())
    entiers = {"": (), "had": (), "psy": ("hc",)}.get(famille(noeud), ("hc", "hp"))
    if slug == "cartographie":
        return ("", *(() if noeud in seuls else apart))
    return ("", *(seuls.get(noeud) or (*entiers, *apart)))


def annees(noeud: str) -> tuple[int, ...]:
    return ANNEES if famille(noeud) == "had" else ANNEES[1:]


def _vs(hasard: random.Random, zone: str, zones: tuple[str, ...]) -> str:
    return hasard.choice(["", "", *(z for z in zones if z != zone)])


def _feuille(noeud: str) -> bool:
    return noeud.startswith(("rac", "gn"))


def _tres_fine(noeud: str) -> bool:
    """Deeper than what codes and bassins are told by."""
    return _feuille(noeud) or noeud.startswith(("mpp", "cm-", "cat"))


def _taux(hasard: random.Random) -> Demande:
    noeud = hasard.choice(NOEUDS)
    zones = REGIONS if _feuille(noeud) else LARGES if _tres_fine(noeud) else (*LARGES, *FINES)
    zone = hasard.choice(zones)
    vs = _vs(hasard, zone, zones)
    par = "classification" if noeud in ("mco", "had", "ssr", "psy", "dom-01", "cm-08") else "zone"
    par = hasard.choice(("zone", "zone", par))
    niveaux = ("region", "departement", "tds", "bv")
    niveau = hasard.choice(
        niveaux[:1] if _feuille(noeud) else niveaux[:3] if _tres_fine(noeud) else niveaux
    )
    if par == "classification":
        fins = {"mco": ("domaine",), "had": ("mpp",), "ssr": ("cm", "gn"), "psy": ("categorie",)}
        niveau = hasard.choice({"dom-01": ("racine",), "cm-08": ("gn",)}.get(noeud) or fins[noeud])
        if niveau in ("racine", "gn"):
            zone, vs = hasard.choice(REGIONS), ""
        elif niveau != "domaine":
            zone, vs = hasard.choice(LARGES), ""
    unites = (
        ("taux_brut", "volume") if _feuille(noeud) else ("taux_standardise", "taux_brut", "volume")
    )
    return Demande(
        "taux-de-recours",
        zone,
        vs,
        noeud,
        par,
        niveau,
        hasard.choice(annees(noeud)),
        hasard.choice(types(noeud, "taux-de-recours")),
        hasard.choice(LECTURES),
        hasard.choice(unites),
    )


def _parts(hasard: random.Random) -> Demande:
    noeud = hasard.choice(NOEUDS[1:])
    zones = REGIONS if _feuille(noeud) else LARGES
    zone = hasard.choice(zones)
    return Demande(
        "parts-de-marche",
        zone,
        _vs(hasard, zone, zones),
        noeud,
        par := hasard.choice(("zone", "zone", "statut")),
        hasard.choice(("etablissement", "site"))
        if par == "zone" and not _feuille(noeud)
        else "etablissement",
        hasard.choice(annees(noeud)),
        "" if _feuille(noeud) else hasard.choice(types(noeud, "parts-de-marche")),
    )


def _croisee(hasard: random.Random) -> Demande:
    noeud = hasard.choice([n for n in NOEUDS[1:] if not _feuille(n)])
    zone = hasard.choice(LARGES)
    vs = _vs(hasard, zone, LARGES)
    return Demande(
        "analyse-croisee",
        zone,
        vs,
        noeud,
        "zone",
        hasard.choice(("region", "departement", "tds")),
        hasard.choice(annees(noeud)),
        hasard.choice(types(noeud, "analyse-croisee")),
        hasard.choice(LECTURES),
        hasard.choice(("fuite", "attractivite", "autosuffisance", "production", "solde")),
    )


def _carte(hasard: random.Random) -> Demande:
    noeud = hasard.choice([n for n in NOEUDS[1:] if not _tres_fine(n)])
    indicateur = hasard.choice(("consommation", "production", "recrutement", "pole"))
    zones = {
        "production": ("fr", "reg-24", "reg-53", "dep-37", "dep-55", *LIEUX),
        "recrutement": LIEUX,
    }.get(indicateur, (*LARGES, *FINES, *CODES, *LIEUX))
    unites = {"consommation": ("taux_brut", "volume"), "pole": ("part_pole",)}
    return Demande(
        "cartographie",
        hasard.choice(zones),
        "",
        noeud,
        "zone",
        "pmsi",
        hasard.choice(annees(noeud)),
        hasard.choice(types(noeud, "cartographie")),
        hasard.choice(LECTURES),
        hasard.choice(unites.get(indicateur, ("volume", "part", "emprise"))),
        indicateur,
        hasard.choice(("", "oui")),
        hasard.choice(("", "oui")),
    )


TIRAGES = {
    "taux-de-recours": _taux,
    "parts-de-marche": _parts,
    "analyse-croisee": _croisee,
    "cartographie": _carte,
}


def demandes(slug: str, combien: int, graine: int = 1) -> Iterator[Demande]:
    """So many selections of a restitution, always the same."""
    hasard = random.Random(f"{slug}{graine}")
    vues = set()
    while len(vues) < combien:
        d = TIRAGES[slug](hasard)
        if d not in vues:
            vues.add(d)
            yield d


def toutes(combien: int) -> list[Demande]:
    return [d for slug, _ in product(TIRAGES, (0,)) for d in demandes(slug, combien)]
