"""Rows outside what is published: the sentence that says so, and the nearest selections that are in it.

All of it follows from the question and the declared family, never from a count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from data_layer.catalogue.schema import Dimension
from data_layer.result import Refus
from data_layer.selection import Contexte, Periode, Selection
from geodata.zones import Genre, Zone

_PROPOSEES = 3


def dire(selection: Selection, contexte: Contexte, publiee: Callable[[Selection], bool]) -> Refus:
    """Say why the rows of a selection are not published; ``publiee``: whether those of another one are."""
    propositions: dict[Selection, str] = {}
    for libelle, autre in _voisines(selection, contexte):
        # Larger products may offer no such breakdown: what is proposed keeps what rows are.
        if autre not in propositions and autre.par == selection.par and publiee(autre):
            propositions[autre] = libelle
        if len(propositions) == _PROPOSEES:
            break
    filtres = _filtres(selection)
    de_filtres = bool(filtres) and publiee(_sans(selection, filtres))
    raison = _raison(selection, filtres if de_filtres else ())
    return Refus(raison, tuple((libelle, autre) for autre, libelle in propositions.items()))


def _raison(selection: Selection, filtres: Sequence[Dimension]) -> str:
    """Why: ``filtres`` when rows would be published without these filters on establishments."""
    referentiel = selection.restitution.referentiel(selection.par)
    if filtres:
        poses = [f"« {d.libelle} »" for d in filtres]
        if referentiel is not None:
            poses.append(f"la répartition {referentiel.par}")
        seul = len(poses) == 1
        quoi = (
            f"Le filtre {poses[0]} n'est pas publié"
            if seul
            else f"{', '.join(poses[:-1])} et {poses[-1]} ne sont pas publiés ensemble"
        )
        return (
            f"{quoi} à ce niveau de détail : ce qui est gardé et ce qui est laissé feraient retrouver des "
            "effectifs de 1 à 10."
        )
    if referentiel is not None:
        return (
            f"La répartition {referentiel.par} n'est pas publiée à ce niveau de détail "
            "(zone, produit ou période) : trop de lignes y compteraient de 1 à 10 séjours."
        )
    return (
        f"La période choisie ({selection.periode.libelle}) n'est pas publiée à ce niveau de "
        "détail : rapprochée d'autres périodes, elle ferait retrouver des effectifs de 1 à 10."
    )


def _voisines(selection: Selection, contexte: Contexte) -> Iterator[tuple[str, Selection]]:
    """Selections like this one, from the nearest: another run of months, then a larger zone or node."""
    larges = [("", selection)]
    filtres = _filtres(selection)
    for dimension in filtres:
        larges.append((f"sans « {dimension.libelle} »", selection.filtrer(dimension.cle, ())))
        yield f"Sans le filtre « {dimension.libelle} »", larges[-1][1]
    if len(filtres) > 1:
        larges.append(("sans filtre d'établissements", _sans(selection, filtres)))
        yield "Sans filtre d'établissements", larges[-1][1]
    for dit, base in list(larges):
        for periode in _periodes(selection.periode, contexte):
            larges.append((_et(dit, periode.libelle), base.avec(periode=periode)))
            yield f"Période : {_et(periode.libelle, dit)}", larges[-1][1]
    arbre, noeuds = selection.restitution.classification, contexte.noeuds
    noeud = noeuds.get(selection.noeud) if noeuds is not None else None
    for dit, base in larges:
        for zone in _autour(selection, contexte):
            vs = tuple(z for z in selection.vs if z.split("-")[0] == zone.id.split("-")[0])
            autre = replace(base, zone=zone.id, vs=vs).avec(zone=zone.id)
            yield f"Zone : {_et(zone.libelle, dit)}", autre
    if arbre is None or noeuds is None:
        return
    while noeud is not None and noeud.parent is not None:
        noeud = noeuds.get(noeud.parent)
        if noeud is not None:
            for dit, base in larges:
                yield f"Produits : {_et(noeud.libelle, dit)}", base.avec(noeud=noeud.code)


def _et(dit: str, plus: str) -> str:
    return ", ".join(x for x in (dit, plus) if x)


def _filtres(selection: Selection) -> list[Dimension]:
    """Filters in force on establishments."""
    return [
        d for d in selection.offre.filtres if d.sur != "fait" and selection.filtre_en_vigueur(d.cle)
    ]


def _sans(selection: Selection, filtres: Sequence[Dimension]) -> Selection:
    for dimension in filtres:
        selection = selection.filtrer(dimension.cle, ())
    return selection


def _periodes(periode: Periode, contexte: Contexte) -> Iterator[Periode]:
    """Runs that hold the one asked for: the quarter, the half-year, the year."""
    connus = contexte.mois_de(periode.fin)
    premier, dernier = periode.bornes_mois
    runs = [(d, d + pas - 1) for pas in (3, 6) for d in range(1, 13, pas)]
    for debut, fin in (*runs, (1, connus)):
        if debut <= premier and dernier <= fin <= connus and (debut, fin) != (premier, dernier):
            mois = None if (debut, fin) == (1, connus) else (debut, fin)
            yield Periode(periode.fin, periode.fin, mois)


def _autour(selection: Selection, contexte: Contexte) -> list[Zone]:
    """Zones that hold the main one, the smallest first."""
    zone = contexte.zones.get(selection.zone or "")
    if zone is None:
        return []
    autour = [z for p in zone.parents if (z := contexte.zones.get(p)) is not None]
    france = contexte.zones.get("fr")
    if france is not None and zone.genre is not Genre.FRANCE and france not in autour:
        autour.append(france)
    ordre = {Genre.DEPARTEMENT: 0, Genre.REGION: 1, Genre.FRANCE: 2}
    return sorted((z for z in autour if z.genre in ordre), key=lambda z: ordre[z.genre])
