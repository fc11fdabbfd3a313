"""A second opinion on a small table, by pytauargus (Tau-Argus in Python, HiGHS) where it is installed.

It is no dependency: it runs in a process of its own, with a table by chance on its standard input, and says
which cells it hides and between what bounds (its own audit). What is compared is the method, not the release.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from dataclasses import dataclass
from tempfile import TemporaryDirectory

import numpy as np

from data_layer.disclosure.cacher import cacher
from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.lignes_d_atomes import Lignes as Atomes
from data_layer.disclosure.systeme import Lignes, composer
from data_layer.disclosure.treillis import Axe, Entiers, Groupement, Treillis

MODULE = "pytauargus"
_DELAI = 120
_GRAINE = 20190401
_FORME = (6, 8)
_PROGRAMME = """
import contextlib, io, json, sys, tempfile
from pytauargus import protect
table = json.load(sys.stdin)
lignes = [(i, j) for i, r in enumerate(table) for j, n in enumerate(r) for _ in range(n)]
micro = {"lieu": [f"l{i}" for i, _ in lignes], "produit": [f"p{j}" for _, j in lignes]}
micro["sejours"] = [1] * len(lignes)
with tempfile.TemporaryDirectory() as dossier, contextlib.redirect_stdout(io.StringIO()):
    lu = protect(micro, ["lieu", "produit"], response="sejours", safety_rules="FREQ(11,30)",
                 suppress="OPT(1)", workdir=dossier)
    cellules = [[r["sejours"], r["status"]] for r in lu.tables[0].rows]
    bornes = [[r["value"], r["min"], r["max"]] for r in lu.engine.audit(0)]
print(json.dumps({"cellules": cellules, "bornes": bornes}))
"""


@dataclass(frozen=True, eq=False)
class _Petite:
    """A table of counts as a source: what is 0 has no row."""

    comptes: Entiers

    @property
    def treillis(self) -> Treillis:
        return Treillis(
            tuple(
                Axe(nom, {"tout": np.zeros(n, np.int64), "feuille": np.arange(n)})
                for nom, n in zip(("lieu", "produit"), self.comptes.shape, strict=True)
            )
        )

    def lignes(self, groupement: Groupement) -> Lignes:
        pleines = np.nonzero(self.comptes)
        empreintes = np.random.default_rng(_GRAINE).integers(
            0, 2**63, len(pleines[0]), dtype=np.uint64
        )
        valeurs = tuple(v.astype(np.int64) for v in pleines)
        return Lignes(valeurs, empreintes, self.comptes[pleines].astype(np.float64))


def table_au_hasard() -> Entiers:
    """Return a table of zeros, counts of 1 to 10 and larger ones; always the same."""
    rng = np.random.default_rng(_GRAINE)
    sorte = rng.choice(3, _FORME, p=[0.15, 0.2, 0.65])
    petits, grands = rng.integers(1, 11, _FORME), rng.integers(11, 90, _FORME)
    return np.select([sorte == 1, sorte == 2], [petits, grands], 0)


def second_avis() -> str:
    """Return a French sentence or two: what the other tool hides of the table, beside what ours does."""
    if importlib.util.find_spec(MODULE) is None:
        return f"{MODULE} n'est pas installé : pas de second avis."
    comptes = table_au_hasard()
    try:
        # It leaves journals where it runs.
        with TemporaryDirectory() as dossier:
            lu = subprocess.run(
                [sys.executable, "-c", _PROGRAMME],
                check=True,
                cwd=dossier,
                input=json.dumps(comptes.tolist()),
                capture_output=True,
                text=True,
                timeout=_DELAI,
            )
        avis = json.loads(lu.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return f"{MODULE} est là mais n'a pas répondu : pas de second avis."
    return _comparer(comptes, avis["cellules"], avis["bornes"])


def _comparer(
    comptes: Entiers, cellules: list[tuple[float, str]], bornes: list[tuple[float, float, float]]
) -> str:
    leurs = [(n, statut) for n, statut in cellules if statut in ("U", "M")]
    largeurs = [haut - bas for n, bas, haut in bornes if n <= SEUIL]
    primaires = sum(1 for n, statut in leurs if statut == "U")
    attendues = sum(1 for n, _ in cellules if 1 <= n <= SEUIL)
    accord = "les mêmes" if primaires == attendues else f"{attendues} attendues"
    notre, valeur = _notre(comptes)
    return (
        f"Table {_FORME[0]} × {_FORME[1]} tirée au sort, protégée par {MODULE} (optimal, HiGHS) et par nous. "
        f"Cellules de 1 à 10 : {primaires} chez lui ({accord}). "
        f"Cellules masquées : {len(leurs)} chez lui ({sum(n for n, _ in leurs):.0f} séjours), "
        f"{notre} chez nous ({valeur:.0f} séjours). "
        f"Largeur minimale de ses cellules de 1 à 10, selon son audit : {min(largeurs, default=0):.0f}."
    )


def _notre(comptes: Entiers) -> tuple[int, float]:
    """Cells that we hide of the same table, and what they count."""
    niveaux = ("tout", "feuille")
    famille: dict[Groupement, float] = {
        (a, b): 4.0 ** ((a == "tout") + (b == "tout")) for a in niveaux for b in niveaux
    }
    source, fin = _Petite(comptes), ("feuille", "feuille")
    s = composer(source, famille, fin)
    masque = cacher(s, Atomes(source.treillis, fin, list(famille), s, s.valeurs)).masque
    ensembles = np.concatenate([c.ensembles for c in s.cellules.values()])
    caches = ensembles[masque[ensembles]]
    return len(caches), float(s.effectifs[caches].sum())
