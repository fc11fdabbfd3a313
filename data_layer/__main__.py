"""``python -m data_layer``: import a file, build the demonstration, verify, audit, list releases.

Exit codes: 0 done, 1 refused (nothing changed) or anomalies found, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from tqdm import tqdm

from data_layer import demo, sources, warehouse
from data_layer.sources.resume import resume_jeu, resume_releases
from data_layer.warehouse import ErreurEntrepot, Release


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; argparse exits with 2 by itself."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(message)s")
    options = _analyseur().parse_args(arguments)
    try:
        return int(options.commande(options))
    except ErreurEntrepot as refus:
        print(f"Refusé. {refus}", file=sys.stderr)
        print("Rien n'a changé : la publication en service est restée la même.", file=sys.stderr)
        return 1


def _analyseur() -> argparse.ArgumentParser:
    analyseur = argparse.ArgumentParser(
        prog="python -m data_layer", description="Jeux de données et publications de Portulan."
    )
    commandes = analyseur.add_subparsers(required=True, metavar="commande")
    commande = commandes.add_parser(
        "import", help="importer un fichier source (reconnu à son contenu)"
    )
    commande.add_argument("fichier", type=Path)
    commande.set_defaults(commande=_importer)
    commande = commandes.add_parser(
        "demo", help="construire les données synthétiques de démonstration"
    )
    commande.add_argument(
        "--scale", type=_echelle, default=1, help="multiplier le nombre de lignes"
    )
    commande.add_argument("--force", action="store_true", help="remplacer même un jeu réel")
    commande.add_argument(
        "--si-absent", action="store_true", help="ne construire que ce qui n'est pas en service"
    )
    commande.add_argument(
        "--jeu", choices=sorted(demo.DEMONSTRATIONS), help="un seul jeu (par défaut : tous)"
    )
    commande.set_defaults(commande=_demontrer)
    commande = commandes.add_parser("verify", help="relire une publication octet par octet")
    commande.add_argument("id", nargs="?", help="par défaut : celle en service")
    commande.set_defaults(commande=_verifier)
    commande = commandes.add_parser(
        "audit", help="vérifier que rien de masqué ne se déduit de ce qui est servi"
    )
    commande.add_argument(
        "--jeu", help="jeu de données à auditer (par défaut : tous ceux qui peuvent l'être)"
    )
    commande.add_argument(
        "--annee", type=int, action="append", default=[], help="une année (par défaut : toutes)"
    )
    commande.add_argument(
        "--echantillon", type=_effectif, help="cellules masquées à borner (programmes linéaires)"
    )
    commande.add_argument("--sortie", type=Path, help="fichier du rapport (par défaut : l'écran)")
    commande.set_defaults(commande=_auditer)
    commande = commandes.add_parser("releases", help="lister les publications conservées")
    commande.set_defaults(commande=_lister)
    return analyseur


def _echelle(texte: str) -> int:
    if not (texte.isascii() and texte.isdigit() and 1 <= int(texte) <= 1000):
        raise argparse.ArgumentTypeError("un entier de 1 à 1000 est attendu")
    return int(texte)


def _effectif(texte: str) -> int:
    if not (texte.isascii() and texte.isdigit()):
        raise argparse.ArgumentTypeError("un entier positif ou nul est attendu")
    return int(texte)


def _importer(options: argparse.Namespace) -> int:
    fichier: Path = options.fichier
    taille = fichier.stat().st_size if fichier.is_file() else None
    with tqdm(total=taille, unit="o", unit_scale=True, desc="Lecture", disable=None) as barre:
        nouvelle = sources.importer(fichier, barre.update)
    _annoncer(nouvelle)
    return 0


def _demontrer(options: argparse.Namespace) -> int:
    en_service = warehouse.release_courante() if options.si_absent else None
    presents = en_service.jeux if en_service else {}
    voulus = [options.jeu] if options.jeu else list(demo.DEMONSTRATIONS)
    absents = [nom for nom in voulus if nom not in presents]
    if en_service is not None and not absents:
        print(f"Publication {en_service.id} déjà en service.")
    for nom in absents:
        with tqdm(unit=" unités", desc=f"Démonstration {nom}", disable=None) as barre:
            publication = demo.DEMONSTRATIONS[nom]
            nouvelle = publication(options.scale, force=options.force, progres=barre.update)
        _annoncer(nouvelle)
    return 0


def _annoncer(nouvelle: Release) -> None:
    jeu = max(nouvelle.jeux.values(), key=lambda j: j.date_import)
    print(f"Publication {nouvelle.id} en service.")
    print(resume_jeu(jeu))


def _verifier(options: argparse.Namespace) -> int:
    release = warehouse.release(options.id) if options.id else warehouse.release_courante()
    if release is None:
        print("Aucune publication : importez un fichier ou construisez la démonstration.")
        return 1
    anomalies = warehouse.verifier(release)
    for anomalie in anomalies:
        print(f"  - {anomalie}")
    verdict = f"{len(anomalies)} anomalie(s)" if anomalies else "intacte"
    print(f"Publication {release.id} : {verdict}.")
    return 1 if anomalies else 0


def _auditer(options: argparse.Namespace) -> int:
    # Linear programs are for audits only: nothing else loads them.
    from data_layer import audit

    release = warehouse.release_courante()
    if release is None:
        print("Aucune publication : importez un fichier ou construisez la démonstration.")
        return 1
    echantillon = audit.ECHANTILLON if options.echantillon is None else options.echantillon
    rapports, deductibles = [], 0
    for jeu in [options.jeu] if options.jeu else audit.auditables(release):
        with tqdm(unit=" parties", desc=f"Audit {jeu}", disable=None) as barre:

            def avancer(fait: int, total: int, barre: tqdm[NoReturn] = barre) -> None:
                barre.total = total
                barre.update(fait - barre.n)

            mene = audit.auditer(release, jeu, options.annee, echantillon, avancer)
        rapports.append(mene.rapport)
        deductibles += mene.deductibles
    if options.sortie:
        options.sortie.write_text("\n".join(rapports), encoding="utf-8")
        print(f"Rapport écrit : {options.sortie}. Cellules déductibles : {deductibles}.")
    else:
        print("\n".join(rapports))
    return 1 if deductibles else 0


def _lister(options: argparse.Namespace) -> int:
    print(resume_releases(warehouse.releases(), warehouse.release_courante()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
