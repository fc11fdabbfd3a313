"""The gravity model of flows: where the residents of each place go for each activity.

Attraction of a site for an activity = size of the site in the champ x attrait(activity, category). The share
of a site among the stays of a residence is proportional to attraction x exp(-distance / portee), where portee
(km) is that of the activity, longer for CHU and cancer centres (``_RECOURS``) and far apart in thinly peopled
places. Beyond, people who leave: ``_FUITE`` of stays go to one far site, drawn by attraction and a range six
times longer; from overseas it is a CHU or a cancer centre of the largest towns of métropole (evacuations).

Each residence uses, for an activity, a few sites only: one for ``_SEJOURS_PAR_SITE`` stays a year, four at
most, drawn without replacement by their shares (Gumbel top-m, chance reduced). Few residents make few flows,
most of them of more than ten stays, and choices stay the same from year to year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.flux_lieux import Residences, distances, sphere
from data_layer.demo.flux_nomenclature import CATEGORIES, Groupe, Nomenclature
from data_layer.demo.flux_sites import Sites
from data_layer.flux.modele import CHAMPS

Reels = NDArray[np.float64]
Entiers = NDArray[np.int64]

_GRAINE = 20220629
_RECOURS = {"chr": 1.6, "clcc": 2.2}
"""How many times farther people come."""
_SEJOURS_PAR_SITE = {"mco": 45.0, "had": 25.0, "ssr": 18.0, "psy": 30.0}
_SITES_MAX = 4
_CANDIDATS, _PORTEE_MOYENNE = 40, 16.0
"""Sites looked at for a residence and a champ, and the range by which they are found."""
_RIEN = 1e-9
"""Attraction of what does not do an activity."""
_FUITE = {"mco": 0.012, "had": 0.0, "ssr": 0.012, "psy": 0.008}
_FUITE_OUTRE_MER = {"mco": 0.02, "had": 0.0, "ssr": 0.015, "psy": 0.004}
_FUITE_MIN = 1.2
"""Stays a year below which nobody leaves."""
_ACCUEIL = ("75", "13", "31", "33", "34", "69", "94", "44")
_HASARD = 0.6
"""Weight of chance in the choice of sites: 1 is by shares, 0 the largest ones always."""


@dataclass(frozen=True, eq=False, slots=True)
class Choix:
    """For one group: sites (n residences x K, positions) from near to far, and shares, 0 where unused."""

    sites: Entiers
    parts: Reels


@dataclass(frozen=True, eq=False, slots=True)
class Carte:
    """What the choices of all groups share: km between residences and sites, who may be chosen by champ.

    candidats: champ -> n residences x ``_CANDIDATS`` positions of sites.
    """

    residences: Residences
    sites: Sites
    km: NDArray[np.float32]
    candidats: Mapping[str, Entiers]


def carte(r: Residences, s: Sites) -> Carte:
    """Measure every distance, and keep the sites that draw each residence the most in each champ."""
    vers = sphere(s.longitude, s.latitude)
    km = np.empty((len(r), len(s)), dtype=np.float32)
    candidats = {champ: np.empty((len(r), _CANDIDATS), dtype=np.int64) for champ in CHAMPS}
    recours = np.array([_RECOURS.get(x, 1.0) for x in s.categorie.tolist()])
    for debut in range(0, len(r), 500):
        ici = slice(debut, debut + 500)
        km[ici] = distances(sphere(r.longitude[ici], r.latitude[ici]), vers)
        for champ in CHAMPS:
            possibles = np.flatnonzero(s.tailles[champ] > 0)
            score = np.log(s.tailles[champ][possibles]) - km[ici][:, possibles] / (
                _PORTEE_MOYENNE * recours[possibles]
            )
            pris = np.argpartition(-score, _CANDIDATS - 1, axis=1)[:, :_CANDIDATS]
            candidats[champ][ici] = possibles[pris]
    return Carte(r, s, km, candidats)


def choisir(c: Carte, n: Nomenclature, rang: int, volumes: Reels) -> Choix:
    """Return the choices for group number ``rang``; ``volumes``: stays a year by residence."""
    groupe = n.groupes[rang]
    hasard = np.random.default_rng([_GRAINE, groupe.noeud])
    attraction, portee = _attraction(c.sites, groupe)
    possibles = c.candidats[groupe.champ]
    km = np.take_along_axis(c.km, possibles, 1).astype(np.float64)
    # Where nothing is near, people go farther: the range starts from the nearest site.
    proche = km.min(axis=1, keepdims=True)
    etendue = portee[possibles] + 0.25 * proche.clip(0, 60)
    score = np.log(np.maximum(attraction[possibles], _RIEN)) - (km - proche) / etendue
    combien = 1 + (volumes / _SEJOURS_PAR_SITE[groupe.champ]).astype(np.int64).clip(
        0, _SITES_MAX - 1
    )
    cles = score + _HASARD * hasard.gumbel(size=score.shape)
    pris = np.argsort(-cles, axis=1)[:, :_SITES_MAX]
    force = np.exp(np.take_along_axis(score, pris, 1) - score.max(axis=1, keepdims=True))
    # A site drawn by chance alone brings a little: no share below one twentieth of the first.
    force = np.maximum(force, 0.05 * force.max(axis=1, keepdims=True))
    force[np.arange(_SITES_MAX) >= combien[:, None]] = 0
    parts = force / force.sum(axis=1, keepdims=True)
    loin, fuite = _partir(c, groupe, attraction, volumes, hasard)
    sites = np.column_stack([np.take_along_axis(possibles, pris, 1), loin])
    parts = np.column_stack([parts * (1 - fuite)[:, None], fuite])
    ordre = np.argsort(np.take_along_axis(c.km, sites, 1), axis=1, kind="stable")
    return Choix(np.take_along_axis(sites, ordre, 1), np.take_along_axis(parts, ordre, 1))


def _attraction(s: Sites, groupe: Groupe) -> tuple[Reels, Reels]:
    """By site: attraction and range in km."""
    attraits = dict(zip(CATEGORIES, groupe.attrait, strict=True))
    attraits["autre-public"] = attraits["ch"]
    facteur = np.array([attraits[x] for x in s.categorie.tolist()])
    recours = np.array([_RECOURS.get(x, 1.0) for x in s.categorie.tolist()])
    if groupe.champ in ("had", "psy"):
        recours = np.sqrt(recours)  # care near home
    # Attraction grows slower than size: doubling a place does not double who comes.
    return facteur * s.tailles[groupe.champ] ** 0.65, groupe.portee * recours


def _partir(
    c: Carte, groupe: Groupe, attraction: Reels, volumes: Reels, hasard: np.random.Generator
) -> tuple[Entiers, Reels]:
    """The far site of each residence, and the share that goes there."""
    s, departements = c.sites, c.residences.departement
    outre_mer = np.array([d.startswith("97") for d in departements.tolist()])
    accueil = np.isin(s.departement, _ACCUEIL) & np.isin(s.categorie, ("chr", "clcc"))
    loin = np.empty(len(departements), dtype=np.int64)
    for code in sorted(set(departements.tolist())):
        ici = np.flatnonzero(departements == code)
        milieu = c.km[ici].mean(axis=0)
        if code.startswith("97"):
            poids = attraction * accueil
        else:
            poids = attraction * np.exp(-milieu / (6 * groupe.portee)) * (s.departement != code)
        poids = poids if poids.sum() > 0 else attraction * np.exp(-milieu / milieu.max())
        loin[ici] = hasard.choice(len(s), len(ici), p=poids / poids.sum())
    part = np.where(outre_mer, _FUITE_OUTRE_MER[groupe.champ], _FUITE[groupe.champ])
    part = part * hasard.lognormal(0, 0.5, len(part))
    return loin, np.where(volumes * part >= _FUITE_MIN, part, 0.0)
