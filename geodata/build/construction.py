"""The build, step by step: packages in, one folder of outlines and tables out."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from tqdm import tqdm

from geodata.build import (
    contours,
    geojson,
    manifeste,
    mosaique,
    planche,
    tables,
    telechargement,
    zonages,
)
from geodata.build import territoires as fiches
from geodata.build import voisins as pays_voisins
from geodata.build.dossiers import remplacer
from geodata.referentiel import departements, regions

_ETAPES = 9
_DECIMALES = {"fin": 5, "moyen": 4, "large": 4}
_NIVEAUX = {"dep": "departements", "reg": "regions"}
_CONTOUR_COMMUNE = 50.0  # metres, tolerance of the commune outlines kept


class _Journal:
    """A progress bar that also prints how long each step took."""

    def __init__(self) -> None:
        # disable=None: no bar where the output is no terminal, the timings are still printed.
        self._barre = tqdm(
            total=_ETAPES, desc="Géographie", unit="étape", leave=False, disable=None
        )

    @contextmanager
    def etape(self, nom: str) -> Iterator[None]:
        self._barre.set_description(nom)
        debut = time.perf_counter()
        yield
        self._barre.update()
        self._barre.write(f"  {nom:<46} {time.perf_counter() - debut:5.1f} s".replace(".", ","))

    def note(self, texte: str) -> None:
        self._barre.write(f"  {texte}")

    def fermer(self) -> None:
        self._barre.close()


def construire(dossier: Path, telechargements: Path) -> None:
    """Build the geography into ``dossier``, which changes only once everything is written.

    Raises TelechargementImpossible when a package which is needed cannot be had; the one of
    neighbouring land is optional, and its absence is written in the manifest.
    """
    dossier.parent.mkdir(parents=True, exist_ok=True)
    travail = Path(tempfile.mkdtemp(prefix=".geodata-", dir=dossier.parent))
    journal = _Journal()
    try:
        _remplir(travail, telechargements, journal)
        remplacer(travail, dossier)
    finally:
        journal.fermer()
        shutil.rmtree(travail, ignore_errors=True)


def _remplir(travail: Path, telechargements: Path, journal: _Journal) -> None:
    sources = [telechargement.COMMUNES, telechargement.POPULATION]
    remarques: list[str] = [
        "Population 2021 : Mayotte n'est pas dans la source ; ses codes PMSI comptent 2017.",
        "Codes PMSI et bassins de vie : construits par Portulan (démonstration).",
    ]
    with journal.etape("Téléchargement des paquets"):
        paquets = [telechargement.obtenir(s, telechargements) for s in sources]
        pays = _pays(telechargements, journal, remarques)
        sources += [telechargement.VOISINS] if pays else []
    with journal.etape("Lecture des communes"):
        communes = tables.lire_communes(paquets[0])
        epci = tables.lire_epci(paquets[0])
    with journal.etape("Population"):
        population = tables.lire_population(paquets[1])
        peuplees = fiches.ecrire_population(travail, communes, population)
    with journal.etape("Couverture des communes, fusion, simplification"):
        niveaux, contours_communes = _contours(communes)
    with journal.etape("Communes et intercommunalités"):
        fiches.ecrire_communes(travail, communes, epci, contours_communes)
    with journal.etape("Mosaïque des communes"):
        mosaique.ecrire(travail, communes, contours_communes)
    with journal.etape("Codes géographiques PMSI et bassins de vie"):
        postaux = tables.lire_postaux(paquets[0], communes)
        zonage = zonages.decrire(communes, population, postaux, contours_communes)
        zonages.ecrire(travail, zonage, dict(zip(communes.codes, contours_communes, strict=True)))
    with journal.etape("Départements et régions"):
        _ecrire_niveaux(travail, niveaux)
    with journal.etape("Planches et pays voisins"):
        _ecrire_planches(travail, niveaux, pays)
    comptes = {
        "communes": len(communes.codes),
        "epci": len(epci),
        "departements": sum(len(n["dep"]["fin"]) for n in niveaux.values()),
        "regions": sum(len(n["reg"]["fin"]) for n in niveaux.values()),
        "zones_avec_population": peuplees,
        "codes_geographiques": len(zonage.codes),
        "bassins_de_vie": len(zonage.bassins),
    }
    manifeste.ecrire(travail, sources, comptes, remarques)


def _pays(telechargements: Path, journal: _Journal, remarques: list[str]) -> dict[str, Any]:
    try:
        paquet = telechargement.obtenir(telechargement.VOISINS, telechargements)
    except telechargement.TelechargementImpossible as erreur:
        remarques.append(f"Pays voisins absents. {erreur}")
        journal.note(remarques[-1])
        return {}
    return pays_voisins.lire_pays(paquet)


# territory -> level ("dep", "reg") -> tolerance -> code -> projected polygon
_Niveaux = dict[str, dict[str, dict[str, contours.Polygones]]]


def _contours(communes: tables.Communes) -> tuple[_Niveaux, Any]:
    """Dissolve and simplify each territory; also the commune outlines, in EPSG:4326."""
    niveaux: _Niveaux = {}
    lieux = np.empty(len(communes.codes), dtype=object)
    for territoire in contours.territoires():
        positions, reparees = contours.reparer(communes, territoire)
        codes = [communes.departements[i] for i in positions]
        fusion = contours.dissoudre(codes, reparees)
        par_dep = {t: contours.simplifier(fusion, t) for t in contours.TOLERANCES}
        par_reg = {t: contours.en_regions(p) for t, p in par_dep.items()}
        niveaux[territoire.cle] = {"dep": par_dep, "reg": par_reg}
        legeres = shapely.coverage_simplify(reparees, _CONTOUR_COMMUNE)
        lieux[positions] = contours.projeter(legeres, 4326, territoire.epsg)
    return niveaux, lieux


def _ecrire_niveaux(travail: Path, niveaux: _Niveaux) -> None:
    noms = {
        "dep": {d.code: d.libelle for d in departements()},
        "reg": {r.code: r.libelle for r in regions()},
    }
    for niveau, nom in _NIVEAUX.items():
        for tolerance, decimales in _DECIMALES.items():
            tous: contours.Polygones = {}
            for territoire in contours.territoires():
                for code, forme in niveaux[territoire.cle][niveau][tolerance].items():
                    tous[code] = contours.projeter(forme, 4326, territoire.epsg)
            tous = dict(sorted(tous.items()))
            contenu = geojson.collection(niveau, tous, noms[niveau], decimales)
            geojson.ecrire_json_gz(travail / f"{nom}-{tolerance}.geojson.gz", contenu)
            if tolerance == "fin":
                colonnes = {"code": list(tous), "nom": [noms[niveau][c] for c in tous]}
                geometries = np.array(list(tous.values()), dtype=object)
                tables.ecrire_parquet(travail / f"{nom}.parquet", colonnes, geometries)


def _ecrire_planches(travail: Path, niveaux: _Niveaux, pays: dict[str, Any]) -> None:
    voisins: dict[str, dict[str, tuple[str, Any]]] = {}
    for territoire in contours.territoires():
        france = shapely.union_all(list(niveaux[territoire.cle]["reg"]["fin"].values()))
        voisins[territoire.cle] = pays_voisins.autour(pays, territoire.cle, territoire.epsg, france)
    if pays:
        _ecrire_voisins(travail, voisins)
    fins = {t.cle: (t, niveaux[t.cle]["dep"]["fin"]) for t in contours.territoires()}
    for niveau, nom in _NIVEAUX.items():
        dessins = []
        for cadre in planche.cadres(fins, couronne=niveau == "dep"):
            cle = "metropole" if cadre.cle == "couronne" else cadre.cle
            autour = [] if cadre.cle == "couronne" else [v for _, v in voisins[cle].values()]
            polygones = niveaux[cle][niveau][cadre.tolerance()]
            dessins.append(planche.dessiner(cadre, niveau, polygones, autour))
        contenu = {"largeur": planche.LARGEUR, "hauteur": planche.HAUTEUR, "cadres": dessins}
        geojson.ecrire_json_gz(travail / f"planche-{nom}.json.gz", contenu)


def _ecrire_voisins(travail: Path, voisins: dict[str, dict[str, tuple[str, Any]]]) -> None:
    entites = []
    for territoire in contours.territoires():
        for code, (nom, forme) in voisins[territoire.cle].items():
            lieu = contours.projeter(forme, 4326, territoire.epsg)
            proprietes = {"nom": nom, "territoire": territoire.cle}
            entites.append(geojson.entite(f"pays-{code}", lieu, proprietes, 3))
    contenu = {"type": "FeatureCollection", "features": entites}
    geojson.ecrire_json_gz(travail / "voisins.geojson.gz", contenu)
