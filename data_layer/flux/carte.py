"""What the map of flows shows of each PMSI code: consumed, produced for, recruited, drawn to a town."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from data_layer.disclosure import Garde, garder_effectif
from data_layer.flux.demande import COLONNES, DemandeFlux
from data_layer.flux.gardes import (
    absente,
    aligner,
    deduire,
    hors_region,
    prendre,
    publique,
    repeter,
)
from data_layer.flux.publie import AILLEURS
from data_layer.flux.questions import Reels, Sommes
from data_layer.flux.regions import nom_region, region_de
from data_layer.indicators import standardisation as std
from data_layer.indicators.encadrement import quotient
from data_layer.indicators.flux_zones import Verdict, villes_de_recours
from data_layer.ouverture import moteur, nom_vue
from data_layer.statuts import RANG_STATUT, Statut
from geodata.zones import Genre, Zone


class Indicateur(StrEnum):
    """What the map shows."""

    CONSOMMATION = "consommation"
    PRODUCTION = "production"
    RECRUTEMENT = "recrutement"
    POLE = "pole"


_OK, _MASQUE = RANG_STATUT[Statut.OK], RANG_STATUT[Statut.MASQUE]
PRODUCTEURS = (
    *(Genre.FRANCE, Genre.REGION, Genre.DEPARTEMENT),
    *(Genre.ETABLISSEMENT, Genre.ETABLISSEMENT_GEOGRAPHIQUE),
)
"""Kinds of place whose patients are published code by code."""
ETABLISSEMENTS = (Genre.ETABLISSEMENT, Genre.ETABLISSEMENT_GEOGRAPHIQUE)


@dataclass(frozen=True, eq=False, slots=True)
class Poles:
    """Towns that draw most from n codes: their name ("" unless found), the share, and what is known."""

    villes: tuple[str, ...]
    part: Garde
    verdicts: NDArray[np.int8]


def consommation(demande: DemandeFlux, codes: Sequence[str]) -> dict[str, Garde]:
    """Volume, population and crude rate of codes (n)."""
    volume = _volume(demande, demande.sommer(["r.code"], demande.annee), codes)
    connus, personnes = demande.populations(demande.annee, "code")
    rang = {c: i for i, c in enumerate(connus)}
    totaux = np.append(personnes.sum(axis=1), np.nan)
    habitants = totaux[[rang.get(c, -1) for c in codes]]
    return rapporter(volume, habitants)


def rapporter(volume: Garde, habitants: Reels) -> dict[str, Garde]:
    """Volumes, inhabitants (NaN where unknown) and crude rates, arrays of one length."""
    return {
        "volume": volume,
        "population": publique(habitants),
        "taux_brut": deduire(
            std.taux_brut(volume.valeurs, habitants), volume, sans_objet=~(habitants > 0)
        ),
    }


def ensemble(
    demande: DemandeFlux, residence: Zone | None = None, lieu: Zone | None = None
) -> Garde:
    """The volume of a zone of residence, or of a place, as a whole (1)."""
    sommes = demande.sommer([], demande.annee, residence, lieu)
    return demande.volume(sommes, garder_effectif(sommes.sejours))


def habitants(demande: DemandeFlux, zone: Zone) -> Reels:
    """Persons living in a zone (1)."""
    if zone.genre is Genre.FRANCE:
        return np.array([demande.populations(demande.annee, None)[1].sum()])
    codes, personnes = demande.populations(demande.annee, COLONNES[zone.genre])
    return np.array([personnes[codes.index(zone.code)].sum() if zone.code in codes else np.nan])


def recrutement(demande: DemandeFlux, codes: Sequence[str], lieu: Zone) -> dict[str, Garde]:
    """Volume, share of the activity of a place and of what residents consume, by code (n).

    To a place smaller than a région, codes of other régions are not told one by one: they are
    ``hors_region``. Raises HorsFamille for a kind of place that is not published code by code.
    """
    annee = demande.annee
    volume = _volume(demande, demande.sommer(["r.code"], annee, lieu=lieu), codes)
    volume = hors_region(volume, ~_proches(demande, codes, lieu))
    total = ensemble(demande, lieu=lieu)
    consomme = _volume(demande, demande.sommer(["r.code"], annee), codes)
    totaux = repeter(total, len(codes))
    return {
        "volume": volume,
        "part": deduire(100 * quotient(volume.valeurs, totaux.valeurs), volume, totaux),
        "emprise": deduire(100 * quotient(volume.valeurs, consomme.valeurs), volume, consomme),
    }


def _proches(demande: DemandeFlux, codes: Sequence[str], lieu: Zone) -> NDArray[np.bool_]:
    """Codes (n) whose flows to a place are told one by one: those of a région where it is."""
    if lieu.genre in (Genre.FRANCE, Genre.REGION):
        return np.ones(len(codes), dtype=bool)
    regions, index = regions_du_lieu(demande, lieu), demande.contexte.zones
    return np.array([region_de(index.get(f"{Genre.PMSI}-{c}")) in regions for c in codes])


def regions_du_lieu(demande: DemandeFlux, lieu: Zone) -> frozenset[str]:
    """The codes of the régions where the sites of a place smaller than a région are."""
    vue = nom_vue(demande.jeu, "sites")
    lus = moteur().executer(
        f'SELECT DISTINCT region FROM "{vue}" WHERE {COLONNES[lieu.genre]} = ?', [lieu.code]
    )
    return frozenset(str(r) for r in lus["region"])


def des_proches(demande: DemandeFlux, lieu: Zone) -> list[Garde]:
    """What codes told one by one add up to: the volume (1) of a place, from each région where it is."""
    if lieu.genre in (Genre.FRANCE, Genre.REGION):
        return [ensemble(demande, lieu=lieu)]
    trouvees = (
        demande.contexte.zones.get(f"{Genre.REGION}-{r}") for r in regions_du_lieu(demande, lieu)
    )
    return [ensemble(demande, residence=z, lieu=lieu) for z in trouvees if z is not None]


def _ville(demande: DemandeFlux, villes: dict[str, str], code: str) -> str:
    """The town of an establishment; what is said of those of another région together."""
    if code.startswith(AILLEURS):
        return f"ailleurs : {nom_region(code.removeprefix(AILLEURS), demande.contexte)}"
    return villes[code]


def poles(demande: DemandeFlux, codes: Sequence[str]) -> Poles:
    """The town where most of what residents consume is done, by code, from shown flows alone.

    Another région competes as one town: « ailleurs : Île-de-France ».
    """
    annee = demande.annee
    consomme = _volume(demande, demande.sommer(["r.code"], annee), codes)
    flux = demande.sommer(["r.code", "s.finess"], annee)
    garde = demande.volume(flux, garder_effectif(flux.sejours))
    villes = demande.villes()
    dites = [_ville(demande, villes, str(f)) for f in flux.groupes[1]]
    noms = sorted(set(dites))
    rang_ville = {v: i for i, v in enumerate(noms)}
    place = {c: i for i, c in enumerate(codes)}
    lu = villes_de_recours(
        np.array([place[str(c)] for c in flux.groupes[0]], dtype=np.int64),
        np.array([rang_ville[v] for v in dites], dtype=np.int64),
        np.where(garde.statuts == _OK, garde.valeurs, np.nan),
        consomme.valeurs,
    )
    trouve = lu.verdicts == Verdict.TROUVE
    statuts = np.select(
        [trouve & np.isfinite(lu.parts), lu.verdicts == Verdict.AUCUN],
        [_OK, RANG_STATUT[Statut.SANS_OBJET]],
        _MASQUE,
    ).astype(np.int8)
    ok = statuts == _OK
    part = Garde(np.where(ok, 100 * lu.parts, np.nan), np.where(ok, 0.0, np.nan), statuts)
    trouvees = tuple(noms[p] if t else "" for p, t in zip(lu.places, trouve, strict=True))
    return Poles(trouvees, part, lu.verdicts)


def cercles(
    demande: DemandeFlux, zone: Zone, indicateur: Indicateur
) -> tuple[list[str], Garde, str]:
    """Establishments and what they do: of the residents of a zone, or of all patients.

    Codes, volumes (n) and the column of sites that codes are of. Of the residents of a zone, only those of
    their région are told. Raises HorsFamille.
    """
    annee = demande.annee
    if zone.genre in ETABLISSEMENTS:
        sommes = demande.sommer(["s.fig"], annee, lieu=zone)
        colonne = "fig"
    else:
        de_residents = indicateur in (Indicateur.CONSOMMATION, Indicateur.POLE)
        de, vers = (zone, None) if de_residents else (None, zone)
        sommes = demande.sommer(["s.finess"], annee, de, vers)
        colonne = "finess"
    volume = demande.volume(sommes, garder_effectif(sommes.sejours))
    codes = [str(c) for c in sommes.groupes[0]]
    ici = np.flatnonzero([not c.startswith(AILLEURS) for c in codes])
    return [codes[i] for i in ici], prendre(volume, ici), colonne


def liens(
    demande: DemandeFlux, zone: Zone, indicateur: Indicateur
) -> tuple[list[tuple[str, str]], Garde]:
    """Flows from codes to establishments of a zone that is not all of France: pairs, volumes (n).

    Those that stay in a région: the others are not told one by one. Raises HorsFamille.
    """
    annee = demande.annee
    if zone.genre in ETABLISSEMENTS:
        sommes = demande.sommer(["r.code"], annee, lieu=zone)
        paires = [(str(c), zone.code) for c in sommes.groupes[0]]
    else:
        de_residents = indicateur in (Indicateur.CONSOMMATION, Indicateur.POLE)
        de, vers = (zone, None) if de_residents else (None, zone)
        sommes = demande.sommer(["r.code", "s.finess"], annee, de, vers)
        paires = [(str(c), str(f)) for c, f in zip(*sommes.groupes, strict=True)]
    volume = demande.volume(sommes, garder_effectif(sommes.sejours))
    ici = np.flatnonzero([not vers.startswith(AILLEURS) for _, vers in paires])
    return [paires[i] for i in ici], prendre(volume, ici)


def absents(codes: Sequence[str]) -> dict[str, Garde]:
    """Every measure of a year that the activity is not known over."""
    cles = ("volume", "population", "taux_brut", "part", "emprise", "part_pole")
    return dict.fromkeys(cles, absente(len(codes)))


def places(demande: DemandeFlux, table: str, code: str) -> dict[str, tuple[float, float]]:
    """Longitude and latitude by code of residences or sites; an entity stands where its first site is."""
    vue = nom_vue(demande.jeu, table)
    cle = "residence" if table == "residences" else "site"
    lus = moteur().executer(
        f'SELECT {code} AS c, arg_min(longitude, {cle}) AS x, arg_min(latitude, {cle}) AS y FROM "{vue}" '
        "GROUP BY ALL"
    )
    return {
        str(c): (float(x), float(y)) for c, x, y in zip(lus["c"], lus["x"], lus["y"], strict=True)
    }


def _volume(demande: DemandeFlux, sommes: Sommes, codes: Sequence[str]) -> Garde:
    brut, unites = aligner(sommes, codes)
    return demande.volume(Sommes((), brut, unites), garder_effectif(brut))
