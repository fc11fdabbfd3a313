"""What must be true of fact rows for the masks and the cubes to be exact; checked lot by lot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data_layer.faits.modele import COLONNES, PROFONDEUR_MAX, Arbre, Lot

TYPES_NUMPY: Mapping[str, type[np.signedinteger[Any]]] = {
    "TINYINT": np.int8,
    "SMALLINT": np.int16,
    "INTEGER": np.int32,
}
_DU_SEJOUR = ("mois", "etab", "champ", "patient", "diagnostic", "ghm", "poids")
_MCO, _HAD, _SSR = 0, 1, 2
_LISTE_SSR = 2
_INDICATIONS_MAX = int(np.iinfo(np.int16).max) + 1

Colonnes = dict[str, NDArray[Any]]


class Controle:
    """Checks lots one after the other; remembers what holds over all of them (stays, indications)."""

    def __init__(self, arbre: Arbre, etablissements: int) -> None:
        """``etablissements``: the number of ``etab``, counted from 1."""
        self._profondeur = arbre.profondeur
        self._feuille = arbre.fin == np.arange(len(arbre.fin))
        self._bornes = {
            "mois": (1, 12),
            "mois_adm": (1, 12),
            "champ": (_MCO, _SSR),
            "liste": (0, _LISTE_SSR),
            "etab": (1, etablissements),
            "noeud": (0, len(arbre.fin) - 1),
        } | dict.fromkeys(("sejour", "patient", "diagnostic", "ghm", "indication"), (0, None))
        self._bornes["poids"] = (1, None)
        self._deja_vus = np.zeros(0, dtype=bool)  # by sejour: a byte each, since ids are dense
        self._de_indication = {
            nom: np.full(_INDICATIONS_MAX, -1, dtype=np.int16) for nom in ("noeud", "liste")
        }

    def verifier(self, lot: Lot) -> tuple[Colonnes, int]:
        """Return the columns of a lot in the types of :data:`COLONNES`, and its number of stays.

        Raises ValueError, which names the column.
        """
        colonnes = self._typer(lot)
        self._verifier_produits(lot, colonnes)
        self._verifier_mois(lot, colonnes)
        return colonnes, self._verifier_sejours(lot, colonnes)

    def _typer(self, lot: Lot) -> Colonnes:
        if set(lot.colonnes) != set(COLONNES):
            _refuser(lot, sorted(set(lot.colonnes) ^ set(COLONNES)), "missing or unknown")
        longueurs = {len(valeurs) for valeurs in lot.colonnes.values()}
        if len(longueurs) != 1 or longueurs == {0}:
            _refuser(lot, sorted(COLONNES), f"lengths {sorted(longueurs)}, not one above 0")
        typees = {}
        for nom, genre in COLONNES.items():
            valeurs = lot.colonnes[nom]
            if not np.issubdtype(valeurs.dtype, np.integer):
                _refuser(lot, nom, f"{valeurs.dtype} is no integer type")
            limites = np.iinfo(TYPES_NUMPY[genre])
            bas, haut = self._bornes.get(nom, (None, None))
            bas = int(limites.min) if bas is None else bas
            haut = int(limites.max) if haut is None else haut
            if valeurs.min() < bas or valeurs.max() > haut:
                _refuser(lot, nom, f"value out of {bas}..{haut}")
            typees[nom] = np.ascontiguousarray(valeurs, dtype=TYPES_NUMPY[genre])
        return typees

    def _verifier_produits(self, lot: Lot, c: Colonnes) -> None:
        """Which products, lists and indications go together, and where."""
        profondeur = self._profondeur[c["noeud"]]
        dispositif = profondeur == PROFONDEUR_MAX - 1
        ssr = c["champ"] == _SSR
        _exiger(lot, "noeud", self._feuille[c["noeud"]], "not a leaf")
        _exiger(lot, "noeud", profondeur >= PROFONDEUR_MAX - 1, "neither a code nor a UCD")
        _exiger(lot, "champ", ~dispositif | (c["champ"] == _MCO), "a device outside MCO")
        _exiger(lot, "liste", ~dispositif | (c["liste"] == 0), "a device outside LES")
        _exiger(lot, "liste", ssr == (c["liste"] == _LISTE_SSR), "the SSR list is of SSR alone")
        indiquee = c["indication"] > 0
        _exiger(lot, "indication", ~(indiquee & (dispositif | ssr)), "a device or SSR with one")
        # Of an indication counts are kept by product: one that several products shared would be wrong.
        # Where a source gives none, the product has an indication of its own that says so.
        _exiger(lot, "indication", indiquee | dispositif | ssr, "a drug of MCO or HAD without one")
        _exiger(lot, "ghm", (c["champ"] == _MCO) | (c["ghm"] == 0), "a GHM outside MCO")
        indication = c["indication"][indiquee]
        for nom, connu in self._de_indication.items():
            valeurs = c[nom][indiquee]
            nouvelle = connu[indication] < 0
            connu[indication[nouvelle]] = valeurs[nouvelle]
            _exiger(lot, nom, connu[indication] == valeurs, "an indication with more than one")

    def _verifier_mois(self, lot: Lot, c: Colonnes) -> None:
        ecart = (lot.annee - c["annee_adm"].astype(np.int32)) * 12 + c["mois"] - c["mois_adm"]
        _exiger(
            lot,
            "mois_adm",
            (ecart == 0) | (ecart == 1),
            "administration neither in the month of discharge nor in the month before",
        )

    def _verifier_sejours(self, lot: Lot, c: Colonnes) -> int:
        """Return the number of stays, each whole in this lot and one thing on all its rows."""
        ordre = np.argsort(c["sejour"], kind="stable")
        sejour = c["sejour"][ordre]
        suite = sejour[1:] == sejour[:-1]
        for nom in _DU_SEJOUR:
            valeurs = c[nom][ordre]
            _exiger(lot, nom, ~suite | (valeurs[1:] == valeurs[:-1]), "not a function of sejour")
        presents = np.concatenate([sejour[:1], sejour[1:][~suite]])
        manque = int(presents[-1]) + 1 - len(self._deja_vus)
        if manque > 0:
            self._deja_vus = np.concatenate([self._deja_vus, np.zeros(manque, dtype=bool)])
        _exiger(lot, "sejour", ~self._deja_vus[presents], "a stay already in another lot")
        self._deja_vus[presents] = True
        return len(presents)


def _exiger(lot: Lot, colonne: str, vrai: NDArray[np.bool_], defaut: str) -> None:
    if not vrai.all():
        _refuser(lot, colonne, f"{defaut} ({np.count_nonzero(~vrai)} rows)")


def _refuser(lot: Lot, colonne: str | list[str], defaut: str) -> None:
    raise ValueError(f"lot {lot.annee}, column {colonne}: {defaut}")
