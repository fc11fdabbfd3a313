"""``python -m benchmarks.faits --scale N``: the flagship on a release of about N times 6 million rows.

The release is built once, in a warehouse of its own. Its clicks are asked of the door and of SQL written by
hand; a sample of them of pandas and polars, in memory; then of gunicorn, one visitor then sixteen.
"""

from __future__ import annotations

import argparse
import os
import statistics
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from data_layer.warehouse import Jeu

JEU = "dm_medicaments"
_MINUTES, _GO = 1.2, 0.2
"""What a unit of scale takes to build on two quiet cores, and to keep."""


def main() -> None:
    """Measure one scale and print its tables."""
    analyseur = argparse.ArgumentParser(prog="python -m benchmarks.faits")
    analyseur.add_argument(
        "--scale", type=int, default=3, help="environ 6 millions de lignes l'unité"
    )
    analyseur.add_argument("--tours", type=int, default=3)
    analyseur.add_argument("--graine", type=int, default=3, help="celle de la promenade")
    analyseur.add_argument("--sans-porte", action="store_true")
    analyseur.add_argument("--sans-memoire", action="store_true", help="ni pandas, ni polars")
    analyseur.add_argument("--sans-charge", action="store_true")
    options = analyseur.parse_args()
    preparer(options.scale)
    if not options.sans_porte:
        porte(options.tours, options.graine)
    if not options.sans_memoire:
        memoire()
    if not options.sans_charge:
        from benchmarks import faits_charge

        faits_charge.imprimer()


def preparer(echelle: int) -> None:
    """Point the process at the warehouse of a scale, building its release when it has none."""
    base = Path(os.environ.get("PORTULAN_VAR", "var")).resolve()
    dossier = base / f"bench-faits-{echelle}"
    dossier.mkdir(parents=True, exist_ok=True)
    if not (dossier / "geodata").exists() and (base / "geodata").is_dir():
        (dossier / "geodata").symlink_to(base / "geodata", target_is_directory=True)
    os.environ["PORTULAN_VAR"] = str(dossier)
    from data_layer import demo, warehouse

    debut = time.perf_counter()
    deja = warehouse.release_courante()
    if deja is not None and not _a_jour(deja.jeux[JEU]):
        deja = None
    if deja is None:
        print(
            f"\nÉchelle {echelle} : construction de la publication, {_MINUTES * echelle:.0f} min et "
            f"{_GO * echelle:.1f} Go dans {dossier}.",
            flush=True,
        )
    release = deja or demo.DEMONSTRATIONS[JEU](echelle)
    jeu = release.jeux[JEU]
    octets = sum(f.stat().st_size for f in jeu.chemin.iterdir())
    print(f"\n{jeu.lignes:,} lignes, {octets / 1e9:.2f} Go".replace(",", " "))
    if deja is None:
        print(f"construites en {time.perf_counter() - debut:.0f} s")


def _a_jour(jeu: Jeu) -> bool:
    """Whether a release built another day has what one built today would."""
    from data_layer import catalogue
    from data_layer.demo import dm_medicaments, dm_tables
    from data_layer.faits import personnes

    declaree = catalogue.restitution(dm_medicaments.RESTITUTION)
    assert declaree is not None
    attendues = {f"cube_{c.cle}" for c in declaree.famille} | personnes.SCHEMAS.keys()
    petites = all(
        jeu.schema.get(nom) == dict(schema) for nom, schema in dm_tables.schemas().items()
    )
    return petites and attendues <= jeu.tables.keys()


def porte(tours: int, graine: int) -> None:
    """Print the clicks against the SQL written by hand."""
    from benchmarks import faits_clics, faits_porte

    clics = faits_clics.clics(graine=graine)
    for trait, combien in faits_clics.melange(clics).items():
        print(f"  {trait:24} {combien:4d}")
    mesures = list(faits_porte.mesurer(clics, tours))
    for m in mesures:
        for ecart in m.ecarts[:2]:
            print(f"DÉSACCORD {m.clic.requete} : {ecart}")
    print(f"\n{'query() et le SQL écrit à la main':44} {'temps':>12} {'calcul':>12}")
    temps, calcul = (faits_porte.resume(mesures, en_calcul=c) for c in (False, True))
    for nom, valeur in temps.items():
        print(f"{nom:44} {valeur:12.2f} {calcul[nom]:12.2f}")
    print("\nLes dix plus longs (ms de calcul, porte puis SQL)")
    for m in sorted(mesures, key=lambda m: -m.porte_calcul)[:10]:
        print(f"{m.porte_calcul:7.0f} {m.brut_calcul:7.0f}  {m.clic.requete}")
        lues = faits_porte.tables_lues(m.clic)
        print(" " * 17 + ", ".join(f"{table} {ms:.0f}" for table, ms in lues.items()))


def memoire(nombre: int = 30) -> None:
    """Print a sample of the clicks against pandas and polars, the facts in memory."""
    from benchmarks import faits_clics, faits_memoire, faits_porte
    from benchmarks.mesure import a_tour_de_role

    en_memoire = faits_memoire.Memoire()
    pandas, polars = faits_memoire.en_pandas(en_memoire), faits_memoire.en_polars(en_memoire)
    lus: dict[str, list[float]] = {}
    for clic in faits_memoire.echantillon(faits_clics.clics(), nombre):
        plan = faits_memoire.plan_de(en_memoire, clic)
        montants = [faits_memoire.montant(lire(plan)) for lire in (pandas, polars)]
        montants += faits_memoire.montant_de_la_porte(faits_porte.par_la_porte(clic))
        if len(set(montants)) > 1:
            print(f"DÉSACCORD {montants} : {clic.requete}")
        mesures = a_tour_de_role(
            {
                "query()": lambda clic=clic: faits_porte.par_la_porte(clic),  # type: ignore[misc]
                "pandas": lambda plan=plan: pandas(plan),  # type: ignore[misc]
                "polars": lambda plan=plan: polars(plan),  # type: ignore[misc]
            },
            tours=3,
            chauffe=1,
        )
        for nom, m in mesures.items():
            lus.setdefault(nom, []).append(m.mediane)
    print(f"\n{nombre} clics en mémoire ({en_memoire.go():.1f} Go de colonnes)")
    _imprimer_rapports(lus)


def _imprimer_rapports(lus: Mapping[str, Sequence[float]]) -> None:
    for nom, durees in lus.items():
        rapport = statistics.median(a / b for a, b in zip(lus["query()"], durees, strict=True))
        print(
            f"{nom:12} médiane {statistics.median(durees):8.1f} ms, max {max(durees):8.1f} ms, "
            f"query() / {nom} : {rapport:.3f}"
        )


if __name__ == "__main__":
    main()
