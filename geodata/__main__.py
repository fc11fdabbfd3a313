"""``python -m geodata``: build the geography once; import official zonings, compare codes with one.

Exit codes: 0 done, 1 refused or impossible (nothing changed), 2 wrong usage.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from geodata.build import manifeste
from geodata.build.telechargement import TelechargementImpossible
from geodata.chemins import dossier_geodata, dossier_telechargements, dossier_zonages

if TYPE_CHECKING:
    from geodata.build.imports import Import


def principal(arguments: list[str] | None = None) -> int:
    """Build when needed, or run a command; return the exit code, 0 when it is done."""
    options = _analyseur().parse_args(arguments)
    if options.commande is None:
        return _construire(options.forcer)
    # Here and not above: shapely and DuckDB take half a second that a second run should not pay.
    from geodata.build.imports import ImportRefuse

    try:
        if options.commande == "import":
            return _importer(options.fichier, options.annee)
        return _verifier(options.fichier, options.annee)
    except ImportRefuse as refus:
        print(f"Refusé. {refus}", file=sys.stderr)
        print("Rien n'a changé : les zonages en service sont restés les mêmes.", file=sys.stderr)
        return 1


def _analyseur() -> argparse.ArgumentParser:
    analyseur = argparse.ArgumentParser(prog="python -m geodata", description="Contours et zones.")
    analyseur.add_argument("--forcer", action="store_true", help="reconstruire même si c'est fait")
    commandes = analyseur.add_subparsers(dest="commande", metavar="commande")
    aides = {
        "import": "importer une table officielle (reconnue à son contenu)",
        "verifier-codes": "comparer les codes PMSI construits à une table officielle",
    }
    for nom, aide in aides.items():
        commande = commandes.add_parser(nom, help=aide)
        commande.add_argument("fichier", type=Path)
        commande.add_argument(
            "--annee", type=int, help="année de la table des communes (par défaut : la dernière)"
        )
    return analyseur


def _construire(forcer: bool) -> int:
    dossier = dossier_geodata()
    if not forcer and manifeste.est_a_jour(dossier):
        print(f"Géographie déjà prête dans {dossier}.")
        return 0
    debut = time.perf_counter()
    print(f"Construction de la géographie dans {dossier}")
    from geodata.build.construction import construire
    from geodata.build.officiels import recomposer

    try:
        construire(dossier, dossier_telechargements())
    except TelechargementImpossible as erreur:
        print(f"{erreur}\nLes cartes resteront absentes ; tableaux et graphiques fonctionnent.")
        return 1
    if recomposer(dossier_zonages(), dossier) is not None:
        print(f"Zonages officiels repris dans {dossier_zonages()}.")
    octets = sum(f.stat().st_size for f in dossier.iterdir())
    secondes = f"{time.perf_counter() - debut:.1f}".replace(".", ",")
    print(f"Géographie prête en {secondes} s ({octets / 1e6:.0f} Mo).")
    return 0


def _importer(fichier: Path, annee: int | None) -> int:
    from geodata.build import imports, officiels

    table = imports.lire(fichier, annee)
    zonage = officiels.enregistrer(table, dossier_zonages(), dossier_geodata())
    dite = f" ({table.annee})" if table.annee else ""
    print(f"Importé : {imports.NATURES[table.nature]}{dite}, {len(table.valeurs)} lignes utiles.")
    print(
        f"En service : {len(zonage.codes)} codes géographiques ({zonage.source_codes}), "
        f"{len(zonage.bassins)} bassins de vie ({zonage.source_bassins})."
    )
    if table.nature == imports.COMMUNES:
        _dire_accord(table)
    return 0


def _verifier(fichier: Path, annee: int | None) -> int:
    from geodata.build import imports

    table = imports.lire(fichier, annee)
    if table.nature != imports.COMMUNES:
        raise imports.ImportRefuse("Une table des communes et de leurs codes est attendue.")
    _dire_accord(table)
    return 0


def _dire_accord(table: Import) -> None:
    from geodata.build import officiels
    from geodata.verification import comparer, rapport

    codes = {commune: str(v[0]) for commune, v in table.valeurs.items()}
    habitants = {commune: int(v[1]) for commune, v in table.valeurs.items() if v[1] is not None}
    accord = comparer(officiels.lire_base(dossier_geodata()), codes, habitants)
    print(rapport(accord, f"Codes construits et table officielle de {table.annee} :"))


if __name__ == "__main__":
    sys.exit(principal())
