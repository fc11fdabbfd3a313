"""Published margins of SSR: days in complete stays of residents of a région, by genre and establishment.

Shares of the sites are first raked, so that each published line comes out about right by itself; then the
units of the rows drawn are set on the published days, exactly. Years without published days follow the mean
of the published ones. The line of cancer centres is too small for chance: ``_SEJOURS_CLCC`` stays at least,
of one activity, from the largest town of the région to the nearest cancer centre.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.flux_calibration import MargeSsr
from data_layer.demo.flux_gravite import Choix
from data_layer.demo.flux_lieux import Residences
from data_layer.demo.flux_sites import Sites
from data_layer.demo.flux_tirage import Lignes, caler

Reels = NDArray[np.float64]
Entiers = NDArray[np.int64]

_TENDANCE = {2016: 1.06, 2017: 1.055, 2018: 1.05, 2019: 1.04}
_JOURS_CLCC = 17
"""Days of a stay in the line of cancer centres."""
_SEJOURS_CLCC = 12
FEUILLE_CLCC = "gn-1603"
_STRATES_CLCC = (2, 3, 4, 6)
_TOURS = 60
_CASES_MIN, _PART_OUVERTE = 20, 0.03
"""A place of the région is chosen by so many (residence, group), with this share where it was not."""
_PLAFOND = 0.8
"""Of the days of the least of the first establishments, when choices are raked."""
_PLAFOND_REGROUPE = 0.97
"""The same, once places too little used are left for others; each one held has a little less, ``_ECART``."""
_ECART = 0.985


@dataclass(frozen=True, eq=False, slots=True)
class Cases:
    """What each site stands for in the slide: site -> case (-1: nothing), case -> year -> days.

    The first ``reels`` cases are the establishments, the others the rest of each line; ``clcc`` is the one of
    cancer centres.
    """

    region: str
    de_site: Entiers
    jours: tuple[dict[int, int], ...]
    reels: int
    clcc: int

    def cibles(self, annee: int) -> Reels:
        """Days of each case which residents choose, cancer centres left out."""
        jours = np.array([jours[annee] for jours in self.jours], dtype=float)
        jours[self.clcc] = 0
        return jours

    def plafond(self, annee: int) -> float:
        """Days that no other legal entity may expect."""
        return _PLAFOND * min(jours[annee] for jours in self.jours[: self.reels])


def cases(marge: MargeSsr, s: Sites, annees: tuple[int, ...]) -> Cases:
    """Number the cases."""
    lignes = list(marge.lignes)
    rangs = {e.finess: i for i, e in enumerate(marge.etablissements)}
    rangs_lignes = {genre: len(rangs) + j for j, genre in enumerate(lignes)}
    genres = zip(s.secteur.tolist(), s.statut.tolist(), s.categorie.tolist(), strict=True)
    de_site = [
        rangs.get(finess, rangs_lignes.get(genre, -1))
        for finess, genre in zip(s.finess.tolist(), genres, strict=True)
    ]
    jours = [dict(e.journees) for e in marge.etablissements]
    for genre in lignes:
        dites = [e.journees for e in marge.etablissements if e.genre == genre]
        jours.append({a: marge.lignes[genre][a] - sum(d[a] for d in dites) for a in marge.annees})
    for dits in jours:
        moyenne = sum(dits[a] for a in marge.annees) / len(marge.annees)
        dits |= {a: round(moyenne * _TENDANCE[a]) for a in annees if a not in dits}
    clcc = next(rangs_lignes[genre] for genre in lignes if genre[2] == "clcc")
    return Cases(marge.region, np.array(de_site), tuple(jours), len(rangs), clcc)


def raker(
    choix: list[Choix], jours: Reels, r: Residences, s: Sites, c: Cases, annee: int
) -> list[Choix]:
    """Return the choices, the shares of the residents of the région raked to the cases.

    jours: expected days in complete stays, n residences x groups. Sites of no case and cancer centres lose
    these residents; what nobody chose takes places that were empty.
    """
    ici = np.flatnonzero(r.region == c.region)
    sites = np.stack([x.sites[ici] for x in choix], axis=1)
    parts = np.stack([x.parts[ici] for x in choix], axis=1)
    parts[np.isin(c.de_site[sites], (-1, c.clcc))] = 0
    _ouvrir(sites, parts, r.departement[ici], s, c)
    case = np.maximum(c.de_site[sites], 0)
    cibles = c.cibles(annee)
    lignes = jours[ici] * (cibles.sum() / jours[ici].sum())
    x = parts * lignes[:, :, None]
    for _ in range(_TOURS):
        obtenu = np.bincount(case.ravel(), x.ravel(), len(cibles))
        x *= np.divide(cibles, obtenu, out=np.zeros_like(cibles), where=obtenu > 0)[case]
        x *= _moderer(s, x, sites, c, annee)[sites]
        x *= (lignes / x.sum(axis=2))[:, :, None]
    parts = x / x.sum(axis=2, keepdims=True)
    rendus = []
    for g, ancien in enumerate(choix):
        nouveau = Choix(ancien.sites.copy(), ancien.parts.copy())
        nouveau.sites[ici], nouveau.parts[ici] = sites[:, g], parts[:, g]
        rendus.append(nouveau)
    return rendus


def _moderer(s: Sites, x: Reels, sites: Entiers, c: Cases, annee: int) -> Reels:
    """By site: what brings its legal entity back under the ceiling, 1 for the first establishments."""
    _, entite = np.unique(s.finess, return_inverse=True)
    somme = np.bincount(entite[sites].ravel(), x.ravel(), minlength=int(entite.max()) + 1)
    frein = np.minimum(1, c.plafond(annee) / np.maximum(somme, 1e-9))[entite]
    return np.where(c.de_site < c.reels, 1.0, frein)


def _ouvrir(
    sites: Entiers, parts: Reels, departement: NDArray[np.object_], s: Sites, c: Cases
) -> None:
    """In empty places of ``parts``, let each site of the région have residents, and each of them a site."""
    places = np.flatnonzero((s.region == c.region) & (s.tailles["ssr"] > 0))
    places = places[~np.isin(c.de_site[places], (-1, c.clcc))]
    for rang, site in enumerate(places.tolist()):
        manque = _CASES_MIN - int(((sites == site) & (parts > 0)).sum())
        voisins = departement == s.departement[site]
        libres = np.argwhere((parts == 0) & (voisins | (not voisins.any())).reshape(-1, 1, 1))
        for i, g, k in libres[rang :: max(1, len(libres) // _CASES_MIN)][: max(0, manque)]:
            sites[i, g, k], parts[i, g, k] = site, _PART_OUVERTE
    ordre = places[np.argsort(-s.tailles["ssr"][places], kind="stable")]
    for i, g in np.argwhere((parts > 0).sum(axis=2) < 2):
        # Whoever has one choice cannot be raked: the two largest places of the département are others.
        voisins_places = ordre[s.departement[ordre] == departement[i]][:3]
        vides = np.flatnonzero(parts[i, g] == 0)
        autres = [x for x in voisins_places.tolist() if x not in sites[i, g][parts[i, g] > 0]]
        for k, site in zip(vides[:2], autres, strict=False):
            sites[i, g, k], parts[i, g, k] = site, _PART_OUVERTE


def centres(r: Residences, s: Sites, c: Cases, annee: int, noeud: int) -> Lignes:
    """The rows of the line of cancer centres."""
    jours = c.jours[c.clcc][annee]
    sejours = max(_SEJOURS_CLCC, round(jours / _JOURS_CLCC))
    region = np.flatnonzero(r.region == c.region)
    residence = int(region[r.bandes[region].sum(axis=1).argmax()])
    possibles = np.flatnonzero((c.de_site == c.clcc) & (s.tailles["ssr"] > 0))
    ecart = np.hypot(
        s.longitude[possibles] - r.longitude[residence],
        s.latitude[possibles] - r.latitude[residence],
    )
    n = len(_STRATES_CLCC)
    parts = np.full(n, sejours // n) + (np.arange(n) < sejours % n)
    return {
        "residence": np.full(n, residence + 1),
        "site": np.full(n, int(possibles[ecart.argmin()]) + 1),
        "noeud": np.full(n, noeud),
        "type": np.full(n, 1),
        "strate": np.array(_STRATES_CLCC),
        "sejours": parts,
        "unites": parts * _JOURS_CLCC,
    }


def caler_annee(lignes: Lignes, r: Residences, s: Sites, c: Cases, annee: int) -> None:
    """Set the units of the complete stays of the residents of the région, in place.

    Legal entities which regrouping made larger than the first establishments have shorter stays: they
    stand under the ceiling, and the others of their case have the days left.
    """
    concerne = (r.region[lignes["residence"] - 1] == c.region) & (lignes["type"] == 1)
    cases_des_lignes = np.where(concerne, c.de_site[lignes["site"] - 1], -1)
    groupes = cases_des_lignes
    totaux = {case: jours[annee] for case, jours in enumerate(c.jours)}
    plafond = int(_PLAFOND_REGROUPE / _PLAFOND * c.plafond(annee))
    _, numeros = np.unique(s.finess, return_inverse=True)
    entites = numeros[lignes["site"] - 1]
    for _ in range(_TOURS):
        caler(lignes, groupes, totaux)
        jours = np.bincount(entites[groupes >= c.reels], lignes["unites"][groupes >= c.reels])
        trop = np.flatnonzero(jours > plafond)
        if not len(trop):
            return
        groupes = groupes.copy()
        for entite in trop.tolist():
            siennes = (entites == entite) & (cases_des_lignes >= c.reels)
            tenus = round(plafond * _ECART ** (len(totaux) - len(c.jours)))
            totaux[int(cases_des_lignes[siennes][0])] -= tenus
            totaux[len(totaux)] = tenus
            groupes[siennes] = len(totaux) - 1
    raise ValueError(f"no room under {plafond} days in {annee}")
