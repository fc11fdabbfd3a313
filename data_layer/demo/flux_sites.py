"""The establishments of flows: the invented ones of drugs and devices, their sites, the eleven real ones.

A legal entity (FINESS juridique) has one to three sites (FINESS géographique). Invented numbers end with a
wrong key, as in :mod:`data_layer.demo.etablissements`; so do those of the sites of the eleven real SSR
establishments, whose legal numbers and names alone are printed. A site stands in the middle of its commune.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data_layer.demo import activite_mco
from data_layer.demo.dm_etablissements import cadre
from data_layer.demo.etablissements import PROFILS, inventer, numero, prefixe_finess
from data_layer.demo.flux_calibration import Genre, marge_ssr
from data_layer.demo.flux_lieux import Residences, nom_departement, territoire
from data_layer.demo.poles import a_leur_mesure, desservis
from geodata.codes import communes_decrites
from geodata.contours import ContoursAbsents
from geodata.referentiel import departements

Textes = NDArray[np.object_]
Reels = NDArray[np.float64]

_GRAINE = [20220628, 2]
_RANG_SITE, _RANG_SSR = 2000, 800
_SECTEURS = {"public": ("daf", "public"), "espic": ("daf", "pnl"), "prive": ("oqn", "prive")}
_JOURS_MEDIANS = 14_000
"""A place of the SSR margin takes about so many days of the région: that says how many are needed."""

# profil -> probability of SSR, days of SSR; of PSY, its size. (Sizes are relative within a champ.)
_PSY = {
    "CHU": (0.6, 3.0),
    "CH": (0.42, 1.6),
    "Hôpital associatif": (0.2, 1.2),
    "Clinique": (0.13, 0.6),
}
_SSR = {
    "CHU": (0.9, 26e3), "CLCC": (0.3, 2e3), "CH": (0.72, 16e3), "Hôpital local": (0.8, 9e3),
    "Hôpital associatif": (0.55, 17e3), "Clinique": (0.22, 17e3),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entite:
    """A legal entity; ``tailles``: by champ, 0 where it has none."""

    finess: str
    nom: str
    profil: str
    departement: str
    genre: Genre
    commune: str | None
    tailles: dict[str, float]


@dataclass(frozen=True, eq=False, slots=True)
class Sites:
    """Arrays of length n in order of région, département, FINESS géographique; site = position + 1."""

    fig: Textes
    libelle: Textes
    finess: Textes
    raison_sociale: Textes
    commune: Textes
    ville: Textes
    departement: Textes
    region: Textes
    tds: Textes
    secteur: Textes
    statut: Textes
    categorie: Textes
    longitude: Reels
    latitude: Reels
    tailles: dict[str, Reels]

    def __len__(self) -> int:
        return len(self.fig)


def sites(r: Residences) -> Sites:
    """Return the sites, the same each time on the same geography."""
    hasard = np.random.default_rng(_GRAINE)
    entites = _completer(_entites(hasard), hasard)
    return _numeroter(_implanter(_a_mesure(entites, hasard), r, hasard), r)


def _entites(hasard: np.random.Generator) -> list[Entite]:
    """Those of drugs and devices, with what they do in each champ."""
    c = cadre()
    tires = np.random.default_rng([activite_mco.GRAINE, 1])
    invente = inventer(activite_mco.ETABLISSEMENTS, tires)
    profils = dict(zip(invente.finess.tolist(), invente.profil.tolist(), strict=True))
    entites = []
    for i in range(len(c)):
        rang = profils.get(c.finess[i])
        profil = PROFILS[rang].libelle if rang is not None else ""
        secteur, statut = _SECTEURS[c.statut[i]]
        categorie = c.categorie[i]
        if not profil and statut == "public":
            categorie = "autre-public"
        if not profil and statut == "pnl" and hasard.random() < 0.05:
            secteur = "oqn"
        sort = hasard.lognormal(0, 0.5, 3)
        p_ssr, jours = _SSR.get(profil, (0.0, 0.0))
        p_psy, lits = _PSY.get(profil, (0.0, 0.0))
        tailles = {
            "mco": _mco(rang, sort[0]),
            "had": float(c.had[i]),
            "ssr": 24e3 * sort[1] * (c.ssr[i] > 0) or (hasard.random() < p_ssr) * jours * sort[1],
            "psy": (hasard.random() < p_psy) * lits * sort[2],
        }
        genre = (secteur, statut, categorie)
        entites.append(
            Entite(
                c.finess[i], c.libelle[i], profil, c.departement[i], genre, c.commune[i], tailles
            )
        )
    return _partout(entites)


def _mco(rang: int | None, sort: float) -> float:
    """Size in MCO: stays, and séances for a part of them."""
    return (PROFILS[rang].sejours + 0.3 * PROFILS[rang].seances) * sort if rang is not None else 0.0


def _partout(entites: list[Entite]) -> list[Entite]:
    """Give each champ to the first hospital of the départements where chance gave it to none."""
    presents = {(e.departement, champ) for e in entites for champ, t in e.tailles.items() if t > 0}
    rendues = []
    for e in entites:
        tailles = dict(e.tailles)
        if e.profil == "CH":
            for champ, taille in (("had", 1.0), ("ssr", 16e3), ("psy", 1.6)):
                if (e.departement, champ) not in presents:
                    presents.add((e.departement, champ))
                    tailles[champ] = taille
        rendues.append(replace(e, tailles=tailles))
    return rendues


def _completer(entites: list[Entite], hasard: np.random.Generator) -> list[Entite]:
    """Add the eleven, and enough invented SSR places for the rest of each line of their région."""
    marge = marge_ssr()
    codes = [d.code for d in departements() if d.region == marge.region]
    derniere = marge.annees[-1]
    ici = Counter(e.genre for e in entites if e.departement in codes and e.tailles["ssr"] > 0)
    reelles = [
        Entite(e.finess, e.nom, "SSR", e.commune[:2], e.genre, e.commune,
               {"mco": 0.0, "had": 0.0, "ssr": float(e.journees[derniere]), "psy": 0.0})
        for e in marge.etablissements
    ]  # fmt: skip
    ajoutees: list[Entite] = []
    rangs: Counter[str] = Counter()
    for genre, jours in marge.lignes.items():
        if genre[2] in ("clcc", "chr"):
            continue  # those of the country are near enough
        reste = jours[derniere] - sum(
            e.journees[derniere] for e in marge.etablissements if e.genre == genre
        )
        for _ in range(max(1, round(reste / _JOURS_MEDIANS)) - ici[genre]):
            code = min(codes, key=lambda d: (rangs[d] / desservis()[d], d))
            rangs[code] += 1
            nom = f"Centre de réadaptation de démonstration SSR {_RANG_SSR + rangs[code]}"
            taille = min(_JOURS_MEDIANS, reste) * hasard.lognormal(0, 0.2)
            ajoutees.append(
                Entite(numero(prefixe_finess(code), _RANG_SSR + rangs[code]),
                       f"{nom} ({nom_departement(code)})", "SSR", code, genre, None,
                       {"mco": 0.0, "had": 0.0, "ssr": float(taille), "psy": 0.0})
            )  # fmt: skip
    return entites + reelles + ajoutees


def _a_mesure(entites: list[Entite], hasard: np.random.Generator) -> list[Entite]:
    """Scale sizes so that each département does what it serves, more or less."""
    codes = np.array([e.departement for e in entites], dtype=object)
    justes = {}
    for champ in ("mco", "had", "ssr", "psy"):
        tailles = np.array([e.tailles[champ] for e in entites])
        # Half way, in logarithms: care at home, rehabilitation and psychiatry gather less.
        justes[champ] = np.sqrt(tailles * a_leur_mesure(tailles, codes, hasard))
    return [
        replace(e, tailles={champ: float(t[i]) for champ, t in justes.items()})
        for i, e in enumerate(entites)
    ]


def _implanter(
    entites: Sequence[Entite], r: Residences, hasard: np.random.Generator
) -> list[tuple[Entite, int, str | None, dict[str, float]]]:
    """Return (entity, rank of the site, commune, sizes) of each site."""
    grandes: dict[str, list[str]] = defaultdict(list)
    for i in np.argsort(-r.bandes.sum(1), kind="stable").tolist():
        if r.communes[i] and len(grandes[r.departement[i]]) < 8:
            grandes[r.departement[i]].append(r.communes[i][0])
    places = []
    for e in entites:
        voisines = [c for c in grandes[e.departement] if c != e.commune]
        nombre = {"CHU": 3, "CH": 1 + int(hasard.random() < 0.35)}.get(e.profil, 1)
        parts = {1: [1.0], 2: [0.75, 0.25], 3: [0.6, 0.25, 0.15]}[nombre]
        commune = e.commune or (grandes[e.departement][0] if grandes[e.departement] else None)
        for rang, part in enumerate(parts):
            tailles = {champ: t * part for champ, t in e.tailles.items()}
            if nombre > 1:  # home care leaves from the first site, psychiatry has the last one
                tailles["had"] = e.tailles["had"] * (rang == 0)
                tailles["psy"] = e.tailles["psy"] * (rang == nombre - 1)
            ou = commune
            if rang and voisines:
                # A university hospital stays in its town or beside it.
                ou = voisines[int(hasard.integers(min(3, len(voisines))))] if rang == 1 else commune
            places.append((e, rang, ou, tailles))
    return places


def _numeroter(
    places: Iterable[tuple[Entite, int, str | None, dict[str, float]]], r: Residences
) -> Sites:
    regions = {d.code: d.region for d in departements()}
    rangs: Counter[str] = Counter()
    lignes = []
    for e, rang, commune, tailles in places:
        rangs[e.departement] += 1
        fig = numero(prefixe_finess(e.departement), _RANG_SITE + rangs[e.departement])
        lignes.append(((regions[e.departement], e.departement, fig), e, rang, commune, tailles))
    lignes.sort(key=lambda ligne: ligne[0])
    coordonnees, noms = _coordonnees(r)
    ou = [coordonnees.get(x[3] or "", coordonnees[x[1].departement]) for x in lignes]

    def colonne(valeurs: Iterable[str | None]) -> Textes:
        return np.array(list(valeurs), dtype=object)

    return Sites(
        fig=colonne(x[0][2] for x in lignes),
        libelle=colonne(_libelle(x[1], x[2]) for x in lignes),
        finess=colonne(x[1].finess for x in lignes),
        raison_sociale=colonne(x[1].nom for x in lignes),
        commune=colonne(x[3] for x in lignes),
        ville=colonne(noms.get(x[3] or "") for x in lignes),
        departement=colonne(x[0][1] for x in lignes),
        region=colonne(x[0][0] for x in lignes),
        tds=colonne(territoire(x[0][1], (x[3],) if x[3] else ()) for x in lignes),
        secteur=colonne(x[1].genre[0] for x in lignes),
        statut=colonne(x[1].genre[1] for x in lignes),
        categorie=colonne(x[1].genre[2] for x in lignes),
        longitude=np.array([x for x, _ in ou]),
        latitude=np.array([y for _, y in ou]),
        tailles={c: np.array([x[4][c] for x in lignes]) for c in ("mco", "had", "ssr", "psy")},
    )


def _libelle(e: Entite, rang: int) -> str:
    return e.nom if rang == 0 else f"{e.nom} – site {rang + 1}"


def _coordonnees(r: Residences) -> tuple[dict[str, tuple[float, float]], dict[str, str]]:
    """Place of each commune, and of each département (its largest residence); names of communes."""
    places: dict[str, tuple[float, float]] = {}
    for i in np.argsort(-r.bandes.sum(1), kind="stable").tolist():
        places.setdefault(r.departement[i], (float(r.longitude[i]), float(r.latitude[i])))
    try:
        communes = communes_decrites()
    except ContoursAbsents:
        communes = ()
    places |= {c.code: (c.longitude, c.latitude) for c in communes}
    return places, {c.code: c.nom for c in communes}
