"""The establishments of the demonstration of drugs and devices: those of activity, and others.

The MCO establishments bear the numbers and labels they have in the demonstration of ``activite_mco``;
home hospitalisation (HAD) and SSR add invented ones of their own.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from data_layer.demo import activite_mco
from data_layer.demo.etablissements import (
    PROFILS,
    Etablissements,
    inventer,
    numero,
    prefixe_finess,
)
from data_layer.demo.poles import a_leur_mesure, populations, tirer_tailles
from data_layer.demo.territoires import par_departement
from geodata.communes import zones_communales
from geodata.contours import population
from geodata.referentiel import departement, departement_du_finess, departements
from geodata.zones import Genre

HAD_DE_MCO, HAD_SEULE, SSR_SEUL = 150, 60, 150
_GRAINE = 20160131
_RANG_HAD, _RANG_SSR = 500, 700
_AVEC_HAD = ("CHU", "CLCC", "CH", "Hôpital associatif", "Clinique")

Textes = NDArray[np.object_]
Reels = NDArray[np.float64]

# statut, categorie, then what a median establishment of the profile weighs: devices, drugs.
_NATURES = {
    "CHU": ("public", "chr", 60.0, 70.0),
    "CLCC": ("espic", "clcc", 1.5, 45.0),
    "CH": ("public", "ch", 5.0, 7.0),
    "Hôpital local": ("public", "ch", 0.02, 0.03),
    "Hôpital associatif": ("espic", "ebnl", 4.0, 2.5),
    "Clinique": ("prive", "prive", 11.0, 3.0),
    "Centre de dialyse": ("prive", "prive", 0.05, 0.3),
    "Centre ambulatoire": ("prive", "prive", 0.6, 0.1),
}


@dataclass(frozen=True, eq=False, slots=True)
class Cadre:
    """Establishments in order of région, département, FINESS: arrays of length n, etab = position + 1.

    dm, med, had, ssr: relative size of each activity, 0 where there is none.
    """

    finess: Textes
    libelle: Textes
    departement: Textes
    region: Textes
    commune: Textes
    statut: Textes
    categorie: Textes
    ght: Textes
    tds: Textes
    dm: Reels
    med: Reels
    had: Reels
    ssr: Reels

    def __len__(self) -> int:
        return len(self.finess)


def cadre() -> Cadre:
    """Return the establishments, the same each time on the same machine.

    ``commune`` holds INSEE codes where the geography was built, None elsewhere.
    """
    hasard = np.random.default_rng([_GRAINE, 1])
    mco = _mco()
    finess, libelle = mco.finess.tolist(), mco.libelle.tolist()
    natures = [_NATURES[PROFILS[p].libelle] for p in mco.profil]
    n = len(finess)
    etalement = np.array([PROFILS[p].etalement for p in mco.profil])
    tailles = {
        nom: np.array([nature[rang] for nature in natures]) * tirer_tailles(etalement, hasard)
        for nom, rang in (("dm", 2), ("med", 3))
    }
    autres = _autres("HAD", "Hospitalisation à domicile", _RANG_HAD, HAD_SEULE, hasard)
    autres += _autres("SSR", "Centre de réadaptation", _RANG_SSR, SSR_SEUL, hasard)
    finess += [a[0] for a in autres]
    libelle += [a[1] for a in autres]
    statuts = [nature[0] for nature in natures] + [a[2] for a in autres]
    categories = [nature[1] for nature in natures] + [a[3] for a in autres]
    total, vide = len(finess), np.zeros(len(autres))
    had, ssr = np.zeros(total), np.zeros(total)
    had[_rangs_had(tailles["med"], mco.profil, hasard)] = hasard.lognormal(0.3, 0.9, HAD_DE_MCO)
    had[n : n + HAD_SEULE] = hasard.lognormal(1, 0.9, HAD_SEULE)
    ssr[n + HAD_SEULE :] = hasard.lognormal(0, 1, SSR_SEUL)
    codes = np.array([departement_du_finess(f) for f in finess], dtype=object)
    return _ordonner(
        {
            "finess": np.array(finess, dtype=object),
            "libelle": np.array(libelle, dtype=object),
            "departement": codes,
            "statut": np.array(statuts, dtype=object),
            "categorie": np.array(categories, dtype=object),
            "commune": _communes(codes, hasard),
        },
        {
            "dm": a_leur_mesure(np.concatenate([tailles["dm"], vide]), codes, hasard),
            "med": a_leur_mesure(np.concatenate([tailles["med"], vide]), codes, hasard),
            "had": a_leur_mesure(had, codes, hasard),
            "ssr": a_leur_mesure(ssr, codes, hasard),
        },
    )


def _mco() -> Etablissements:
    """Those of activity, but the last one, which lies in no département."""
    hasard = np.random.default_rng([activite_mco.GRAINE, 1])
    tous = inventer(activite_mco.ETABLISSEMENTS, hasard)
    return Etablissements(tous.finess[:-1], tous.libelle[:-1], tous.profil[:-1])


def _rangs_had(
    med: Reels, profil: NDArray[np.int64], hasard: np.random.Generator
) -> NDArray[np.int64]:
    """Choose the MCO establishments which also have HAD, large ones rather."""
    poids = np.sqrt(med) * np.array([p.libelle in _AVEC_HAD for p in PROFILS])[profil]
    return hasard.choice(len(med), HAD_DE_MCO, replace=False, p=poids / poids.sum())


def _autres(
    sigle: str, nom: str, rang: int, nombre: int, hasard: np.random.Generator
) -> list[tuple[str, str, str, str]]:
    """Return (finess, label, statut, categorie) of invented establishments of another champ."""
    habitants = populations()
    codes = list(habitants)
    poids = np.array(list(habitants.values()))
    choisis = np.sort(hasard.choice(len(codes), nombre, p=poids / poids.sum()))
    natures = [("espic", "ebnl"), ("prive", "prive"), ("public", "ch")]
    tires = hasard.choice(3, nombre, p=[0.5, 0.3, 0.2])
    autres = []
    for i, lieu in enumerate(choisis.tolist()):
        code = codes[lieu]
        connu = departement(code)
        suite = i - int(np.searchsorted(choisis, lieu)) + 1
        libelle = f"{nom} de démonstration {sigle} {suite:02d} ({connu.libelle if connu else code})"
        autres.append(
            (numero(prefixe_finess(code), rang + suite), libelle, *natures[int(tires[i])])
        )
    return autres


def _communes(codes: Textes, hasard: np.random.Generator) -> Textes:
    """Put each establishment in one of the larger communes of its département, the largest rather."""
    grandes: dict[str, list[str]] = {}
    zones = zones_communales()
    for d in departements():
        habitants = [
            (-habitants.total, zone.code)
            for zone in zones.enfants(f"dep-{d.code}", Genre.COMMUNE)
            if (habitants := population(zone.id)) is not None
        ]
        grandes[d.code] = [code for _, code in sorted(habitants)[:8]]
    tires = (hasard.random(len(codes)) ** 2).tolist()
    return np.array(
        [
            grandes[code][int(u * len(grandes[code]))] if grandes[code] else None
            for code, u in zip(codes.tolist(), tires, strict=True)
        ],
        dtype=object,
    )


def _ordonner(textes: dict[str, Textes], tailles: dict[str, Reels]) -> Cadre:
    """Number the establishments in the order of the contract, and add what follows from the place."""
    regions = {d.code: d.region for d in departements()}
    codes = textes["departement"].tolist()
    cles = [(regions[d], d, f) for d, f in zip(codes, textes["finess"].tolist(), strict=True)]
    ordre = np.array(sorted(range(len(cles)), key=lambda i: cles[i]))
    textes = {nom: valeurs[ordre] for nom, valeurs in textes.items()}
    codes = textes["departement"].tolist()
    region = np.array([regions[d] for d in codes], dtype=object)
    ght, tds = par_departement("ght"), par_departement("tds")
    statuts = textes["statut"].tolist()
    ghts = [ght[d] if s == "public" else None for d, s in zip(codes, statuts, strict=True)]
    return Cadre(
        finess=textes["finess"],
        libelle=textes["libelle"],
        departement=textes["departement"],
        region=region,
        commune=textes["commune"],
        statut=textes["statut"],
        categorie=textes["categorie"],
        ght=np.array(ghts, dtype=object),
        tds=np.array([tds[d] for d in codes], dtype=object),
        dm=tailles["dm"][ordre],
        med=tailles["med"][ordre],
        had=tailles["had"][ordre],
        ssr=tailles["ssr"][ordre],
    )
