"""PMSI codes and bassins de vie in the build: constructed from communes, written with their outlines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import shapely

from geodata.build import mayotte, territoires
from geodata.build.contours import Polygones, contours_codes, projeter
from geodata.build.geojson import ecrire_json_gz, entite
from geodata.build.tables import Communes, ecrire_parquet
from geodata.codes_geographiques import construire
from geodata.communes_postales import CommunePostale, postal_retenu
from geodata.composition import composer
from geodata.ecriture_codes import CORSE
from geodata.zonage import CommuneDecrite, Zonage, en_json

NOM = "codes-geographiques"
_AIRES_EGALES = 6933  # EPSG: equal-area cylindrical, metres
_TOLERANCES = {"fin": 120.0, "moyen": 600.0}  # metres
_EFFORT = 6  # of gzip: 9 takes three times as long, for 1 % less
_DECIMALES = {"fin": 4, "moyen": 3}


def decrire(
    communes: Communes,
    population: Mapping[str, tuple[int, ...]],
    postaux: Mapping[str, tuple[str, ...]],
    contours: Any,
) -> Zonage:
    """Return the communes in their PMSI codes and bassins, constructed by the rules.

    ``contours`` are polygons (EPSG:4326) in the order of ``communes``; ``population`` is that of
    :func:`geodata.build.tables.lire_population`, ``postaux`` that of ``lire_postaux``.
    """
    decrites = _communes(communes, population, postaux, contours)
    connus = {p for codes in postaux.values() for p in codes}
    # The address of a town hall may end with a CEDEX, where nobody lives.
    mairies = [m if m in connus else None for m in communes.mairies]
    vues = [
        CommunePostale(
            code=c.code,
            departement=c.departement,
            population=c.population,
            postaux=c.postaux,
            longitude=c.longitude,
            latitude=c.latitude,
            principal=mairie,
            # The intercommunalités of Corsica follow the micro-régions of INSEE.
            micro_region=epci if c.departement in CORSE else None,
        )
        for c, mairie, epci in zip(decrites, mairies, communes.epci, strict=True)
    ]
    retenus = [postal_retenu(vue) for vue in vues]
    completes = [replace(c, postal=p) for c, p in zip(decrites, retenus, strict=True)]
    return composer(completes, construire(vues))


def _communes(
    communes: Communes,
    population: Mapping[str, tuple[int, ...]],
    postaux: Mapping[str, tuple[str, ...]],
    contours: Any,
) -> list[CommuneDecrite]:
    km2 = shapely.area(projeter(contours, _AIRES_EGALES)) / 1e6
    centres = shapely.get_coordinates(shapely.centroid(contours))
    decrites = []
    for rang, code in enumerate(communes.codes):
        a_mayotte = code in mayotte.POPULATIONS
        valeurs = population.get(code, (communes.population[rang] or 0, None, None, None))
        decrites.append(
            CommuneDecrite(
                code=code,
                nom=communes.noms[rang],
                departement=communes.departements[rang],
                region=communes.regions[rang],
                code_geo="",
                bassin="",
                superficie=round(float(km2[rang]), 2),
                longitude=round(float(centres[rang, 0]), 4),
                latitude=round(float(centres[rang, 1]), 4),
                annee=mayotte.ANNEE if a_mayotte else territoires.ANNEE,
                population=mayotte.POPULATIONS[code] if a_mayotte else valeurs[0] or 0,
                de_0_a_19=valeurs[1],
                de_20_a_64=valeurs[2],
                de_65_et_plus=valeurs[3],
                postaux=postaux.get(code, ()),
            )
        )
    return decrites


def ecrire(dossier: Path, zonage: Zonage, communes: Mapping[str, Any]) -> None:
    """Write a zoning: table and outlines. ``communes`` gives polygons (EPSG:4326) by INSEE code.

    ``codes-geographiques.json.gz`` and ``.parquet``, ``codes-geographiques-<département>.geojson.gz``
    and ``-moyen``, ``codes-geographiques-voisins.json.gz`` (code -> codes that touch it),
    ``bassins-de-vie-moyen.geojson.gz``.
    """
    ecrire_json_gz(dossier / f"{NOM}.json.gz", en_json(zonage), _EFFORT)
    ecrire_parquet(dossier / f"{NOM}.parquet", _table(zonage))
    lieux = [communes[c.code] for c in zonage.communes]
    du_code = [c.code_geo for c in zonage.communes]
    entiers = contours_codes(du_code, lieux)
    fins = contours_codes(entiers, list(entiers.values()), _TOLERANCES["fin"])
    moyens = contours_codes(fins, list(fins.values()), _TOLERANCES["moyen"])
    bassins = {c.code: c.bassin for c in zonage.codes}
    grands = contours_codes([bassins[c] for c in moyens], list(moyens.values()))
    ecrire_json_gz(dossier / f"{NOM}-voisins.json.gz", _voisins(entiers), _EFFORT)
    _ecrire_codes(dossier, zonage, fins, moyens)
    noms = {b.code: (b.libelle, f"reg-{b.region}") for b in zonage.bassins}
    entites = [
        entite(f"bv-{code}", forme, _proprietes("bv", code, *noms[code]), _DECIMALES["moyen"])
        for code, forme in grands.items()
    ]
    _ecrire_collection(dossier / "bassins-de-vie-moyen.geojson.gz", entites)


def _table(zonage: Zonage) -> dict[str, Any]:
    noms = "code libelle departement region bassin population superficie longitude latitude"
    colonnes: dict[str, Any] = {
        nom: [getattr(c, nom) for c in zonage.codes] for nom in noms.split()
    }
    colonnes["cas"] = [str(c.cas) for c in zonage.codes]
    for nom in ("postaux", "communes"):
        colonnes[nom] = [" ".join(getattr(c, nom)) for c in zonage.codes]
    return colonnes


def _voisins(polygones: Polygones) -> dict[str, list[str]]:
    codes = list(polygones)
    formes = list(polygones.values())
    paires = shapely.STRtree(formes).query(formes, predicate="intersects")
    trouves: dict[str, list[str]] = {code: [] for code in codes}
    for ici, autre in paires.T.tolist():
        if ici != autre:
            trouves[codes[ici]].append(codes[autre])
    return {code: sorted(autres) for code, autres in trouves.items()}


def _ecrire_codes(dossier: Path, zonage: Zonage, fins: Polygones, moyens: Polygones) -> None:
    decrits = {c.code: c for c in zonage.codes}
    par_departement: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for code, forme in fins.items():
        c = decrits[code]
        proprietes = _proprietes("pmsi", code, c.libelle, f"dep-{c.departement}")
        fait = entite(f"pmsi-{code}", forme, proprietes, _DECIMALES["fin"])
        par_departement[c.departement].append(fait)
    for departement, entites in sorted(par_departement.items()):
        _ecrire_collection(dossier / f"{NOM}-{departement}.geojson.gz", entites)
    tous = []
    for code, forme in moyens.items():
        c = decrits[code]
        proprietes = _proprietes("pmsi", code, c.libelle, f"dep-{c.departement}")
        tous.append(entite(f"pmsi-{code}", forme, proprietes, _DECIMALES["moyen"]))
    _ecrire_collection(dossier / f"{NOM}-moyen.geojson.gz", tous)


def _proprietes(genre: str, code: str, nom: str, parent: str) -> dict[str, Any]:
    return {"id": f"{genre}-{code}", "code": code, "nom": nom, "parent": parent}


def _ecrire_collection(chemin: Path, entites: Sequence[dict[str, Any]]) -> None:
    ecrire_json_gz(chemin, {"type": "FeatureCollection", "features": list(entites)}, _EFFORT)
