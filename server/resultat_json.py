"""A result as the API writes it: a pure view, like the table and the workbook.

Counts are integers, other values are floats as computed (unrounded), shares are fractions (0..1),
indices have base 100 and are there where a measure is read so; a value that may not be shown is
``null`` and its ``statut`` says why.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import numpy as np

from components.adresses import adresse as adresse_de
from components.adresses import adresse_api
from components.documents.commun import SECRET, codes_en_vigueur
from components.lecture import note_de_lecture
from components.refus import propositions, raison
from data_layer.catalogue.schema import Format, Vue
from data_layer.result import STATUTS, Bloc, Colonne, Ligne, Resultat
from data_layer.selection import Avis, Selection


def resultat_en_json(
    resultat: Resultat, bloc: Bloc, requete: str, adresse: str, *, seul: bool = False
) -> dict[str, Any]:
    """Return the body of ``/api/v1/r/<slug>.json``, its rows being those of ``bloc``.

    ``requete``: canonical query string; ``adresse``: absolute address of the page. The other blocks
    come under ``blocs`` unless ``seul``.
    """
    autres = {} if seul else {c: b for c, b in resultat.blocs.items() if c != bloc.cle}
    return {
        "titre": resultat.titre,
        "selection": _selection(resultat.selection, requete),
        "notices": [],
        "colonnes": _colonnes(bloc),
        "lignes": _lignes(bloc),
        "totaux": _totaux(bloc),
        "blocs": {cle: _bloc(b) for cle, b in autres.items()},
        "refus": _refus(resultat),
        "note": note_de_lecture(resultat),
        "provenance": _provenance(resultat, adresse),
    }


def _refus(resultat: Resultat) -> dict[str, Any] | None:
    """Why the rows are not published, and the nearest questions whose rows are."""
    if resultat.refus is None:
        return None
    return {
        "raison": raison(resultat),
        "propositions": [
            {"libelle": libelle, "page": adresse_de(autre), "api": adresse_api(autre)}
            for libelle, autre in propositions(resultat)
        ],
    }


def avis_en_json(avis: Iterable[Avis]) -> list[dict[str, Any]]:
    """Return notices as the API writes them."""
    return [
        {
            "cle": a.cle,
            "message": a.message,
            "choix": [{"valeur": c.valeur, "libelle": c.libelle} for c in a.choix],
            "bloquant": a.bloquant,
        }
        for a in avis
    ]


def _selection(selection: Selection, requete: str) -> dict[str, Any]:
    """Every choice in force under its address key, those left to their default included."""
    restitution = selection.restitution
    produits = {} if restitution.classification is None else {"noeud": selection.noeud}
    rapport = {"pour": selection.pour} if restitution.par_habitant else {}
    annees = {"perimetre": selection.perimetre} if Vue.ANNEES in restitution.formes else {}
    return {
        "zone": selection.zone,
        "vs": list(selection.vs),
        **produits,
        "par": selection.par,
        "niveau": selection.niveau,
        "periode": selection.periode.ecrire(),
        **{d.cle: list(codes_en_vigueur(selection, d)) for d in restitution.filtres},
        "lecture": str(selection.lecture),
        "unite": selection.unite,
        **rapport,
        **annees,
        "vue": str(selection.vue),
        "tri": selection.tri or f"-{selection.meneuse}",
        "maj": selection.maj,
        "adresse": requete,
    }


def _bloc(bloc: Bloc) -> dict[str, Any]:
    return {
        "titre": bloc.titre,
        "nature": bloc.nature,
        "niveau": bloc.niveau,
        "colonnes": _colonnes(bloc),
        "lignes": _lignes(bloc),
        "totaux": _totaux(bloc),
    }


def _colonnes(bloc: Bloc) -> list[dict[str, Any]]:
    return [
        {
            "cle": c.cle,
            "libelle": c.libelle,
            "unite": c.unite,
            "format": str(c.format),
            "decimales": c.decimales,
            "definition": c.mesure.definition,
            "signe": c.signe,
        }
        for c in bloc.colonnes
    ]


def _lignes(bloc: Bloc) -> list[dict[str, Any]]:
    """Rows, built column by column: a block may have thousands of them."""
    n, cles = len(bloc), [c.cle for c in bloc.colonnes]
    cellules = [bloc.cellules[cle] for cle in cles]
    valeurs = [_nombres(c, bloc.cellules[c.cle].valeurs) for c in bloc.colonnes]
    parts = [[None] * n if c.parts is None else c.parts.tolist() for c in cellules]
    statuts = [[str(STATUTS[s]) for s in c.statuts] for c in cellules]
    relatifs = {
        cle: c.indices.tolist() for cle, c in bloc.cellules.items() if c.indices is not None
    }
    return [
        {
            "code": bloc.codes[i],
            "libelle": bloc.libelles[i],
            "zone": bloc.zones[i],
            "rang": bloc.rangs[i],
            "valeurs": {cle: v[i] for cle, v in zip(cles, valeurs, strict=True)},
            "parts": {cle: p[i] for cle, p in zip(cles, parts, strict=True)},
            **({"indices": {cle: x[i] for cle, x in relatifs.items()}} if relatifs else {}),
            "statuts": {cle: s[i] for cle, s in zip(cles, statuts, strict=True)},
            "groupe": bloc.groupes[i],
            "remarques": list(bloc.remarques.get(i, ())),
        }
        for i in range(n)
    ]


def _nombres(colonne: Colonne, valeurs: np.ndarray) -> list[float | int | None]:
    """Values as Python numbers; NaN stays, it is written ``null``."""
    lues: list[float] = valeurs.tolist()
    if colonne.format is not Format.ENTIER or colonne.decimales:
        return list(lues)
    return [int(v) if v.is_integer() else v for v in lues]


def _totaux(bloc: Bloc) -> list[dict[str, Any]]:
    colonnes = {c.cle: c for c in bloc.colonnes}
    return [_tete(tete, colonnes) for tete in bloc.tetes]


def _tete(tete: Ligne, colonnes: dict[str, Colonne]) -> dict[str, Any]:
    cellules = {cle: tete.cellules[cle] for cle in colonnes if cle in tete.cellules}
    valeurs = {
        cle: None if c.valeur is None else _nombres(colonnes[cle], np.array([c.valeur]))[0]
        for cle, c in cellules.items()
    }
    return {
        "code": tete.code,
        "libelle": tete.libelle,
        "zone": tete.zone,
        "rang": tete.rang,
        "valeurs": valeurs,
        "parts": {cle: c.part for cle, c in cellules.items()},
        "statuts": {cle: str(c.statut) for cle, c in cellules.items()},
        "groupe": tete.groupe,
        "remarques": list(tete.remarques),
    }


def _provenance(resultat: Resultat, adresse: str) -> dict[str, Any]:
    return {
        **asdict(resultat.provenance),
        "part_masquee": resultat.part_masquee,
        "masquage": SECRET,
        "sens_ligne": resultat.sens_ligne,
        "remarques": list(resultat.remarques),
        "adresse": adresse,
    }
