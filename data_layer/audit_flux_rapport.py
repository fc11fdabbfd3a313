"""The audit of flows as a written report: Markdown, in French. It says what was read, and what was not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from data_layer.audit_flux_relations import PASSES_DES_BORNES
from data_layer.audit_rapport import chiffres, pourcent, tableau

if TYPE_CHECKING:
    from data_layer.audit_flux import Constat

_PORTEE = f"""## Ce qui est lu

Les séjours et les clés de la mise à jour, champ par champ et année par année, sous tous les croisements
publiés : zone de résidence, lieu de prise en charge, activité, type de séjour. Le statut de chaque case est
celui que donne la porte. Les trois cubes qui répondent sont comparés aux faits, ligne par ligne : une
somme est la même où qu'on la demande. Puis, sans croire les clés, par soustraction seulement : chaque fois
que des cases en font une autre, sur un axe ou plusieurs, le total moins ce qui est montré, de proche en
proche jusqu'à ne plus rien trouver ; enfin l'encadrement de chaque case masquée, qui compte au moins 1,
en au plus {PASSES_DES_BORNES} passes."""
_NON_LU = """## Ce qui n'est pas lu

Les combinaisons qui ne sont ni une somme ni une différence de cases emboîtées ne sont couvertes que par
les clés. Ne sont pas lus : les unités autres que les séjours (journées, actes), qui suivent le masque de
leurs séjours ; les taux standardisés et leurs arrondis ; une année contre une autre ; une mise à jour
contre une autre. Les cases étroites et les restes ne sont pas des échecs : des bornes serrent les
premières sans les dire, et les seconds sont des ensembles que rien ne publie."""


def rediger(titre: str, constats: Sequence[Constat], secondes: float) -> str:
    """Write the report. ``secondes``: how long the audit took."""
    dites = sum(c.deductibles for c in constats)
    verdict = (
        "**Aucune case de 1 à 10 n'est montrée, ni déduite des totaux qui la contiennent.**"
        if not dites
        else f"**ÉCHEC : {chiffres(dites)} case(s) de 1 à 10 montrées, déduites ou sans preuve.**"
    )
    pic = max((c.memoire for c in constats), default=0.0)
    return (
        "\n\n".join(
            [
                f"# Audit du secret statistique : {titre}",
                verdict,
                _PORTEE,
                _compter(constats),
                _deduire(constats),
                _NON_LU,
                f"Durée : {secondes:.0f} s. Mémoire : {pic:.0f} Mio au plus par processus.",
            ]
        )
        + "\n"
    )


def _compter(constats: Sequence[Constat]) -> str:
    tetes = ["champ", "année", "croisements", "cases", "de 1 à 10", "masquées", "séjours masqués"]
    tetes += ["de 1 à 10 montrées", "sans preuve", "écarts des cubes"]
    lignes = [
        [
            *(c.champ.upper(), str(c.annee)),
            *(chiffres(x) for x in (c.groupes, c.cellules, c.petites, c.masquees)),
            pourcent(c.effectif_masque / max(c.effectif, 1.0)),
            *(chiffres(x) for x in (c.montrees, c.sans_preuve, c.ecarts)),
        ]
        for c in constats
    ]
    return (
        "## Statuts\n\nSans preuve : cases de 1 à 10 masquées dont les clés font zéro, ce qui ne prouve "
        f"rien. Séjours masqués : de tous les croisements ensemble.\n\n{tableau(tetes, lignes)}"
    )


def _deduire(constats: Sequence[Constat]) -> str:
    lus: dict[str, Callable[[Constat], int]] = {
        "relations": lambda c: c.deductions.relations,
        "totaux": lambda c: c.deductions.totaux,
        "seules": lambda c: c.deductions.seules,
        "déduites ensuite": lambda c: c.deductions.deduites,
        "épinglées": lambda c: c.deductions.epinglees,
        "étroites": lambda c: c.deductions.etroites,
        "restes de 1 à 10": lambda c: c.deductions.restes,
    }
    lignes = [
        [c.champ.upper(), str(c.annee), *(chiffres(lire(c)) for lire in lus.values())]
        for c in constats
    ]
    return (
        "## Soustractions et bornes\n\nRelations : couples de croisements dont l'un est la somme de "
        "l'autre. Totaux : ceux qui sont montrés. Seules : cases de 1 à 10, seules masquées d'un de ces "
        "totaux. Déduites ensuite : en plusieurs pas. Épinglées : cases de 1 à 10 dont les deux bornes se "
        "rejoignent. Étroites : dont les bornes laissent moins de 4 valeurs d'écart. Restes : totaux dont "
        "les parts masquées, plusieurs, comptent ensemble de 1 à 10."
        f"\n\n{tableau(['champ', 'année', *lus], lignes)}"
    )
