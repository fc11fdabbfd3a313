"""From the lines of the ATIH file to raw rows: drop totals, merge duplicates, refuse the rest."""

from __future__ import annotations

from typing import Any

import numpy as np

from data_layer.sources.atih_mco_champs import (
    Champs,
    Ligne,
    lire_annee_et_secteur,
    lire_ligne,
    lire_moyennes,
)
from data_layer.sources.masquage import coherent
from data_layer.sources.modele import FichierRefuse, enumerer
from data_layer.sources.nombres import NombreIllisible
from data_layer.sources.schema_mco import CATEGORIES, NON_RENSEIGNEE, Observations

_ERREURS_MAX = 10


class Lecture:
    """Takes the lines one by one; the first ten errors are told together.

    ``alias`` holds (finess, label) of the rows which were merged into an earlier one.
    """

    def __init__(self) -> None:
        self.alias: list[tuple[str, str]] = []
        self._lignes: dict[tuple[int, str, str], Ligne] = {}
        self._erreurs: list[str] = []
        self._totaux: list[dict[str, Any]] = []
        self._lues = self._fusionnees = 0

    def ajouter(self, numero: int, champs: Champs) -> None:
        """Read one line. Raises FichierRefuse once there are enough errors to tell."""
        self._lues += 1
        try:
            if champs["finess"].strip():
                self._garder(lire_ligne(numero, champs))
            else:
                self._totaux.append(_total(champs))
        except NombreIllisible as erreur:
            colonne, texte = erreur.args
            lu = f"« {texte[:40]} »" if texte.strip() else "vide"
            self._erreurs.append(f"ligne {numero}, colonne « {colonne} » : {lu}")
        if len(self._erreurs) >= _ERREURS_MAX:
            self._refuser()

    def terminer(self) -> Observations:
        """Return the rows kept. Raises FichierRefuse: errors, no row, incoherent totals."""
        if self._erreurs:
            self._refuser()
        lignes = list(self._lignes.values())
        if not lignes:
            raise FichierRefuse("Le fichier ne contient aucune ligne d'établissement.")
        observations = _observations(lignes)
        justes = coherent(observations.sejours, observations.sejours_hc, observations.sejours_hp)
        if not justes.all():
            fautives = [lignes[i].numero for i in np.flatnonzero(~justes)]
            raise FichierRefuse(
                "Le total n'est pas la somme des séjours en hospitalisation complète et partielle, "
                f"ligne(s) {enumerer(fautives)}."
            )
        return observations

    def rapport(self) -> dict[str, Any]:
        """Return what happened to the lines, as JSON values, for the manifest."""
        connues = {*CATEGORIES, NON_RENSEIGNEE}
        return {
            "lignes_lues": self._lues,
            "lignes_sans_finess": len(self._totaux),
            "lignes_fusionnees": self._fusionnees,
            "categories_inconnues": sorted(
                {ligne.categorie for ligne in self._lignes.values()} - connues
            ),
            "totaux_source": self._totaux,
        }

    def _refuser(self) -> None:
        raise FichierRefuse("Valeur illisible : " + " ; ".join(self._erreurs) + ".")

    def _garder(self, ligne: Ligne) -> None:
        premiere = self._lignes.setdefault(ligne.cle, ligne)
        if premiere is ligne:
            return
        if premiere.contenu() != ligne.contenu():
            annee, secteur, finess = ligne.cle
            raise FichierRefuse(
                f"Lignes {premiere.numero} et {ligne.numero} : l'établissement {finess} ({annee}, "
                f"{secteur}) y figure deux fois avec des valeurs différentes."
            )
        self._fusionnees += 1
        self.alias.append((ligne.cle[2], ligne.libelle))


def _total(champs: Champs) -> dict[str, Any]:
    """Return the means of a line of totals: kept to check ours; its counts are not."""
    annee, secteur = lire_annee_et_secteur(champs)
    return {"annee": annee, "secteur": secteur, **lire_moyennes(champs)}


def _observations(lignes: list[Ligne]) -> Observations:
    annees, secteurs, finess = zip(*(ligne.cle for ligne in lignes), strict=True)
    comptes = np.array([ligne.comptes for ligne in lignes], dtype=np.int64)
    # None becomes NaN.
    moyennes = np.array([ligne.moyennes for ligne in lignes], dtype=np.float64)
    return Observations(
        np.array(annees, dtype=np.int16),
        np.array(secteurs, dtype=object),
        np.array([ligne.categorie for ligne in lignes], dtype=object),
        np.array(finess, dtype=object),
        np.array([ligne.libelle for ligne in lignes], dtype=object),
        np.array([ligne.mois for ligne in lignes], dtype=np.int8),
        *comptes.T,
        *moyennes.T,
    )
