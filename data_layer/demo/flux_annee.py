"""The rows of flows of a year, champ by champ: expected volumes, choices, draws, published margins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.demo import flux_gravite, flux_had, flux_populations, flux_ssr, flux_volumes
from data_layer.demo.flux_calibration import marge_had, marge_ssr
from data_layer.demo.flux_gravite import Choix
from data_layer.demo.flux_lieux import Residences
from data_layer.demo.flux_nomenclature import Nomenclature, nomenclature
from data_layer.demo.flux_residences import residences
from data_layer.demo.flux_seuils import regrouper
from data_layer.demo.flux_sites import Sites, sites
from data_layer.demo.flux_tirage import Lignes, assembler, caler, tirer, unites
from data_layer.demo.flux_volumes import ANNEES, Volumes
from data_layer.flux.modele import CHAMPS, SEXES, STRATES, TYPES_DE_SEJOUR

Reels = NDArray[np.float64]
Entiers = NDArray[np.int64]

_GRAINE = 20220701
_PAQUETS = {"mco": 5, "had": 1, "ssr": 3, "psy": 3}
"""Stays that come together (odd numbers), by champ; séances and acts come by ``_PAQUET_SEANCES``."""
_PAQUET_SEANCES = 9
_DUREES = np.repeat([0.75, 0.95, 1.0, 1.1], len(SEXES))
"""How units of a stay go with age."""
ASSEZ_POUR_UN_TAUX = 12
"""Stays of a stratum of the published rates of HAD: with fewer, the portal rounds rates more."""
_VARIATION = 0.05
"""Sigma of what a year changes to the shares of sites."""


@dataclass(frozen=True, eq=False, slots=True)
class Modele:
    """Everything but the draws: places, rates, choices by group, margins.

    had: multiplier of expected stays by residence and stratum; had_jours: days of 2014 by territoire and
    stratum where they are published.
    """

    residences: Residences
    sites: Sites
    nomenclature: Nomenclature
    populations: dict[int, Entiers]
    volumes: Volumes
    choix: tuple[Choix, ...]
    cases: flux_ssr.Cases
    had: Reels
    had_jours: dict[str, Entiers]


def modele() -> Modele:
    """Prepare the model: places, rates, choices and the days of HAD that print the published rates."""
    r, n = residences(), nomenclature()
    s = sites(r)
    populations = flux_populations.par_strate(r)
    v = flux_volumes.volumes(r, n, populations)
    choix = _choix(flux_gravite.carte(r, s), n, v)
    cases = flux_ssr.cases(marge_ssr(), s, ANNEES["ssr"])
    had, had_jours = _had(r, n, populations, v)
    return Modele(r, s, n, populations, v, choix, cases, had, had_jours)


def _choix(c: flux_gravite.Carte, n: Nomenclature, v: Volumes) -> tuple[Choix, ...]:
    """The choices of each group, for the stays of 2019 (séances and acts where there is nothing else)."""
    choix = []
    for rang in range(len(n.groupes)):
        total = np.zeros(len(c.residences))
        for i, feuille in enumerate(n.feuilles):
            if feuille.groupe == rang:
                comptes = [t for t in feuille.sejours if t in TYPES_DE_SEJOUR] or feuille.sejours
                for type_ in comptes:
                    total += v.attendus(i, feuille, type_, 2019).sum(axis=1)
        choix.append(flux_gravite.choisir(c, n, rang, total))
    return tuple(choix)


def _had(
    r: Residences, n: Nomenclature, populations: dict[int, Entiers], v: Volumes
) -> tuple[Reels, dict[str, Entiers]]:
    """What multiplies expected stays of HAD so that published territoires have their days."""
    marge = marge_had()
    p = populations[marge.annee]
    jours = np.zeros(p.shape)
    for i, feuille in enumerate(n.feuilles):
        if feuille.champ == "had":
            jours += v.attendus(i, feuille, 1, marge.annee) * (feuille.unites[1] * _DUREES)
    habitants = {code: p[r.tds == code].sum(axis=0) for code in marge.codes()}
    trouvees = flux_had.journees_calees(
        marge, habitants, p.sum(axis=0) / p.sum(), jours.sum(axis=0) / p.sum(axis=0)
    )
    ailleurs = ~np.isin(r.tds, marge.codes())
    total = p.sum() * float(marge.france) / 1000 - sum(int(j.sum()) for j in trouvees.values())
    facteur = np.full(p.shape, total / jours[ailleurs].sum())
    for code, voulues in trouvees.items():
        facteur[r.tds == code] = voulues / jours[r.tds == code].sum(axis=0)
    return facteur, trouvees


def lignes(m: Modele, annee: int) -> Iterator[tuple[str, Lignes]]:
    """Yield champ -> rows of the year, in order, for the champs which have this year."""
    for champ in CHAMPS:
        if annee in ANNEES[champ]:
            yield champ, _champ(m, champ, annee)


def _champ(m: Modele, champ: str, annee: int) -> Lignes:
    choix = m.choix
    facteur: dict[int, Reels] = {}
    if champ == "ssr":
        choix, facteur[1] = _ssr(m, annee)
    elif champ == "had":
        facteur[1] = m.had
    morceaux = [
        _feuille(m, rang, type_, annee, choix[f.groupe], facteur.get(type_))
        for rang, f in enumerate(m.nomenclature.feuilles)
        if f.champ == champ
        for type_ in f.sejours
    ]
    if champ == "ssr":
        noeud = next(x.numero for x in m.nomenclature.noeuds if x.code == flux_ssr.FEUILLE_CLCC)
        morceaux.append(flux_ssr.centres(m.residences, m.sites, m.cases, annee, noeud))
    toutes = _regrouper(m, champ, assembler(morceaux))
    if champ == "ssr":
        flux_ssr.caler_annee(toutes, m.residences, m.sites, m.cases, annee)
    elif champ == "had" and annee == marge_had().annee:
        toutes = _caler_had(m, toutes)
    return toutes


def _regrouper(m: Modele, champ: str, toutes: Lignes) -> Lignes:
    """Leave places that are too little used; those of published lines only for another of the same line."""
    r, s = m.residences, m.sites
    parties = _numeros(
        [f"{t}/{d}" for t, d in zip(r.tds.tolist(), r.departement.tolist(), strict=True)]
    )
    entites = _numeros(s.finess.tolist())
    domaines = np.zeros(max(x.numero for x in m.nomenclature.noeuds) + 1, dtype=np.int64)
    for x in m.nomenclature.noeuds:
        domaines[x.numero] = x.parent if x.profondeur == 3 and x.parent is not None else x.numero
    sortes = np.zeros(len(toutes["site"]), dtype=np.int64)
    if champ == "ssr":
        ici = (r.region[toutes["residence"] - 1] == m.cases.region) & (toutes["type"] == 1)
        sortes = np.where(ici, m.cases.de_site[toutes["site"] - 1] + 2, 0)
    return regrouper(
        toutes,
        parties,
        _numeros(r.region.tolist()),
        entites,
        domaines,
        sortes,
        par_domaine=champ == "mco",
    )


def _numeros(noms: list[str]) -> Entiers:
    """A number for each name, by position from 1 (entry 0 unused)."""
    return np.array([0, *np.unique(noms, return_inverse=True)[1] + 1], dtype=np.int64)


def _feuille(
    m: Modele, rang: int, type_: int, annee: int, choix: Choix, facteur: Reels | None
) -> Lignes:
    """Draw the rows of a leaf and a type."""
    f = m.nomenclature.feuilles[rang]
    hasard = np.random.default_rng([_GRAINE, annee, f.noeud, type_])
    attendus = m.volumes.attendus(rang, f, type_, annee)
    if facteur is not None:
        attendus = attendus * facteur
    bruit = choix.parts * np.exp(_VARIATION * hasard.standard_normal(choix.parts.shape))
    annuel = Choix(choix.sites, bruit / bruit.sum(axis=1, keepdims=True))
    paquet = _PAQUETS[f.champ] if type_ in TYPES_DE_SEJOUR else _PAQUET_SEANCES
    residence, site, strate, sejours = tirer(attendus, annuel, paquet, hasard)
    moyenne = f.unites[type_]
    return {
        "residence": residence + 1,
        "site": site + 1,
        "noeud": np.full(len(site), f.noeud),
        "type": np.full(len(site), type_),
        "strate": strate,
        "sejours": sejours,
        "unites": unites(sejours, moyenne if moyenne == 1 else moyenne * _DUREES[strate], hasard),
    }


def _ssr(m: Modele, annee: int) -> tuple[tuple[Choix, ...], Reels]:
    """Choices raked to the published lines, and what multiplies complete stays there."""
    groupes = [i for i, g in enumerate(m.nomenclature.groupes) if g.champ == "ssr"]
    jours = np.zeros((len(m.residences), len(m.nomenclature.groupes)))
    for rang, f in enumerate(m.nomenclature.feuilles):
        if f.champ == "ssr" and 1 in f.sejours:
            attendus = m.volumes.attendus(rang, f, 1, annee)
            jours[:, f.groupe] += attendus @ (f.unites[1] * _DUREES)
    rakes = flux_ssr.raker(
        [m.choix[g] for g in groupes], jours[:, groupes], m.residences, m.sites, m.cases, annee
    )
    choix = list(m.choix)
    for g, nouveau in zip(groupes, rakes, strict=True):
        choix[g] = nouveau
    ici = m.residences.region == m.cases.region
    voulu = m.cases.cibles(annee).sum() / jours[ici].sum()
    return tuple(choix), np.where(ici, voulu, 1.0)[:, None]


def _caler_had(m: Modele, toutes: Lignes) -> Lignes:
    """Return the rows with the days of 2014: published territoires by stratum, then all France."""
    marge = marge_had()
    codes = {code: i for i, code in enumerate(marge.codes())}
    de_residence = np.array([codes.get(code, -1) for code in m.residences.tds.tolist()])
    totaux = {
        codes[code] * STRATES + k: int(n)
        for code, jours in m.had_jours.items()
        for k, n in enumerate(jours)
    }
    ailleurs = len(codes) * STRATES

    def groupes(lignes: Lignes) -> Entiers:
        territoire = de_residence[lignes["residence"] - 1]
        return np.where(territoire < 0, ailleurs, territoire * STRATES + lignes["strate"])

    manquants = sorted(g for g in set(totaux) - set(groupes(toutes).tolist()) if totaux[g] > 0)
    toutes = assembler(
        [toutes, *(_un_sejour(m, de_residence, *divmod(g, STRATES)) for g in manquants)]
    )
    _etoffer(toutes, groupes(toutes), totaux)
    habitants = int(m.populations[marge.annee].sum())
    totaux[ailleurs] = round(habitants * float(marge.france) / 1000) - sum(totaux.values())
    caler(toutes, groupes(toutes), totaux)
    return toutes


def _etoffer(toutes: Lignes, groupes: Entiers, totaux: dict[int, int]) -> None:
    """Give strata of published rates stays enough for their digits to be told, in place."""
    for groupe, jours in totaux.items():
        ici = np.flatnonzero(groupes == groupe)
        manque = min(ASSEZ_POUR_UN_TAUX, jours) - int(toutes["sejours"][ici].sum())
        if manque > 0:
            toutes["sejours"][ici[toutes["sejours"][ici].argmax()]] += manque


def _un_sejour(m: Modele, de_residence: Entiers, territoire: int, strate: int) -> Lignes:
    """One stay in HAD, where chance gave none and days are published: the commonest leaf and site."""
    possibles = [f for f in m.nomenclature.feuilles if f.champ == "had" and f.profil()[strate] > 0]
    feuille = max(possibles, key=lambda f: f.sejours[1] * f.profil()[strate])
    membres = np.flatnonzero(de_residence == territoire)
    residence = int(membres[m.residences.bandes[membres].sum(axis=1).argmax()])
    choix = m.choix[feuille.groupe]
    site = int(choix.sites[residence, choix.parts[residence].argmax()])
    valeurs = (residence + 1, site + 1, feuille.noeud, 1, strate, 1, 1)
    noms = ("residence", "site", "noeud", "type", "strate", "sejours", "unites")
    return {nom: np.array([valeur]) for nom, valeur in zip(noms, valeurs, strict=True)}
