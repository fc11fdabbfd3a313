"""The flagship's door on a large release: two hundred clicks, against SQL written by hand.

Each click is asked of ``query()``, its memory emptied, then of the statements of ``faits_sql`` on a raw
DuckDB connection with the settings of the engine. A ratio only counts when both agree on every value.
"""

from __future__ import annotations

import math
import re
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np

import data_layer
from benchmarks.faits_clics import SLUG, Clic
from benchmarks.faits_sql import Analyste, Requete
from data_layer import ouverture as ouvertures
from data_layer.engine import REGLAGES, Colonnes
from data_layer.requete.habitants import habitants
from data_layer.result import Bloc, Ligne, Resultat
from data_layer.selection import Selection

_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Mesure:
    """One click: median ms of the door and of the raw SQL, statements sent, rows, disagreements.

    ``calcul``: ms of processor of the process, which neighbours lengthen less than they do the clock.
    """

    clic: Clic
    porte: float
    brut: float
    porte_calcul: float
    brut_calcul: float
    requetes: int
    lignes: int
    ecarts: tuple[str, ...]


def mesurer(clics: Sequence[Clic], tours: int = 3) -> Iterator[Mesure]:
    """Each click by turns, the door then the raw SQL, after one turn that is not counted."""
    base = connexion_brute()
    for clic in clics:
        selection = data_layer.lire(SLUG, clic.requete).selection
        analyste = Analyste(selection, data_layer.contexte(selection))
        requetes = analyste.requetes()
        durees: list[tuple[float, ...]] = []
        for tour in range(tours + 1):
            instants = [_instant()]
            resultat = par_la_porte(clic)
            instants.append(_instant())
            lus = [base.execute(r.sql).fetchnumpy() for r in requetes]
            instants.append(_instant())
            if tour:
                (h0, c0), (h1, c1), (h2, c2) = instants
                durees.append((h1 - h0, h2 - h1, c1 - c0, c2 - c1))
        porte, brut, porte_calcul, brut_calcul = (
            1e3 * statistics.median(d) for d in zip(*durees, strict=True)
        )
        yield Mesure(
            clic,
            porte,
            brut,
            porte_calcul,
            brut_calcul,
            len(requetes),
            len(resultat.bloc),
            tuple(ecarts(selection, resultat, requetes, lus)),
        )


def par_la_porte(clic: Clic) -> Resultat:
    """What the door answers, none of it from memory."""
    data_layer.vider_memoire()
    resultat = data_layer.repondre(SLUG, clic.requete).resultat
    assert resultat is not None
    return resultat


def tables_lues(clic: Clic) -> dict[str, float]:
    """The tables that a click reads, with the ms of processor spent on each: the plan of the door."""
    moteur, temps = ouvertures.moteur(), dict[str, float]()
    executer = moteur.executer

    def noter(sql: str, parametres: Sequence[object] = ()) -> Colonnes:
        debut = time.process_time()
        lus = executer(sql, parametres)
        tables = re.findall(r'FROM "\w+\.(\w+)@', sql)
        nom = " + ".join(dict.fromkeys(tables))
        temps[nom] = temps.get(nom, 0.0) + 1e3 * (time.process_time() - debut)
        return lus

    moteur.executer = noter  # type: ignore[method-assign]
    try:
        par_la_porte(clic)
    finally:
        moteur.executer = executer  # type: ignore[method-assign]
    return temps


def _instant() -> tuple[float, float]:
    return time.perf_counter(), time.process_time()


def connexion_brute() -> duckdb.DuckDBPyConnection:
    """A connection with the engine's settings, and the tables of the dataset as views."""
    base = duckdb.connect(":memory:")
    for nom, valeur in REGLAGES.items():
        base.execute(f"SET {nom} = '{valeur}'")
    ouverte = ouvertures.ouvrir()
    for table, fichiers in ouverte.release.jeux["dm_medicaments"].tables.items():
        liste = ", ".join(f"'{f}'" for f in fichiers)
        base.execute(f'CREATE VIEW "{table}" AS SELECT * FROM read_parquet([{liste}])')
    base.execute("CREATE TABLE habitants (zone VARCHAR, n DOUBLE)")
    connus = [(z.id, habitants(z)) for z in ouverte.zones.toutes() if z.genre != "fin"]
    base.executemany("INSERT INTO habitants VALUES (?, ?)", [c for c in connus if c[1] > 0])
    return base


def ecarts(
    selection: Selection,
    resultat: Resultat,
    requetes: Sequence[Requete],
    lus: Sequence[Mapping[str, Any]],
) -> Iterator[str]:
    """Where the door and the SQL disagree: a value, a rank, a share, a row that one alone has."""
    for requete, colonnes in zip(requetes, lus, strict=True):
        for code, valeurs in _par_code(colonnes).items():
            attendu = _de_la_porte(resultat, requete, code)
            if attendu is None:
                yield f"{requete.bloc}/{requete.groupe} {code}: absent"
                continue
            for cle, valeur in valeurs.items():
                if cle in attendu and not _egaux(valeur, attendu[cle]):
                    yield f"{requete.bloc}/{requete.groupe} {code} {cle}: {valeur} {attendu[cle]}"
        if requete.bloc == "classement":
            groupe = [g for g in resultat.blocs["classement"].groupes if g == requete.groupe]
            if len(groupe) != len(colonnes["code"]):
                yield f"classement/{requete.groupe}: {len(colonnes['code'])} / {len(groupe)} rows"


def _par_code(colonnes: Mapping[str, Any]) -> dict[str, dict[str, float | None]]:
    noms = [nom for nom in colonnes if nom != "code"]
    listes = [np.ma.asarray(colonnes[nom]).tolist() for nom in noms]
    codes = [_code(c) for c in np.ma.asarray(colonnes["code"]).tolist()]
    return {
        c: dict(zip(noms, v, strict=True))
        for c, v in zip(codes, zip(*listes, strict=True), strict=True)
    }


def _code(lu: object) -> str:
    return "" if lu is None or lu is np.ma.masked else str(lu)


def _de_la_porte(resultat: Resultat, requete: Requete, code: str) -> dict[str, float | None] | None:
    """What the door says of a row: values by measure, ``part_<measure>`` and ``rang``."""
    if requete.bloc == "tetes":
        return _tete(resultat, requete, code)
    bloc = resultat.blocs[requete.bloc]
    if requete.bloc == "mois":
        code = f"{code[:4]}-{code[4:]}"
    if requete.bloc in ("champ", "statut", "categorie"):
        dimension = resultat.selection.restitution.dimension(requete.bloc)
        assert dimension is not None
        code = next((v.code for v in dimension.valeurs if str(v.valeur) == code), code)
    for i in _places(bloc).get((requete.groupe, code), ()):
        dits: dict[str, float | None] = {"rang": bloc.rangs[i]}
        for colonne in bloc.colonnes:
            if (requete.bloc, code) == ("champ", "ssr") and "sejour" in colonne.cle:
                continue  # days of SSR are not shown beside stays
            cellules = bloc.cellules[colonne.cle]
            dits |= {colonne.cle: cellules.valeur(i), f"part_{colonne.cle}": cellules.part(i)}
        return dits
    # Days of SSR stay out of a composition in stays, and a month not transmitted has no row.
    return {} if requete.bloc in ("champ", "mois") else None


def _places(bloc: Bloc) -> dict[tuple[int, str], list[int]]:
    places: dict[tuple[int, str], list[int]] = {}
    for i, (groupe, code) in enumerate(zip(bloc.groupes, bloc.codes, strict=True)):
        places.setdefault((groupe, code), []).append(i)
    return places


def _tete(resultat: Resultat, requete: Requete, code: str) -> dict[str, float | None] | None:
    tetes = resultat.blocs["classement"].tetes
    trouvee: Ligne | None = next((t for t in tetes if t.code == code), None)
    if trouvee is None:
        trouvee = next((t for t in tetes if t.groupe == requete.groupe), None)
    if trouvee is None:
        return None
    dits: dict[str, float | None] = {c: x.valeur for c, x in trouvee.cellules.items()}
    return dits if trouvee.rang is None else {**dits, "rang": trouvee.rang}


def _egaux(lu: float | None, dit: float | None) -> bool:
    sans = lu is None or math.isnan(lu)
    if sans or dit is None:
        return sans and dit is None
    return math.isclose(float(lu or 0.0), dit, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)


def p95(durees: Sequence[float]) -> float:
    return statistics.quantiles(durees, n=20)[-1]


def resume(mesures: Sequence[Mesure], *, en_calcul: bool = False) -> Mapping[str, float]:
    """The figures of a run: p50 and p95 of both in ms, ratios, clicks whose values disagree."""
    justes = [m for m in mesures if not m.ecarts]
    porte = [m.porte_calcul if en_calcul else m.porte for m in justes]
    brut = [m.brut_calcul if en_calcul else m.brut for m in justes]
    rapports = [p / b for p, b in zip(porte, brut, strict=True)]
    return {
        "clics": len(mesures),
        "en désaccord": len(mesures) - len(justes),
        "p50": statistics.median(porte),
        "p95": p95(porte),
        "SQL p50": statistics.median(brut),
        "SQL p95": p95(brut),
        "rapport médian": statistics.median(rapports),
        "rapport p95": p95(rapports),
        "rapport des p95": p95(porte) / p95(brut),
        "rapport des sommes": sum(porte) / sum(brut),
    }
