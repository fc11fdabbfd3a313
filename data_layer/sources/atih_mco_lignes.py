"""From the lines of the ATIH file to raw rows: parse, drop totals, merge duplicates, refuse the rest."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

import numpy as np

from data_layer.sources.masquage import coherent
from data_layer.sources.modele import FichierRefuse, enumerer
from data_layer.sources.nombres import (
    NombreIllisible,
    lire_decimal,
    lire_effectif,
    lire_pourcentage,
)
from data_layer.sources.schema_mco import (
    CATEGORIES,
    COMPTES,
    MOYENNES,
    NON_RENSEIGNEE,
    SECTEURS,
    Observations,
)

COLONNES: dict[str, str] = {
    "annee": "annee",
    "secteurrequete": "secteur_requete",
    "categorie": "Catégorie",
    "finess": "Finess",
    "raisonsociale": "Raison Sociale",
    "periode": "Période",
    "nombredesejoursseancestotal": "Nombre de séjoursséances total",
    "nombredesejoursenhospitcomplete": "Nombre de séjours en hospit complète",
    "nombredesejoursenhospitpartielle": "Nombre de séjours en hospit partielle",
    "nombredeseances": "Nombre de séances",
    "sexeratio%homme": "Sexe ratio (% homme)",
    "agemoyen": "Age moyen",
    "dureemoyennedesejour": "Durée moyenne de séjour",
    "%deces": "% décès",
}
"""Key of each column (see :func:`data_layer.sources.fichiers.cle_colonne`) -> name in the file."""

_CLES_COMPTES = tuple(COLONNES)[6:10]
_LECTURES_MOYENNES: dict[str, tuple[str, Callable[[str], float]]] = {
    "age_moyen": ("agemoyen", lambda t: lire_decimal(t, 130.0)),
    "dms": ("dureemoyennedesejour", lambda t: lire_decimal(t, 3660.0)),
    "part_hommes": ("sexeratio%homme", lire_pourcentage),
    "part_deces": ("%deces", lire_pourcentage),
}
_ANNEE = re.compile(r"20[0-9]{2}|2100")
_FINESS = re.compile(r"[0-9A-Z]{9}")
_PERIODE = re.compile(r"M(0?[1-9]|1[0-2])")
_CATEGORIES = {**{c: c for c in CATEGORIES}, "PRIVÉ": "PRIVE", "": NON_RENSEIGNEE}
_ERREURS_MAX = 10
_T = TypeVar("_T")


class _Ligne(NamedTuple):
    """A row of an establishment: where it stood, its key, its label, all that must agree."""

    numero: int
    cle: tuple[int, str, str]
    libelle: str
    contenu: tuple[Any, ...]  # catégorie, month, 4 counts, 4 means (None when empty)


class Lecture:
    """Takes the lines one by one; the first ten errors are told together."""

    def __init__(self) -> None:
        self.alias: list[tuple[str, str]] = []
        self._lignes: dict[tuple[int, str, str], _Ligne] = {}
        self._erreurs: list[str] = []
        self._totaux: list[dict[str, Any]] = []
        self._categories_inconnues: set[str] = set()
        self._lues = self._fusionnees = 0

    def ajouter(self, numero: int, champs: Mapping[str, str]) -> None:
        """Read one line. Raises FichierRefuse once there are enough errors to tell."""
        self._lues += 1
        try:
            if champs["finess"].strip():
                self._garder(self._lire(numero, champs))
            else:
                self._totaux.append(_total(champs))
        except NombreIllisible as erreur:
            colonne, texte = erreur.args
            self._erreurs.append(f"ligne {numero}, colonne « {colonne} » : « {texte[:40]} »")
        if len(self._erreurs) >= _ERREURS_MAX:
            self._refuser()

    def terminer(self) -> Observations:
        """Return the rows kept. Raises FichierRefuse: errors, no row, incoherent totals."""
        if self._erreurs:
            self._refuser()
        if not self._lignes:
            raise FichierRefuse("Le fichier ne contient aucune ligne d'établissement.")
        observations = _observations(list(self._lignes.values()))
        justes = coherent(observations.sejours, observations.sejours_hc, observations.sejours_hp)
        if not justes.all():
            fautives = [
                ligne.numero
                for ligne, juste in zip(self._lignes.values(), justes, strict=True)
                if not juste
            ]
            raise FichierRefuse(
                "Le total n'est pas la somme des séjours en hospitalisation complète et partielle, "
                f"ligne(s) {enumerer(fautives)}."
            )
        return observations

    def rapport(self) -> dict[str, Any]:
        """Return what happened to the lines, as JSON values, for the manifest."""
        return {
            "lignes_lues": self._lues,
            "lignes_sans_finess": len(self._totaux),
            "lignes_fusionnees": self._fusionnees,
            "categories_inconnues": sorted(self._categories_inconnues),
            "totaux_source": self._totaux,
        }

    def _refuser(self) -> None:
        raise FichierRefuse("Valeur illisible : " + " ; ".join(self._erreurs) + ".")

    def _garder(self, ligne: _Ligne) -> None:
        premiere = self._lignes.setdefault(ligne.cle, ligne)
        if premiere is ligne:
            return
        if premiere.contenu != ligne.contenu:
            annee, secteur, finess = ligne.cle
            raise FichierRefuse(
                f"Lignes {premiere.numero} et {ligne.numero} : l'établissement {finess} ({annee}, "
                f"{secteur}) y figure deux fois avec des valeurs différentes."
            )
        self._fusionnees += 1
        self.alias.append((ligne.cle[2], ligne.libelle))

    def _lire(self, numero: int, champs: Mapping[str, str]) -> _Ligne:
        annee = int(_lire(champs, "annee", lambda t: _code(t, _ANNEE)))
        secteur = _lire(champs, "secteurrequete", _secteur)
        finess = _lire(champs, "finess", lambda t: _code(t.upper(), _FINESS))
        periode = champs["periode"].strip()
        mois = (
            int(_lire(champs, "periode", lambda t: _code(t.upper(), _PERIODE))[1:])
            if periode
            else 0
        )
        categorie = champs["categorie"].strip()
        if categorie not in _CATEGORIES:
            self._categories_inconnues.add(categorie)
        contenu = (
            _CATEGORIES.get(categorie, categorie),
            mois,
            *(_lire(champs, cle, lire_effectif) for cle in _CLES_COMPTES),
            *_moyennes(champs).values(),
        )
        libelle = " ".join(champs["raisonsociale"].split()) or finess
        return _Ligne(numero, (annee, secteur, finess), libelle, contenu)


def _lire(champs: Mapping[str, str], cle: str, lecture: Callable[[str], _T]) -> _T:
    """Read one field; the error then names the column as the file does."""
    texte = champs[cle]
    try:
        return lecture(texte)
    except NombreIllisible:
        raise NombreIllisible(COLONNES[cle], texte) from None


def _code(texte: str, motif: re.Pattern[str]) -> str:
    if not motif.fullmatch(texte.strip()):
        raise NombreIllisible(texte)
    return texte.strip()


def _secteur(texte: str) -> str:
    if texte.strip() not in SECTEURS:
        raise NombreIllisible(texte)
    return texte.strip()


def _moyennes(champs: Mapping[str, str]) -> dict[str, float | None]:
    """Return the four means, None when empty (None equals itself, NaN does not)."""
    lues = {nom: _lire(champs, cle, lire) for nom, (cle, lire) in _LECTURES_MOYENNES.items()}
    return {nom: None if math.isnan(valeur) else valeur for nom, valeur in lues.items()}


def _total(champs: Mapping[str, str]) -> dict[str, Any]:
    """Return the means of a line of totals: kept to check ours, its counts are not."""
    annee = int(_lire(champs, "annee", lambda t: _code(t, _ANNEE)))
    return {
        "annee": annee,
        "secteur": _lire(champs, "secteurrequete", _secteur),
        **_moyennes(champs),
    }


def _observations(lignes: list[_Ligne]) -> Observations:
    annees, secteurs, finess = zip(*(ligne.cle for ligne in lignes), strict=True)
    categories, mois, *nombres = zip(*(ligne.contenu for ligne in lignes), strict=True)
    comptes = dict(zip(COMPTES, nombres[:4], strict=True))
    moyennes = dict(zip(MOYENNES, nombres[4:], strict=True))
    return Observations(
        annee=np.array(annees, dtype=np.int16),
        secteur=np.array(secteurs, dtype=object),
        categorie=np.array(categories, dtype=object),
        finess=np.array(finess, dtype=object),
        libelle=np.array([ligne.libelle for ligne in lignes], dtype=object),
        mois=np.array(mois, dtype=np.int8),
        **{nom: np.array(valeurs, dtype=np.int64) for nom, valeurs in comptes.items()},
        **{nom: np.array(valeurs, dtype=np.float64) for nom, valeurs in moyennes.items()},
    )
