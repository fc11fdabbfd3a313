"""Auditing a release: from what it serves, year by year, on all cores; ``python -m data_layer audit``."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed

import numpy as np

from data_layer import audit_argus, audit_flux, audit_rapport, catalogue
from data_layer.audit_commun import Audit, AuditImpossible
from data_layer.audit_etape import Constat, constater, deductibles
from data_layer.audit_releve import relever
from data_layer.catalogue.schema import Restitution
from data_layer.faits.modele import Arbre
from data_layer.flux.modele import JEU as JEU_FLUX
from data_layer.secret import ecriture
from data_layer.secret.construction import Tache
from data_layer.secret.source import AXES_DE_TEMPS, COMPTES_DITS
from data_layer.warehouse import Jeu, Release, parquet

ECHANTILLON = 240
"""Masked cells bounded by linear programs, over all stages."""


def auditables(release: Release) -> list[str]:
    """Datasets of a release that can be audited. Raises AuditImpossible when it has none."""
    par_etages = {r.jeu for r in catalogue.restitutions() if r.publication is not None}
    noms = [nom for nom in sorted({*par_etages, JEU_FLUX}) if nom in release.jeux]
    if not noms:
        raise AuditImpossible("Rien à auditer : aucun jeu en service n'a de famille publiée.")
    return noms


def auditer(
    release: Release,
    nom: str,
    annees: Sequence[int] = (),
    echantillon: int = ECHANTILLON,
    progres: Callable[[int, int], object] = lambda fait, total: None,
) -> Audit:
    """Audit a dataset of a release; ``annees``: all of them by default. ``progres``: stages done, and in all.

    Raises AuditImpossible when the dataset, a year, or its keys are not there.
    """
    if nom == JEU_FLUX:
        return audit_flux.auditer(release, annees, progres)
    debut = time.monotonic()
    declaree, jeu = _choisir(release, nom)
    assert declaree.publication is not None
    connues = _annees(jeu, declaree)
    if inconnues := sorted(set(annees) - set(connues)):
        raise AuditImpossible(f"Années absentes de {nom} : {', '.join(map(str, inconnues))}.")
    voulues = sorted(set(annees) or connues)
    mois_connus = _mois_connus(jeu, declaree, connues[-1])
    taches = [
        Tache(
            jeu.chemin,
            declaree.publication,
            declaree.famille,
            _arbre(jeu, declaree),
            annee,
            connues[-1],
            axe,
            mois_connus,
        )
        for annee in voulues
        for axe in AXES_DE_TEMPS
    ]
    constats = _mener(taches, echantillon, progres)
    rapport = audit_rapport.rediger(
        f"{nom}, publication {release.id}",
        constats,
        jeu.rapport.get("secret", {}),
        audit_argus.second_avis(),
        time.monotonic() - debut,
        voulues == list(connues),
    )
    return Audit(constats, rapport, deductibles(constats))


def _choisir(release: Release, nom: str) -> tuple[Restitution, Jeu]:
    """The declaration that publishes a dataset by stages, and its build."""
    for restitution in catalogue.restitutions():
        if nom in (restitution.jeu, restitution.slug) and restitution.publication is not None:
            if restitution.jeu not in release.jeux:
                break
            return restitution, release.jeux[restitution.jeu]
    raise AuditImpossible(
        f"Rien à auditer : {nom} n'est pas en service, ou n'a pas de famille publiée."
    )


def _annees(jeu: Jeu, declaree: Restitution) -> list[int]:
    """The years that the dataset holds; what its keys are in must be there."""
    assert declaree.publication is not None
    for table in declaree.famille:
        voulues = ecriture.colonnes_de(declaree.publication, table).keys()
        for fichier in (f for f in jeu.schema if f.startswith(f"cube_{table.cle}.")):
            if manquantes := sorted(voulues - jeu.schema[fichier].keys()):
                raise AuditImpossible(f"{fichier} ne porte pas {', '.join(manquantes)}.")
    cube = f"cube_{declaree.famille[0].cle}"
    annees = sorted(int(chemin.name.split(".")[1]) for chemin in jeu.tables.get(cube, ()))
    if not annees:
        raise AuditImpossible(f"Rien à auditer : {declaree.jeu} n'a pas de cube.")
    return annees


def _mois_connus(jeu: Jeu, declaree: Restitution, derniere: int) -> int:
    """How many months the last year holds."""
    fichier = jeu.fichier(f"cube_{declaree.famille[0].cle}.{derniere}")
    with parquet.connexion() as con:
        lu = con.execute(
            f"SELECT max(mois) FROM read_parquet({parquet.litteral(str(fichier))}) "
            f"WHERE annee = {derniere} AND nombre > 0"
        ).fetchone()
    return int(lu[0]) if lu and lu[0] else 12


def _arbre(jeu: Jeu, declaree: Restitution) -> Arbre:
    assert declaree.classification is not None
    fichier = parquet.litteral(str(jeu.fichier(declaree.classification.table)))
    with parquet.connexion() as con:
        lus = con.execute(
            f"SELECT fin, profondeur, coalesce(parent, -1) FROM read_parquet({fichier}) ORDER BY noeud"
        ).fetchall()
    fin, profondeur, parent = zip(*lus, strict=True)
    return Arbre(np.array(fin, np.int16), np.array(profondeur, np.int8), np.array(parent, np.int16))


def _mener(
    taches: Sequence[Tache], echantillon: int, progres: Callable[[int, int], object]
) -> tuple[Constat, ...]:
    """Share the sample between stages and lead the tasks, as many at once as there are cores."""
    total = sum(len(t.publication.etages) for t in taches)
    # What is answered on the other axis is units, which stays do not bound.
    bornes = sum(len(t.publication.etages) for t in taches if t.axe == COMPTES_DITS)
    part = -(-echantillon // max(bornes, 1))
    constats: list[Constat] = []
    progres(0, total)
    # A fresh interpreter each: DuckDB's threads do not survive a fork.
    contexte = multiprocessing.get_context("spawn")
    ouvriers = min(len(taches), os.cpu_count() or 1)
    with ProcessPoolExecutor(ouvriers, mp_context=contexte) as bassin:
        futurs = [bassin.submit(_auditer, t, part) for t in taches]
        for futur in as_completed(futurs):
            constats += futur.result()
            progres(len(constats), total)
    ordre = {e.cle: i for i, e in enumerate(taches[0].publication.etages)}
    return tuple(sorted(constats, key=lambda c: (c.annee, c.axe, ordre[c.etage])))


def _auditer(tache: Tache, echantillon: int) -> list[Constat]:
    """Every stage of a year on one axis of time, one after the other: memory holds one."""
    annee = tache.ouvrir()
    constats = []
    with parquet.connexion() as con:
        con.execute("SET threads = 1")
        zones, *_ = etages = tache.publication.etages
        for etage in etages:
            releve = relever(annee, etage, zones, tache.axe, con)
            constats.append(constater(releve, tache.annee, tache.axe, echantillon))
    return constats
