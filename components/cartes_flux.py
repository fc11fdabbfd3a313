"""What a number card of flows says beside its leading measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components import formats
from data_layer.catalogue.schema import Flux, Lecture
from data_layer.result import Colonne, Ligne, Resultat, Statut

COMPAGNES = 4
"""At most; one less beside another zone, whose card takes half of the room."""
_INTERVALLE = ("ic_bas", "ic_haut")
_ORDRE: Mapping[Flux, Sequence[str]] = {
    Flux.TAUX: ("ic_bas", "indice_national", "volume", "position", "taux_brut", "taux_standardise"),
    Flux.PARTS: ("volume_avant",),
    Flux.CARTE: (),
    Flux.CROISEE: ("fuite", "attractivite", "autosuffisance", "consommation", "production"),
}
"""Keys in the order they are said; ``ic_bas`` stands for the whole interval."""


@dataclass(frozen=True, slots=True)
class Compagne:
    """A measure of a card: its name, its value as text, its unit where the name does not say it."""

    nom: str
    texte: str
    unite: str
    statut: Statut
    colonne: Colonne | None = None


def compagnes(resultat: Resultat, tete: Ligne) -> list[Compagne]:
    """Return the measures beside the leading one, at most :data:`COMPAGNES`, read from the blocks."""
    flux, bloc = resultat.selection.restitution.flux, resultat.bloc
    assert flux is not None
    colonnes = {c.cle: c for c in bloc.colonnes if c.cle != bloc.meneuse}
    dites = []
    for cle in _ORDRE[flux]:
        # France is neither above nor below itself.
        if tete.zone == "fr" and cle in ("position", "indice_national"):
            continue
        if cle in colonnes and cle in tete.cellules:
            dites.append(_compagne(resultat, tete, colonnes[cle]))
    if flux is Flux.PARTS:
        dites += _concentration(resultat, tete)
    return dites[: COMPAGNES - (len(resultat.zones) > 1)]


def _compagne(resultat: Resultat, tete: Ligne, colonne: Colonne) -> Compagne:
    cellule = tete.cellules[colonne.cle]
    if colonne.cle in _INTERVALLE and resultat.selection.lecture is Lecture.TOTAL:
        return _intervalle(resultat, tete)
    unite = colonne.unite
    # Percentages bear their sign, indices and places say what they stand against in their name.
    muette = formats.mise(colonne).suffixe or colonne.cle in ("position", "indice_national")
    if muette or cellule.valeur is None or unite.lower() in colonne.court.lower():
        unite = ""
    if unite == resultat.bloc.colonne(resultat.bloc.meneuse).unite:
        unite = ""
    return Compagne(
        colonne.court, formats.cellule(cellule, colonne), unite, cellule.statut, colonne
    )


def _intervalle(resultat: Resultat, tete: Ligne) -> Compagne:
    """« 97,75 à 106,06 »: one measure where the table has two columns."""
    nom = f"Intervalle à 95{formats.FINE}%"
    bornes = [(tete.cellules[c], resultat.bloc.colonne(c)) for c in _INTERVALLE]
    tue = next((c for c, _ in bornes if c.valeur is None), None)
    if tue is not None:
        return Compagne(nom, formats.cellule(tue, bornes[0][1]), "", tue.statut, bornes[0][1])
    texte = " à ".join(formats.cellule(c, colonne) for c, colonne in bornes)
    return Compagne(nom, texte, "", Statut.OK)


def _concentration(resultat: Resultat, tete: Ligne) -> list[Compagne]:
    """The Herfindahl index of the year, and what the three largest take."""
    bloc, annee = resultat.blocs.get("concentration"), str(resultat.selection.periode.fin)
    if bloc is None:
        return []
    lignes = [li for li in bloc.lignes() if li.groupe == tete.groupe and li.code == annee]
    noms = {"hhi": "Indice de Herfindahl", "trois": "Trois premiers établissements"}
    return [
        Compagne(
            nom, formats.cellule(li.cellules[cle], bloc.colonne(cle)), "", li.cellules[cle].statut
        )
        for li in lignes
        for cle, nom in noms.items()
    ]
