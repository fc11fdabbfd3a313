"""The audit as a written report: Markdown, in French."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from data_layer.audit_etape import Compte, Constat, deductibles
from data_layer.disclosure.mondes import LARGEUR

_EPSILON = 1e-6


def rediger(
    titre: str,
    constats: Sequence[Constat],
    manifeste: Mapping[str, Any],
    second_avis: str,
    secondes: float,
    entier: bool,
) -> str:
    """Write the report, in Markdown.

    ``manifeste``: what the build said of itself. ``secondes``: how long the audit took. ``entier``: whether
    all the years of the build were audited.
    """
    dites = deductibles(constats)
    verdict = (
        "**Aucune cellule de 1 à 10 n'est déductible linéairement de ce qui est montré.**"
        if not dites
        else f"**ÉCHEC : {chiffres(dites)} cellule(s) de 1 à 10 déductibles ou montrées.**"
    )
    parties = [
        f"# Audit du secret statistique : {titre}",
        verdict,
        _exact(constats),
        _largeurs(constats),
        _parts(constats),
        _face_au_manifeste(constats, manifeste, entier),
        f"## Second avis\n\n{second_avis}",
        f"Durée : {secondes:.0f} s.",
    ]
    return "\n\n".join(p for p in parties if p) + "\n"


def _exact(constats: Sequence[Constat]) -> str:
    lignes = []
    for etage, siens in _par_etage(constats).items():
        primaires = sum(c.primaires for x in siens for c in x.niveaux.values())
        lignes.append(
            [
                etage,
                chiffres(sum(c.cellules for x in siens for c in x.niveaux.values())),
                chiffres(primaires),
                chiffres(sum(x.dites for x in siens)),
                chiffres(sum(x.montrees for x in siens)),
                chiffres(sum(x.contredites for x in siens)),
                chiffres(sum(x.discordances for x in siens)),
                chiffres(sum(x.recoupements for x in siens)),
            ]
        )
    tetes = [
        "étage",
        "cellules",
        "de 1 à 10",
        "sans preuve",
        "montrées",
        "contredites",
        "discordances",
        "recoupements",
    ]
    exemples = [f"- {x.annee}, {x.axe}, {x.etage} : {e}" for x in constats for e in x.exemples]
    return "\n\n".join(
        [
            "## Contrôle exact",
            "Statuts relus dans les colonnes de clés des cubes (somme nulle et au moins 11). Les clés sont "
            "la preuve : nulles, modulo 2^61 − 1, sur toutes les cellules montrées, elles le sont sur toute "
            "combinaison de celles-ci ; une cellule où elles ne le sont pas n'en est donc pas une. Étage par "
            "étage, les croisements avec les cellules annuelles des zones. Sans preuve : cellules de 1 à 10 "
            "où elles sont nulles. Contredites : cellules montrées où elles ne le sont pas. "
            "Discordances : mêmes lignes, montrées ici et masquées là. Recoupements : produits montrés "
            "dont les séjours communs sont de 1 à 10.",
            tableau(tetes, lignes),
            "\n".join(exemples[:20]),
        ]
    ).strip()


def _largeurs(constats: Sequence[Constat]) -> str:
    lignes = []
    for etage, siens in {**_par_etage(constats), "ensemble": list(constats)}.items():
        bornes = [b for x in siens for b in x.bornes]
        if not bornes:
            continue
        largeurs = np.array([b.largeur for b in bornes])
        lignes.append(
            [
                etage,
                chiffres(len(bornes)),
                f"{largeurs.min():.0f}",
                f"{np.median(largeurs):.0f}",
                pourcent(float(np.mean(largeurs >= 1 - _EPSILON))),
                pourcent(float(np.mean(largeurs >= LARGEUR - _EPSILON))),
                chiffres(sum(b.entier for b in bornes)),
                chiffres(max(b.inconnus for b in bornes)),
            ]
        )
    tetes = [
        "étage",
        "cellules",
        "largeur min.",
        "médiane",
        "au moins 1",
        f"au moins {LARGEUR}",
        "programme entier",
        "inconnues max.",
    ]
    return "\n\n".join(
        [
            "## Largeur de ce qu'on peut borner",
            "Programmes linéaires (HiGHS) sur un échantillon tiré au sort de cellules de 1 à 10. Les "
            "masques autour de la cellule sont inconnus, les autres supposés connus de l'attaquant : la "
            "largeur trouvée est un minimum. L'entourage grandit tant qu'elle est petite. Une cellule "
            "masquée compte au moins 1, un atome hors famille au moins 0.",
            tableau(tetes, lignes),
        ]
    )


def _parts(constats: Sequence[Constat]) -> str:
    morceaux = ["## Part masquée par niveau"]
    for axe in dict.fromkeys(c.axe for c in constats):
        for etage, siens in _par_etage([c for c in constats if c.axe == axe]).items():
            niveaux: dict[tuple[str, str], Compte] = {}
            for constat in siens:
                for cle, compte in constat.niveaux.items():
                    niveaux[cle] = niveaux.get(cle, Compte()) + compte
            lignes = [[lieu, p, *_part(c)] for (lieu, p), c in niveaux.items()]
            tetes = ["lieu", "profondeur", "cellules", "de 1 à 10", "masquées", "valeur masquée"]
            morceaux += [f"### Étage {etage}, {axe}", tableau(tetes, lignes)]
    return "\n\n".join(morceaux)


def _part(c: Compte) -> list[str]:
    return [
        chiffres(c.cellules),
        pourcent(c.primaires / max(c.cellules, 1)),
        pourcent(c.masquees / max(c.cellules, 1)),
        pourcent(c.effectif_masque / max(c.effectif, 1.0)),
    ]


def _face_au_manifeste(
    constats: Sequence[Constat], manifeste: Mapping[str, Any], entier: bool
) -> str:
    """Whether what is served is what the build said it masked."""
    titre = "## Face au rapport de construction"
    dit = manifeste.get("niveaux")
    if not dit:
        return f"{titre}\n\nLe manifeste ne porte pas de rapport de secret."
    if not entier:
        return f"{titre}\n\nAudit partiel : les totaux du manifeste portent sur toutes les années."
    lignes = []
    for axe in dict.fromkeys(c.axe for c in constats):
        for etage, siens in _par_etage([c for c in constats if c.axe == axe]).items():
            annonces = dit.get(axe, {}).get(etage, {}).values()
            annoncees = sum(int(n["masquees"]) for n in annonces)
            servies = sum(c.masquees for x in siens for c in x.niveaux.values())
            lignes.append(
                [axe, etage, chiffres(annoncees), chiffres(servies), chiffres(servies - annoncees)]
            )
    tetes = ["axe", "étage", "masquées, annoncées", "masquées, servies", "écart"]
    return f"{titre}\n\n{tableau(tetes, lignes)}"


def _par_etage(constats: Iterable[Constat]) -> dict[str, list[Constat]]:
    etages: dict[str, list[Constat]] = {}
    for constat in constats:
        etages.setdefault(constat.etage, []).append(constat)
    return etages


def tableau(tetes: Sequence[str], lignes: Sequence[Sequence[str]]) -> str:
    rangees = [tetes, ["---"] * len(tetes), *lignes]
    return "\n".join(f"| {' | '.join(r)} |" for r in rangees)


def chiffres(nombre: int) -> str:
    return f"{nombre:,}".replace(",", "\u202f")


def pourcent(part: float) -> str:
    return f"{100 * part:.2f}\u202f%".replace(".", ",")
