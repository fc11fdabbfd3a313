"""Auditing flows as served, a champ and a year at a time: what is shown, and what that gives back.

Statuses are those of the gate over the keys that the release holds; nothing the build said is believed. The
cubes that answer must add up to the same facts, so that a sum is the same wherever it is asked. A champ and a
year are read by one process, as many at once as there are cores: memory is theirs, and is reported.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from data_layer import audit_flux_rapport
from data_layer.audit_commun import Audit, AuditImpossible
from data_layer.audit_flux_cubes import ecarts
from data_layer.audit_flux_relations import Connues, Deductions, deduire
from data_layer.disclosure import compter, garder_effectif, modulo
from data_layer.disclosure.gate import SEUIL
from data_layer.flux.modele import JEU
from data_layer.secret.flux_axes import ChampAnnee, lire_axes, lire_champs
from data_layer.secret.flux_famille import ouvrir
from data_layer.secret.flux_systeme import Faits, Systeme
from data_layer.statuts import RANG_STATUT, Statut
from data_layer.warehouse import Jeu, Release, parquet

_LUES = ("residence", "site", "noeud", "type", "strate", "sejours", "cle")
_OK = RANG_STATUT[Statut.OK]


@dataclass(frozen=True, slots=True)
class Constat:
    """What the audit of a champ and a year found.

    groupes: group-bys read. cellules: those not empty; petites: of 1 to 10; masquees. effectif,
    effectif_masque: stays, over all group-bys. montrees: of 1 to 10 and shown. sans_preuve: of 1 to 10, whose
    keys add up to 0. ecarts: rows of the cubes that answer otherwise than the facts. secondes, memoire (MiB).
    """

    champ: str
    annee: int
    groupes: int
    cellules: int
    petites: int
    masquees: int
    effectif: float
    effectif_masque: float
    montrees: int
    sans_preuve: int
    ecarts: int
    deductions: Deductions
    secondes: float
    memoire: float

    @property
    def deductibles(self) -> int:
        """Counts of 1 to 10 that are shown, proved by nothing or worked out; cubes that disagree."""
        d = self.deductions
        trouvees = d.seules + d.deduites + d.epinglees
        return self.montrees + self.sans_preuve + self.ecarts + trouvees


def auditer(
    release: Release,
    annees: Sequence[int] = (),
    progres: Callable[[int, int], object] = lambda fait, total: None,
) -> Audit:
    """Audit the flows of a release; ``annees``: all of them by default. ``progres``: parts done, and in all.

    Raises AuditImpossible when there are no flows, none of a year, or no keys.
    """
    debut = time.monotonic()
    if JEU not in release.jeux:
        raise AuditImpossible(f"Rien à auditer : {JEU} n'est pas en service.")
    jeu = release.jeux[JEU]
    toutes = _taches(jeu)
    if inconnues := sorted(set(annees) - {t.annee for t in toutes}):
        raise AuditImpossible(f"Années absentes de {JEU} : {', '.join(map(str, inconnues))}.")
    # The longest first, so that no core waits for it at the end.
    voulues = sorted(
        (t for t in toutes if not annees or t.annee in annees), key=lambda t: -t.lignes
    )
    constats: list[Constat] = []
    progres(0, len(voulues))
    # A fresh interpreter each: DuckDB's threads do not survive a fork.
    contexte = multiprocessing.get_context("spawn")
    ouvriers = max(1, min(len(voulues), os.cpu_count() or 1))
    with ProcessPoolExecutor(ouvriers, mp_context=contexte, max_tasks_per_child=1) as bassin:
        for futur in as_completed([bassin.submit(constater, jeu.chemin, t) for t in voulues]):
            constats.append(futur.result())
            progres(len(constats), len(voulues))
    ranges = tuple(sorted(constats, key=lambda c: (c.annee, c.champ)))
    duree = time.monotonic() - debut
    rapport = audit_flux_rapport.rediger(f"{JEU}, publication {release.id}", ranges, duree)
    return Audit(ranges, rapport, sum(c.deductibles for c in ranges))


def _taches(jeu: Jeu) -> list[ChampAnnee]:
    for fichier, colonnes in jeu.schema.items():
        if fichier.startswith(("cube_", f"{JEU}.")) and "cle" not in colonnes:
            raise AuditImpossible(f"{fichier} ne porte pas cle.")
    return lire_champs(jeu.chemin)


def constater(dossier: Path, t: ChampAnnee) -> Constat:
    """Audit one champ of one year."""
    debut = time.monotonic()
    s, cles = _ouvrir(dossier, t)
    sejours, sommes = s.sommer(s.effectifs.astype(np.float64)), s.cles(cles)
    connues, montrees, sans_preuve, masquees = [], 0, 0, 0
    effectif = effectif_masque = 0.0
    for c in s.cellules:
        n, k = sejours(c.groupe).reshape(-1), sommes(c.groupe).reshape(-1)
        ici = np.flatnonzero(n > 0)
        n, k = n[ici], k[ici]
        # The gate itself, over what the release holds.
        hautes, basses = k >> modulo.BITS_BAS, k & ((1 << modulo.BITS_BAS) - 1)
        brut = compter(n, hautes.astype(np.float64), basses.astype(np.float64))
        dites = garder_effectif(brut).statuts == _OK
        montrees += int((dites & (n <= SEUIL)).sum())
        sans_preuve += int((~dites & (n <= SEUIL) & (k == 0)).sum())
        masquees += int((~dites).sum())
        effectif += float(n.sum())
        effectif_masque += float(n[~dites].sum())
        connues.append(Connues(c, ici, n, dites))
    deductions = deduire(connues)
    return Constat(
        t.champ,
        t.annee,
        len(connues),
        sum(len(c) for c in connues),
        sum(int(c.petites.sum()) for c in connues),
        masquees,
        effectif,
        effectif_masque,
        montrees,
        sans_preuve,
        ecarts(dossier, t.annee, t.noeuds),
        deductions,
        time.monotonic() - debut,
        resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    )


def _ouvrir(dossier: Path, t: ChampAnnee) -> tuple[Systeme, modulo.Entiers]:
    """The cells of the family, and the key of each atom."""
    axes = lire_axes(dossier)
    source = parquet.litteral(str(dossier / f"{JEU}.{t.annee}.parquet"))
    with parquet.connexion() as con:
        con.execute("SET threads = 1")
        lus = con.execute(
            f"SELECT {', '.join(_LUES)} FROM read_parquet({source}) WHERE noeud BETWEEN ? AND ?",
            list(t.noeuds),
        ).fetchnumpy()
    colonnes = {c: np.asarray(lus[c], dtype=np.int64) for c in _LUES}
    cles = colonnes.pop("cle")
    f = Faits(**colonnes)
    s = ouvrir(f, axes, t.champ)
    atomes = np.repeat(np.arange(len(s)), np.diff(np.append(s.debuts, len(s.sejours))))
    return s, modulo.sommer(cles[s.ordre], atomes, len(s))
