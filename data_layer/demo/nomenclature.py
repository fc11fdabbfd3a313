"""The nomenclatures of the demonstration: LPP, ATC and UCD, ICD-10, GHM, and how they go together.

Real codes and labels, typed as facts in ``nomenclatures/*.yaml``; weights, growths, indications
and clinical affinities are ours, plausible and synthetic. Pure and cached.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from data_layer.demo.nomenclature_lecture import Feuille, feuilles_lpp, feuilles_ucd, lire
from data_layer.demo.nomenclature_modele import (
    ATU,
    LES,
    SSR,
    Affinite,
    Diagnostic,
    Ghm,
    Indication,
    Noeud,
    Nomenclature,
)
from data_layer.faits.modele import Arbre

__all__ = [
    "ATU",
    "LES",
    "SSR",
    "Affinite",
    "Diagnostic",
    "Ghm",
    "Indication",
    "Noeud",
    "Nomenclature",
    "assembler",
    "nomenclature",
]

_NIVEAUX_DM = ("tout", "famille", "titre", "chapitre", "sous-chapitre", "paragraphe", "code")
_NIVEAUX_MED = ("tout", "famille", "atc1", "atc2", "atc3", "atc4", "atc5", "ucd")
_RACINES = {
    "tout": "Médicaments et dispositifs médicaux",
    "dm": "Dispositifs médicaux",
    "med": "Médicaments",
}


@cache
def nomenclature() -> Nomenclature:
    """Return the typed nomenclatures. Raises ValueError when they contradict themselves."""
    lpp = lire("lpp")
    libelles = {f"lpp-{code}": libelle for code, libelle in lpp["libelles"].items()}
    libelles |= {f"atc-{code}": libelle for code, libelle in lire("atc").items()}
    feuilles = [*feuilles_lpp(lpp["codes"]), *feuilles_ucd(lire("ucd"))]
    return assembler(libelles, feuilles, lire("cim10"), lire("ghm"), lire("cas"))


def assembler(
    libelles: Mapping[str, str],
    feuilles: Sequence[Feuille],
    diagnostics: Mapping[str, str],
    ghms: Mapping[str, str],
    cas: Mapping[str, Mapping[str, str]],
) -> Nomenclature:
    """Number the tree and tie everything together.

    ``libelles``: labels of the nodes between families and leaves. ``cas``: name -> "diagnosis ghm"
    -> weight. Raises ValueError: unknown prefix, repeated code, useless label or case, unknown
    diagnosis, GHM or case, a leaf without affinity, a drug without indication, a figure without sense.
    """
    _verifier(feuilles)
    if inutiles := set(cas) - {nom for feuille in feuilles for nom in feuille.cas}:
        raise ValueError(f"Cases of no product: {', '.join(sorted(inutiles))}")
    noeuds = _numeroter(libelles, feuilles)
    numeros = {noeud.code: noeud.numero for noeud in noeuds}
    ids = ({c: i for i, c in enumerate(diagnostics, 1)}, {c: i for i, c in enumerate(ghms, 1)})
    suites = {nom: _suite(nom, paires, *ids) for nom, paires in cas.items()}
    return Nomenclature(
        noeuds=noeuds,
        diagnostics=tuple(Diagnostic(code, libelle) for code, libelle in diagnostics.items()),
        ghms=tuple(Ghm(code, libelle, _est_seance(code)) for code, libelle in ghms.items()),
        indications=_indications(feuilles, numeros),
        affinites=MappingProxyType({numeros[f.code]: _affinites(f, suites) for f in feuilles}),
        arbre=_arbre(noeuds),
    )


def _verifier(feuilles: Sequence[Feuille]) -> None:
    vus: set[str] = set()
    for feuille in feuilles:
        if feuille.code in vus:
            raise ValueError(f"Repeated in the nomenclature: {feuille.code}")
        vus.add(feuille.code)
        if min(feuille.poids, feuille.prix, feuille.unites) <= 0 or not feuille.champs:
            raise ValueError(f"{feuille.code}: poids, prix, unites and champs are needed")
        if feuille.code.startswith("ucd-") and not feuille.indications:
            raise ValueError(f"{feuille.code}: a drug needs an indication")
        if feuille.entree_les and not feuille.indications_atu:
            raise ValueError(f"{feuille.code}: an ATU needs its indications")


def _numeroter(libelles: Mapping[str, str], feuilles: Iterable[Feuille]) -> tuple[Noeud, ...]:
    """Return the nodes in preorder, children in the order of their codes."""
    enfants: dict[str, set[str]] = {"tout": {"dm", "med"}}
    connus = {**_RACINES, **libelles}
    par_code: dict[str, Feuille] = {}
    for feuille in feuilles:
        famille = "dm" if feuille.code.startswith("lpp-") else "med"
        for parent, enfant in pairwise((famille, *feuille.chemin, feuille.code)):
            enfants.setdefault(parent, set()).add(enfant)
        par_code[feuille.code] = feuille
    noeuds: list[Noeud] = []

    def descendre(code: str, parent: Noeud | None, niveaux: tuple[str, ...]) -> None:
        noeud = _noeud(code, len(noeuds), parent, niveaux, par_code.get(code), connus)
        noeuds.append(noeud)
        for enfant in sorted(enfants.get(code, ())):
            descendre(enfant, noeud, _NIVEAUX_MED if enfant == "med" else niveaux)
        noeuds[noeud.numero] = replace(noeud, fin=len(noeuds) - 1)

    descendre("tout", None, _NIVEAUX_DM)
    if inutiles := set(connus) - {noeud.code for noeud in noeuds}:
        raise ValueError(f"Labels of no product: {', '.join(sorted(inutiles))}")
    return tuple(noeuds)


def _noeud(
    code: str,
    numero: int,
    parent: Noeud | None,
    niveaux: tuple[str, ...],
    feuille: Feuille | None,
    libelles: Mapping[str, str],
) -> Noeud:
    if feuille is None and code not in libelles:
        raise ValueError(f"Unknown prefix in the nomenclature: {code}")
    profondeur = parent.profondeur + 1 if parent else 0
    pere = parent.numero if parent else None
    if feuille is None:
        libelle = libelles[code]
        return Noeud(numero, numero, profondeur, code, niveaux[profondeur], libelle, pere)
    f = feuille
    entete = (numero, numero, profondeur, code, niveaux[profondeur], f.libelle, pere)
    return Noeud(*entete, f.poids, f.prix, f.unites, f.evolution, f.champs, f.entree_les)


def _suite(
    nom: str, paires: Mapping[str, str], diagnostics: Mapping[str, int], ghms: Mapping[str, int]
) -> tuple[Affinite, ...]:
    suite = []
    for paire, poids in paires.items():
        diagnostic, ghm = paire.split()
        if diagnostic not in diagnostics or ghm not in ghms:
            raise ValueError(f"Case {nom}: unknown pair {paire}")
        suite.append(Affinite(diagnostics[diagnostic], ghms[ghm], float(poids), _est_seance(ghm)))
    return tuple(suite)


def _est_seance(ghm: str) -> bool:
    return ghm.startswith("28")


def _affinites(
    feuille: Feuille, suites: Mapping[str, tuple[Affinite, ...]]
) -> tuple[Affinite, ...]:
    """Return the pairs of all the cases of a leaf, weights summing to 1."""
    if inconnus := set(feuille.cas) - set(suites):
        raise ValueError(f"{feuille.code}: unknown case {', '.join(sorted(inconnus))}")
    somme: dict[tuple[int, int, bool], float] = {}
    for a in (a for cas in feuille.cas for a in suites[cas]):
        cle = (a.diagnostic, a.ghm, a.seance)
        somme[cle] = somme.get(cle, 0.0) + a.poids
    total = sum(somme.values())
    if total <= 0:
        raise ValueError(f"{feuille.code}: no affinity")
    return tuple(Affinite(d, g, poids / total, s) for (d, g, s), poids in somme.items())


def _indications(feuilles: Iterable[Feuille], numeros: Mapping[str, int]) -> tuple[Indication, ...]:
    trouvees = [
        (feuille, libelle, liste)
        for feuille in feuilles
        for liste, libelles in ((LES, feuille.indications), (ATU, feuille.indications_atu))
        for libelle in libelles
    ]
    return tuple(
        Indication(f"D{rang:03d}", f"{libelle} ({f.libelle})", numeros[f.code], liste)
        for rang, (f, libelle, liste) in enumerate(trouvees, start=1)
    )


def _arbre(noeuds: Sequence[Noeud]) -> Arbre:
    return Arbre(
        fin=np.array([n.fin for n in noeuds], dtype=np.int16),
        profondeur=np.array([n.profondeur for n in noeuds], dtype=np.int8),
        parent=np.array([-1 if n.parent is None else n.parent for n in noeuds], dtype=np.int16),
    )
