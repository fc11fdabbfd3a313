"""The synthetic twin of ``activite_mco``: same schema, same masking code, no real establishment.

Deterministic: same scale, same bytes. What it imitates: skewed sizes, growth with the dip of 2020,
a rising share of partielle, openings and closures, incomplete years, and counts of 1 to 10 which
the imitated source writes "1 à 10" before our own masking sees them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from data_layer.demo.etablissements import PROFILS, Etablissements, inventer
from data_layer.demo.garde import jamais_un_reel
from data_layer.demo.poles import a_leur_mesure, tirer_tailles
from data_layer.sources import activite_mco
from data_layer.sources.modele import Progres
from data_layer.sources.nombres import MASQUE
from data_layer.sources.schema_mco import NOM, NON_RENSEIGNEE, SCHEMAS, Observations
from data_layer.warehouse import Meta, Release, publier
from geodata.referentiel import departement_du_finess

ANNEES = np.arange(2015, 2025)
ETABLISSEMENTS = 1450
GRAINE = 20151231
# Activity of each year against 2015, all else equal.
_CONJONCTURE = np.array([1, 1.015, 1.025, 1.03, 1.04, 0.92, 1.0, 1.02, 1.06, 1.1])
_LOT = 5000

Reels = NDArray[np.float64]


def publier_demo(
    echelle: int = 1, *, force: bool = False, progres: Progres = lambda lignes: None
) -> Release:
    """Build the synthetic dataset and put it in force; ``progres`` is told establishments written.

    Raises PublicationRefusee when a real dataset is in force, unless ``force``.
    """

    return publier(
        NOM, lambda dossier: ecrire(dossier, echelle, progres), condition=jamais_un_reel(NOM, force)
    )


def ecrire(dossier: Path, echelle: int = 1, progres: Progres = lambda lignes: None) -> Meta:
    """Write about 13,500 rows times ``echelle`` into ``dossier``, batch by batch."""
    nombre = ETABLISSEMENTS * echelle
    etablissements = inventer(nombre, np.random.default_rng([GRAINE, echelle]))
    comptes = activite_mco.ecrire(_lots(etablissements, echelle, progres), dossier)
    return Meta(
        source="Données synthétiques de démonstration",
        editeur="Portulan",
        licence="Sans objet (données inventées)",
        credit="Données synthétiques de démonstration, Portulan",
        millesime=f"{ANNEES[0]}-{ANNEES[-1]}",
        synthetique=True,
        rapport={"annees": ANNEES.tolist(), "echelle": echelle, **comptes.rapport()},
        schema_attendu=SCHEMAS,
    )


def presences() -> dict[str, tuple[int, int]]:
    """Return FINESS -> first year open, year from which it is closed, as at scale 1."""
    connus = inventer(ETABLISSEMENTS, np.random.default_rng([GRAINE, 1]))
    # The lives are what the generator of the first batch draws first.
    ouverts, _ = _vie(ETABLISSEMENTS, np.random.default_rng([GRAINE, 1, 0]))
    debut = ANNEES[0] + ouverts.argmax(axis=1)
    fins = debut + ouverts.sum(axis=1)
    return {
        f: (int(d), int(x)) for f, d, x in zip(connus.finess.tolist(), debut, fins, strict=True)
    }


def _lots(etablissements: Etablissements, echelle: int, progres: Progres) -> Iterator[Observations]:
    tailles = _tailles(etablissements, np.random.default_rng([GRAINE, echelle, 0, 1]))
    for debut in range(0, len(etablissements.finess), _LOT):
        lot = slice(debut, debut + _LOT)
        # A generator per batch: rows do not depend on how many batches came before.
        hasard = np.random.default_rng([GRAINE, echelle, debut])
        observations = _observer(
            Etablissements(
                etablissements.finess[lot], etablissements.libelle[lot], etablissements.profil[lot]
            ),
            tailles[lot],
            hasard,
        )
        yield observations
        progres(len(etablissements.finess[lot]))


def _tailles(e: Etablissements, hasard: np.random.Generator) -> Reels:
    """Return the stays of an ordinary year of each establishment, large where many are treated."""
    tailles = _colonne(e.profil, "sejours") * tirer_tailles(_colonne(e.profil, "etalement"), hasard)
    departement = np.array([departement_du_finess(f) for f in e.finess], dtype=object)
    return a_leur_mesure(tailles[:, 0], departement, hasard)


def _colonne(profil: NDArray[np.int64], nom: str) -> Reels:
    """Return one figure of each establishment's profile, as a column over the years."""
    return np.array([getattr(p, nom) for p in PROFILS], dtype=float)[profil][:, None]


def _observer(e: Etablissements, tailles: Reels, hasard: np.random.Generator) -> Observations:
    """Return the raw rows of some establishments (``tailles``: stays of an ordinary year), as the
    imitated source writes them."""
    n, forme = len(e.finess), (len(e.finess), len(ANNEES))
    ouverts, mois = _vie(n, hasard)
    annee = _CONJONCTURE * hasard.lognormal(0, 0.05, forme) * mois / 12
    total = hasard.poisson(tailles[:, None] * annee)
    part_hp = _colonne(e.profil, "hp0") + _colonne(e.profil, "hp_pente") * np.arange(len(ANNEES))
    propre = hasard.normal(0, 0.05, (n, 1)) * ((part_hp > 0.02) & (part_hp < 1))
    hp = hasard.binomial(total, np.clip(part_hp + propre, 0, 1))
    seances = _seances(e.profil, annee, hasard)
    present = ouverts & (total + seances > 0)
    lieu, rang = np.nonzero(present)
    categorie = np.array([p.categorie for p in PROFILS], dtype=object)[e.profil][lieu]
    categorie[hasard.random(len(lieu)) < 0.001] = NON_RENSEIGNEE
    moyennes = _moyennes(e.profil, total, total - hp, seances, hasard)
    return Observations(
        annee=ANNEES[rang].astype(np.int16),
        secteur=np.array([p.secteur for p in PROFILS], dtype=object)[e.profil][lieu],
        categorie=categorie,
        finess=e.finess[lieu],
        libelle=_libelles(e.libelle, hasard)[present],
        mois=mois[present].astype(np.int8),
        sejours=_comme_la_source(total[present]),
        sejours_hc=_comme_la_source((total - hp)[present]),
        sejours_hp=_comme_la_source(hp[present]),
        seances=_comme_la_source(seances[present]),
        **{nom: valeurs[present] for nom, valeurs in moyennes.items()},
    )


def _vie(n: int, hasard: np.random.Generator) -> tuple[NDArray[np.bool_], NDArray[np.int64]]:
    """Return who is open in which year, and the last month transmitted: arrays (n, years)."""
    rang = np.arange(len(ANNEES))
    ouverture = np.where(hasard.random(n) < 0.93, 0, hasard.integers(1, len(ANNEES), n))[:, None]
    fermeture = np.where(hasard.random(n) < 0.9, len(ANNEES), hasard.integers(1, len(ANNEES), n))
    fin = np.maximum(fermeture[:, None], ouverture + 1)
    incomplet = (hasard.random((n, len(ANNEES))) < 0.004) | (
        (rang == fin - 1) & (fin < len(ANNEES))
    )
    mois = np.where(incomplet, hasard.integers(1, 12, (n, len(ANNEES))), 12)
    return (rang >= ouverture) & (rang < fin), mois


def _seances(
    profil: NDArray[np.int64], annee: Reels, hasard: np.random.Generator
) -> NDArray[np.int64]:
    median = np.maximum(_colonne(profil, "seances"), 4)
    taille = median * tirer_tailles(np.full(median.shape, 0.8), hasard)
    taille *= hasard.random((len(profil), 1)) >= _colonne(profil, "sans_seances")
    return hasard.poisson(taille * annee)


def _moyennes(
    profil: NDArray[np.int64],
    total: NDArray[np.int64],
    hc: NDArray[np.int64],
    seances: NDArray[np.int64],
    hasard: np.random.Generator,
) -> dict[str, Reels]:
    """Return the four means over stays and séances together, rounded as the source rounds."""
    forme = total.shape
    venues = total + seances
    sur_venues = np.divide(1, venues, out=np.full(forme, np.nan), where=venues > 0)
    propre = hasard.normal(0, 1, (len(profil), 1)) + hasard.normal(0, 0.2, forme)
    nuits = hasard.poisson(hc * _colonne(profil, "duree") * np.exp(0.1 * propre))
    hommes = hasard.binomial(
        venues, np.clip(_colonne(profil, "hommes") / 100 + 0.03 * propre, 0, 1)
    )
    deces = hasard.binomial(hc, np.clip(_colonne(profil, "deces") * 0.014, 0, 1))
    age = np.clip(_colonne(profil, "age") + 3 * propre, 0.5, 99)
    return {
        "age_moyen": np.round(np.where(venues > 0, age, np.nan), 2),
        "dms": np.round(nuits * sur_venues, 2),
        "part_hommes": np.round(100 * hommes * sur_venues, 1),
        "part_deces": np.round(100 * deces * sur_venues, 1),
    }


def _libelles(libelles: NDArray[np.object_], hasard: np.random.Generator) -> NDArray[np.object_]:
    """Return labels (n, years): one establishment in thirty changed its name, once."""
    n = len(libelles)
    change = np.where(hasard.random(n) < 1 / 30, hasard.integers(1, len(ANNEES), n), 0)[:, None]
    anciens = np.array([f"Ancien {libelle}" for libelle in libelles], dtype=object)[:, None]
    return np.where(np.arange(len(ANNEES)) < change, anciens, libelles[:, None])


def _comme_la_source(effectif: NDArray[np.int64]) -> NDArray[np.int64]:
    """Write 1 to 10 as the source does."""
    return np.where((effectif >= 1) & (effectif <= 10), MASQUE, effectif).astype(np.int64)
