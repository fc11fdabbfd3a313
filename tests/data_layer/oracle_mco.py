"""An independent, slow recomputation of Activité MCO: plain csv and Python, no code of the project.

It reads the source's own words, applies the published masking rules row by row, and sums. What it gives
for a cell is ``(value, status)``: exact, "au_moins" its public lower bound, or nothing.
"""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

COMPTES = {
    "sejours": "Nombre de séjoursséances total",
    "sejours_hc": "Nombre de séjours en hospit complète",
    "sejours_hp": "Nombre de séjours en hospit partielle",
    "seances": "Nombre de séances",
}
MOYENNES = {
    "part_hommes": "Sexe ratio (% homme)",
    "age_moyen": "Age moyen",
    "dms": "Durée moyenne de séjour",
    "part_deces": "% décès",
}
REGIONS = {
    "reg-11": "75 77 78 91 92 93 94 95".split(),
    "reg-32": "02 59 60 62 80".split(),
    "reg-44": "08 10 51 52 54 55 57 67 68 88".split(),
    "reg-94": "2A 2B".split(),
}


def _nombre(texte: str) -> float | None:
    propre = "".join(c for c in texte if c.isdigit() or c == ",").replace(",", ".")
    return float(propre) if propre else None


def _compte(texte: str) -> int | str | None:
    if " à " in texte:
        return "masque"
    lu = _nombre(texte)
    return None if lu is None else int(lu)


def _bornes(t: int | str | None, c: int | str | None, p: int | str | None) -> dict[str, tuple]:
    """Public reading of total, complète and partielle: ("ok", n) or ("masque", lower bound)."""

    def petit(x):
        return x == "masque" or (isinstance(x, int) and 1 <= x <= 10)

    def seul(x):
        return ("masque", 1) if petit(x) else ("ok", x)

    if petit(t):
        deux = petit(c) and petit(p)
        return {
            "sejours": ("masque", 2 if deux else 1),
            "sejours_hc": seul(c),
            "sejours_hp": seul(p),
        }
    if petit(c) or petit(p):
        # One part is small: both are hidden, or the total would give it back.
        autre = 1 if t <= 20 else t - 10
        hc = ("masque", 1) if petit(c) else ("masque", autre)
        hp = ("masque", 1) if petit(p) else ("masque", autre)
        return {"sejours": ("ok", t), "sejours_hc": hc, "sejours_hp": hp}
    return {"sejours": ("ok", t), "sejours_hc": ("ok", c), "sejours_hp": ("ok", p)}


def lire(chemin: Path) -> list[dict]:
    """Every row with a FINESS, once per (année, secteur, FINESS)."""
    lignes: dict[tuple, dict] = {}
    with gzip.open(chemin, "rt", encoding="utf-8-sig", newline="") as flux:
        for brute in csv.DictReader(flux):
            finess = brute["Finess"].strip()
            if not finess:
                continue
            comptes = {m: _compte(brute[colonne]) for m, colonne in COMPTES.items()}
            seances = comptes.pop("seances")
            publics = _bornes(*comptes.values())
            publics["seances"] = (
                ("masque", 1) if seances == "masque" or 1 <= seances <= 10 else ("ok", seances)
            )
            lignes[brute["annee"], brute["secteur_requete"], finess] = {
                "annee": int(brute["annee"]),
                "secteur": brute["secteur_requete"],
                "categorie": brute["Catégorie"],
                "finess": finess,
                "comptes": publics,
                "moyennes": {m: _nombre(brute[colonne]) for m, colonne in MOYENNES.items()},
            }
    return list(lignes.values())


def dans(ligne: dict, zone: str) -> bool:
    genre, _, code = zone.partition("-")
    if zone == "fr":
        return True
    if genre == "fin":
        return ligne["finess"] == code
    departements = [code] if genre == "dep" else REGIONS[zone]
    return ligne["finess"][:2] in departements


def sommer(lignes: list[dict], mesure: str) -> tuple[float | None, str]:
    """The sum of a count over rows, as the portal must read it."""
    lues = [ligne["comptes"][mesure] for ligne in lignes]
    if not lues:
        return None, "sans_objet"
    bas = sum(n for _, n in lues)
    if all(s == "ok" for s, _ in lues):
        return (None, "masque") if 1 <= bas <= 10 else (bas, "ok")
    publie = any(s == "ok" for s, _ in lues)
    return (bas, "au_moins") if publie and bas > 10 else (None, "masque")


def moyenne(lignes: list[dict], mesure: str) -> float:
    """Mean over the rows that publish it, weighted by their published stays and séances."""
    paires = [
        (ligne["moyennes"][mesure], _poids(ligne))
        for ligne in lignes
        if _poids(ligne) and not _compte_peu(ligne, mesure)
    ]
    return sum(v * n for v, n in paires) / sum(n for _, n in paires)


def _compte_peu(ligne: dict, mesure: str) -> bool:
    """Whether a percentage beside its denominator counts 1 to 10 (men, women, deaths) for certain."""
    if mesure not in ("part_hommes", "part_deces"):
        return False
    poids, imprime = _poids(ligne), ligne["moyennes"][mesure]
    possibles = [n for n in range(poids + 1) if abs(100 * n / poids - imprime) <= 0.05 + 1e-9]
    if mesure == "part_hommes" and possibles and all(1 <= poids - n <= 10 for n in possibles):
        return True
    return bool(possibles) and all(1 <= n <= 10 for n in possibles)


def _poids(ligne: dict) -> int:
    """0 when the means of a row may not be shown: they go with the counts they would give away."""
    comptes, moyennes = ligne["comptes"], ligne["moyennes"]
    statut, sejours = comptes["sejours"]
    if comptes["seances"][0] != "ok":
        # Beside an exact number of stays, printed percentages would give the masked séances back.
        return 0
    seances = comptes["seances"][1]
    if statut != "ok" or any(v is None for v in moyennes.values()):
        return 0
    if sejours == 0:
        return seances
    hc, hp = comptes["sejours_hc"], comptes["sejours_hp"]
    # The complète may be the small part: length of stay times total is then the nights of those stays.
    petite_hc = hc[0] == "masque" and (sejours <= 20 or hc[1] == 1)
    return (
        0
        if (petite_hc and hp != ("masque", 1)) or (petite_hc and sejours <= 20)
        else sejours + seances
    )
