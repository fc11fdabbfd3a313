"""Clauses on market shares: who treats the residents of each zone, and how concentrated that is."""

from __future__ import annotations

from components import francais
from components.formats import cellule, nombre
from components.lecture_taux import de_zone
from data_layer.flux.publie import AILLEURS
from data_layer.result import Ligne, Resultat, Statut


def clauses_parts(resultat: Resultat) -> list[str]:
    """Return, for each zone, its first establishment (or kind) and its concentration."""
    dites = []
    for tete in resultat.bloc.tetes:
        dites += [_premier(resultat, tete), _concentration(resultat, tete)]
    return dites


def _premier(resultat: Resultat, tete: Ligne) -> str:
    bloc, habitants = resultat.bloc, f"habitants {de_zone(resultat, tete)}"
    unite = resultat.selection.offre.mesure("volume").unite
    if tete.cellules["volume"].valeur is None:
        quoi = f"les parts des {unite} des {habitants}"
        return f"le secret statistique ne permet pas de montrer {quoi}"
    if tete.cellules["volume"].valeur == 0:
        return f"les {habitants} n'ont aucune activité"
    lignes = [li for li in bloc.lignes() if li.groupe == tete.groupe and li.cellules["part"].valeur]
    lignes = [li for li in lignes if not _emboitee(resultat, li) and not _ailleurs(li)]
    if not lignes:
        return f"aucune part des {unite} des {habitants} ne peut être montrée"
    premier = max(lignes, key=lambda li: li.cellules["part"].valeur or 0.0)
    part = cellule(premier.cellules["part"], bloc.colonne("part"))
    total = nombre(tete.cellules["volume"].valeur)
    volume = cellule(premier.cellules["volume"], bloc.colonne("volume"))
    qui, verbe = _qui(resultat, premier)
    detail = f" ({volume} sur {total})"
    return f"{qui} {verbe} en charge {part} des {unite} des {habitants}{detail}{_avant(resultat, premier)}"


def _emboitee(resultat: Resultat, ligne: Ligne) -> bool:
    """Whether a kind lies in a wider one: only secteurs are compared with one another."""
    return resultat.bloc.nature != "zone" and "-" in ligne.code


def _ailleurs(ligne: Ligne) -> bool:
    """Whether a row is establishments of another région together."""
    return ligne.code.startswith(AILLEURS)


def masques_dits(resultat: Resultat) -> str:
    """« 3 volumes et 5 parts masqués », both years together: a share also is where its total is."""
    bloc = resultat.bloc
    statuts = [
        (cle, cellule.statut)
        for ligne in (*bloc.tetes, *bloc.lignes())
        for cle, cellule in ligne.cellules.items()
    ]
    comptes = [
        (sum(s is Statut.MASQUE and cle in cles for cle, s in statuts), nom)
        for cles, nom in ((("volume", "volume_avant"), "volume"), (("part", "part_avant"), "part"))
    ]
    dits = [f"{nombre(n)}{francais.NBSP}{nom}{'s' * (n > 1)}" for n, nom in comptes if n]
    if not dits:
        return "aucun volume ni aucune part masqués"
    total = sum(n for n, _ in comptes)
    feminin = "e" * (len(dits) == 1 and comptes[0][0] == 0)
    annee = resultat.selection.periode.fin
    quand = f"en {annee - 1} et {annee}"
    return f"{' et '.join(dits)} masqué{feminin}{'s' * (total > 1)} {quand}"


def _qui(resultat: Resultat, ligne: Ligne) -> tuple[str, str]:
    if resultat.bloc.nature == "zone":
        nom = "le site" if resultat.bloc.niveau == "site" else "l'établissement"
        return f"{nom} {francais.cite(ligne.libelle)}", "prend"
    return f"les établissements du {francais.minuscule(ligne.libelle)}", "prennent"


def _avant(resultat: Resultat, ligne: Ligne) -> str:
    """« , contre 23,2 % en 2020 »; what is masked is said to be."""
    avant, annee = ligne.cellules["part_avant"], resultat.selection.periode.fin - 1
    if avant.statut is Statut.MASQUE:
        return f", contre une part masquée en {annee}"
    if avant.valeur is None:
        return ""
    return f", contre {cellule(avant, resultat.bloc.colonne('part_avant'))} en {annee}"


def _concentration(resultat: Resultat, tete: Ligne) -> str:
    """« l'indice de Herfindahl-Hirschman y est d'au moins 0,080 »."""
    bloc, annee = resultat.blocs.get("concentration"), str(resultat.selection.periode.fin)
    lignes = [li for li in bloc.lignes() if li.groupe == tete.groupe] if bloc else []
    du_jour = next((li for li in lignes if li.code == annee), None)
    if bloc is None or du_jour is None or du_jour.cellules["hhi"].valeur is None:
        return ""
    texte = cellule(du_jour.cellules["hhi"], bloc.colonne("hhi"))
    return f"l'indice de Herfindahl-Hirschman y est {francais.elide('de', texte)}"
