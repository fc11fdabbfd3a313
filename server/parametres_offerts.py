"""Keys of addresses that depend on one another: products, rows, filters, and where each is offered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from data_layer.catalogue.modele import Quand
from data_layer.catalogue.schema import RACINE, Classification, Restitution
from data_layer.selection import LIBELLES_NIVEAU, libelle_nature, libelle_niveau, presentes


@dataclass(frozen=True, slots=True)
class Parametre:
    """A key of addresses. ``valeurs``: allowed codes and their labels, empty when open.

    ``conditions``: where a value, by code, is offered, when it is not everywhere. ``plusieurs``:
    several codes may be given, separated by commas. ``motif`` is a regular expression.
    """

    cle: str
    description: str
    defaut: str = ""
    valeurs: Mapping[str, str] = field(default_factory=dict)
    plusieurs: bool = False
    exemple: str = ""
    motif: str = ""
    conditions: Mapping[str, str] = field(default_factory=dict)


def produits(restitution: Restitution) -> tuple[Parametre, ...]:
    """``noeud``, where there is a classification."""
    arbre = restitution.classification
    if arbre is None:
        return ()
    motifs = "|".join([*(f.cle for f in arbre.familles), *(n.motif for n in arbre.niveaux)])
    return (
        Parametre(
            "noeud",
            f"{arbre.libelle} : le nœud choisi, avec tout ce qui est dessous (voir "
            f"/api/v1/referentiels/{restitution.slug}/noeuds). À défaut, {arbre.racine.lower()}.",
            exemple=arbre.familles[0].cle,
            motif=f"^({'|'.join(dict.fromkeys(motifs.split('|')))})$",
        ),
    )


def lignes(restitution: Restitution) -> tuple[Parametre, ...]:
    """``par`` and ``niveau``."""
    natures = {n: libelle_nature(restitution, n) for n in restitution.natures}
    niveaux = {n: LIBELLES_NIVEAU[n] for n in restitution.niveaux}
    arbre = restitution.classification
    conditions = {r.cle: ou(restitution, r.quand) for r in restitution.referentiels}
    description = "Niveau des lignes quand elles sont des zones. À défaut, un cran sous la zone."
    sous: dict[str, str] = {}
    if arbre is not None:
        conditions["classification"] = "sous un nœud qui en a d'autres sous lui"
        niveaux |= {n.cle: libelle_niveau(restitution, n.cle) for n in arbre.niveaux}
        sous = {
            n.cle: f"par=classification, sous {_famille(arbre, n.famille)}" for n in arbre.niveaux
        }
        description = (
            "Niveau des lignes quand elles sont des zones ou des nœuds de la classification. "
            "À défaut, un cran sous la zone ou sous le nœud."
        )
    return (
        Parametre("par", "Ce que sont les lignes.", "zone", natures, conditions=conditions),
        Parametre("niveau", description, valeurs=niveaux, conditions=sous),
    )


def filtres(restitution: Restitution) -> tuple[Parametre, ...]:
    """One key a filter: one value where it has a default, several otherwise."""
    suites = {
        d.cle: f" Offert {x}." if (x := ou(restitution, d.quand)) else ""
        for d in restitution.filtres
    }
    return tuple(
        Parametre(
            d.cle,
            f"{d.libelle} : une de ces valeurs.{suites[d.cle]}"
            if d.unique
            else f"{d.libelle} : ne garder que ces valeurs, séparées par des virgules. "
            f"À défaut, {d.tous}.{suites[d.cle]}",
            defaut=d.defaut or "",
            valeurs={v.code: v.libelle for v in presentes(restitution, d)},
            plusieurs=not d.unique,
            conditions={v.code: ou(restitution, v.quand) for v in presentes(restitution, d)},
        )
        for d in restitution.filtres
    )


def ou(restitution: Restitution, quand: Quand) -> str:
    """Where something is offered: « sous Tous les médicaments ; champ MCO, HAD »; empty: everywhere."""
    arbre, champ = restitution.classification, restitution.menante
    dits = []
    if quand.famille and arbre is not None:
        dits.append(f"sous {', '.join(_famille(arbre, f) for f in quand.famille)}")
    if quand.champ and champ is not None:
        valeurs = ", ".join(v.libelle for v in champ.valeurs if v.code in quand.champ)
        dits.append(f"{champ.libelle.lower()} {valeurs}")
    return " ; ".join(dits)


def _famille(arbre: Classification, cle: str) -> str:
    if cle == RACINE:
        return f"« {arbre.racine} »"
    return next((f"« {f.libelle} »" for f in arbre.familles if f.cle == cle), cle)
