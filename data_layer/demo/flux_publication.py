"""The demonstration of ``flux``: facts and small tables in a folder, then a release."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from data_layer.demo import flux_annee
from data_layer.demo.flux_annee import Modele
from data_layer.demo.flux_calibration import marge_had
from data_layer.demo.flux_imposees import imposees
from data_layer.demo.flux_tirage import Lignes
from data_layer.demo.flux_volumes import ANNEES as ANNEES_DES_CHAMPS
from data_layer.demo.garde import jamais_un_reel
from data_layer.demo.territoires import territoires
from data_layer.flux import cubes
from data_layer.flux.modele import FAITS, JEU, TABLES
from data_layer.secret.flux import proteger_flux
from data_layer.warehouse import Meta, Release, parquet, publier

ANNEES = tuple(sorted({annee for annees in ANNEES_DES_CHAMPS.values() for annee in annees}))

_REEL = "communes, populations communales 2021 en trois classes d'âge (Insee, Iris)"
_SYNTHETIQUE = (
    "flux, établissements, sites, sexe, 65-74 ans et 75 ans ou plus, populations d'avant 2021"
)


def publier_demo(
    echelle: int = 1,
    *,
    force: bool = False,
    progres: Callable[[int], object] = lambda lignes: None,
    annees: Sequence[int] = ANNEES,
) -> Release:
    """Build the synthetic flows and put them in force; ``progres`` is told the rows written.

    ``echelle`` changes nothing: these are the stays of all France, and the report says scale 1. A year is
    the same whatever the others of ``annees``.
    Raises PublicationRefusee when a real dataset is in force, unless ``force``.
    """

    def remplir(dossier: Path) -> Meta:
        rapport = ecrire_faits(dossier, progres, annees)
        secret = proteger_flux(dossier, imposees=imposees())
        cubes.ecrire(dossier, list(annees), progres)
        return meta({**rapport, "secret": secret}, annees)

    return publier(JEU, remplir, condition=jamais_un_reel(JEU, force))


def ecrire_faits(
    dossier: Path,
    progres: Callable[[int], object] = lambda lignes: None,
    annees: Sequence[int] = ANNEES,
) -> Mapping[str, Any]:
    """Write ``flux.<annee>.parquet`` and the small tables into ``dossier``; return a JSON report.

    The report: ``lignes``, ``annees`` (year -> champ -> rows, stays, units), ``geographie`` (``codes`` or
    ``departements``), numbers of residences and sites, what is real and what is synthetic.
    """
    m = flux_annee.modele()
    _tables(dossier, m)
    par_annee: dict[str, dict[str, Mapping[str, int]]] = {}
    total = 0
    for annee in annees:
        morceaux: list[Lignes] = []
        par_annee[str(annee)] = {}
        for champ, lignes in flux_annee.lignes(m, annee):
            morceaux.append(lignes)
            par_annee[str(annee)][champ] = {
                "lignes": len(lignes["site"]),
                "sejours": int(lignes["sejours"].sum()),
                "unites": int(lignes["unites"].sum()),
            }
        ecrites = _ecrire(dossier / f"{JEU}.{annee}.parquet", annee, morceaux)
        total += ecrites
        progres(ecrites)
    return {
        "echelle": 1,
        "lignes": total,
        "annees": par_annee,
        "geographie": m.residences.origine,
        "residences": len(m.residences),
        "sites": len(m.sites),
        "reel": _REEL
        if m.residences.origine == "codes"
        else "populations des départements, arrondies",
        "synthetique": _SYNTHETIQUE,
    }


def schemas(annees: Iterable[int] = ANNEES) -> dict[str, Mapping[str, str]]:
    """Columns of each file of a build."""
    faits = {f"{JEU}.{annee}.parquet": {**FAITS, "cle": "BIGINT"} for annee in annees}
    tables = {f"{nom}.parquet": schema for nom, schema in TABLES.items()}
    return {**faits, **tables, **cubes.schemas(annees)}


def meta(rapport: Mapping[str, Any], annees: Sequence[int] = ANNEES) -> Meta:
    """What is to be said of the dataset."""
    return Meta(
        source="Données synthétiques de démonstration, marges SSR et HAD calées sur des chiffres publiés",
        editeur="Portulan",
        licence="Sans objet (données inventées)",
        credit="Données synthétiques de démonstration, Portulan ; communes et populations : IGN, Insee ; "
        "marges publiées : ATIH, ScanSanté (atelier EMOIS 2022)",
        millesime=f"{min(annees)}-{max(annees)}",
        synthetique=True,
        rapport=rapport,
        schema_attendu=schemas(annees),
    )


def _ecrire(chemin: Path, annee: int, morceaux: Sequence[Lignes]) -> int:
    """Write the facts of a year; champs come in the order of their nodes, so rows are in order."""
    colonnes = {nom: np.concatenate([m[nom] for m in morceaux]) for nom in FAITS if nom != "annee"}
    nombre = len(colonnes["site"])
    with parquet.connexion() as con:
        con.register("lot", {"annee": np.full(nombre, annee, dtype=np.int16), **colonnes})
        types = ", ".join(f"{nom}::{genre} AS {nom}" for nom, genre in FAITS.items())
        parquet.ecrire(con, f"SELECT {types} FROM lot", chemin)
    return nombre


def _tables(dossier: Path, m: Modele) -> None:
    contenus = {
        "residences": _residences(m),
        "zonages": _zonages(m),
        "sites": _sites(m),
        "noeuds": [
            (x.numero, x.fin, x.profondeur, x.code, x.niveau, x.libelle, x.parent)
            for x in m.nomenclature.noeuds
        ],
    }
    with parquet.connexion() as con:
        for nom, lignes in contenus.items():
            colonnes = ", ".join(f'"{c}" {genre}' for c, genre in TABLES[nom].items())
            con.execute(f"CREATE TABLE t ({colonnes})")
            con.executemany(f"INSERT INTO t VALUES ({', '.join('?' * len(TABLES[nom]))})", lignes)
            parquet.ecrire(con, "FROM t", dossier / f"{nom}.parquet")
            con.execute("DROP TABLE t")
        con.register("lot", _populations(m))
        types = ", ".join(
            f"{nom}::{genre} AS {nom}" for nom, genre in TABLES["populations"].items()
        )
        parquet.ecrire(con, f"SELECT {types} FROM lot", dossier / "populations.parquet")


def _residences(m: Modele) -> list[tuple[Any, ...]]:
    r = m.residences
    return [
        (i + 1, r.code[i], r.libelle[i], r.departement[i], r.region[i], r.bv[i], r.tds[i],
         float(r.longitude[i]), float(r.latitude[i]), list(r.communes[i]))
        for i in range(len(r))
    ]  # fmt: skip


def _zonages(m: Modele) -> list[tuple[Any, ...]]:
    """Bassins de vie, then territoires de santé: the published ones in the place of ours."""
    r = m.residences
    reach: dict[tuple[str, str], tuple[str, set[str]]] = {}
    for genre, codes in (("bv", r.bv), ("tds", r.tds)):
        for code, region, departement in zip(
            codes.tolist(), r.region.tolist(), r.departement.tolist(), strict=True
        ):
            reach.setdefault((genre, code), (region, set()))[1].add(departement)
    libelles = {t.code: t.libelle for t in territoires() if t.genre == "tds"}
    libelles |= {t.code: t.libelle for t in marge_had().territoires} | dict(marge_had().autres)
    libelles |= {code: libelle for code, (libelle, _) in r.bassins.items()}
    return [
        (genre, code, libelles[code], r.bassins.get(code, ("", region))[1], sorted(departements))
        for (genre, code), (region, departements) in sorted(reach.items())
    ]


def _populations(m: Modele) -> dict[str, Any]:
    n = len(m.residences)
    strates = m.populations[ANNEES[0]].shape[1]
    return {
        "annee": np.repeat(ANNEES, n * strates),
        "residence": np.tile(np.repeat(np.arange(1, n + 1), strates), len(ANNEES)),
        "strate": np.tile(np.arange(strates), n * len(ANNEES)),
        "personnes": np.concatenate([m.populations[annee].ravel() for annee in ANNEES]),
    }


def _sites(m: Modele) -> list[tuple[Any, ...]]:
    s = m.sites
    colonnes = (
        s.fig, s.libelle, s.finess, s.raison_sociale, s.commune, s.ville, s.departement, s.region,
        s.tds, s.secteur, s.statut, s.categorie, s.longitude, s.latitude,
    )  # fmt: skip
    return [
        (i, *ligne) for i, ligne in enumerate(zip(*(c.tolist() for c in colonnes), strict=True), 1)
    ]
