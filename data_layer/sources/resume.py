"""What an import did, as a table in French for the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data_layer.sources.modele import enumerer
from data_layer.warehouse import Jeu, Release

_NOMS = {
    "sejours": "total",
    "sejours_hc": "complète",
    "sejours_hp": "partielle",
    "seances": "séances",
}
_LIGNES = (
    ("lignes", "Lignes de faits"),
    ("sejours", "Séjours, séances rassemblées"),
    ("lignes_lues", "Lignes lues"),
    ("lignes_retenues", "Lignes retenues"),
    ("lignes_sans_finess", "Lignes sans FINESS, écartées (totaux)"),
    ("lignes_fusionnees", "Lignes en double, fusionnées"),
    ("lignes_annee_incomplete", "Lignes d'une année incomplète ou sans période"),
    ("lignes_sans_categorie", "Lignes sans catégorie"),
    ("masques_source", "Cellules masquées par la source"),
    ("masques_portulan", "Cellules masquées en plus par Portulan"),
    ("non_transmis", "Cellules non transmises"),
    ("lignes_moyennes_retirees", "Lignes dont les moyennes sont retirées avec leur effectif"),
    ("pourcentages_retires", "Pourcentages retirés, qui comptent de 1 à 10 personnes"),
    ("finess_sans_departement", "FINESS sans département"),
    ("categories_inconnues", "Catégories inconnues"),
    ("colonnes_inconnues", "Colonnes inconnues, ignorées"),
)


def resume_jeu(jeu: Jeu) -> str:
    """Return the summary of a dataset's import report, one count a line."""
    lignes = [("Jeu", f"{jeu.name} ({jeu.millesime}), {jeu.source}"), ("Empreinte", jeu.empreinte)]
    lignes += [
        (libelle, _texte(jeu.rapport[cle])) for cle, libelle in _LIGNES if cle in jeu.rapport
    ]
    largeur = max(len(libelle) for libelle, _ in lignes)
    return "\n".join(f"  {libelle:<{largeur}}  {valeur}" for libelle, valeur in lignes)


def resume_releases(toutes: Sequence[Release], courante: Release | None) -> str:
    """Return the list of kept releases, the one in force marked with an asterisk."""
    if not toutes:
        return "Aucune publication."
    lignes = []
    for release in toutes:
        marque = "*" if courante is not None and release.id == courante.id else " "
        jeux = ", ".join(
            f"{jeu.name} {_entier(jeu.lignes)} lignes{' (synthétique)' if jeu.synthetique else ''}"
            for jeu in release.jeux.values()
        )
        lignes.append(f"{marque} {release.id}  {release.date:%d/%m/%Y %H:%M} UTC  {jeux}")
    return "\n".join(lignes)


def _entier(nombre: int) -> str:
    return f"{nombre:,}".replace(",", "\u202f")


def _texte(valeur: Any) -> str:
    if isinstance(valeur, Mapping):
        total = sum(valeur.values())
        detail = ", ".join(f"{_NOMS.get(cle, cle)} {_entier(v)}" for cle, v in valeur.items() if v)
        return _entier(total) + (f" ({detail})" if detail else "")
    if isinstance(valeur, list | tuple):
        return f"{len(valeur)} ({enumerer(valeur)})" if valeur else "0"
    return _entier(valeur) if isinstance(valeur, int) else str(valeur)
