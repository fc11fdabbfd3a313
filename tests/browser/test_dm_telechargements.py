"""Files of the flagship, from the menu of the page: they say what is on screen."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from decimal import ROUND_HALF_UP, Decimal
from itertools import zip_longest
from pathlib import Path

import duckdb
import pytest

from tests.browser.navigateur import Navigateur
from tests.browser.tableau import Rangee, lire_rangees
from tests.browser.test_telechargements import _chercher, _menu

DM = "/r/dm-medicaments"
VUES = {
    "paires": "zone=reg-11&vs=reg-32&noeud=dm&par=classification&niveau=sous-chapitre&unite=consommation",
    "masquées": "zone=reg-24&noeud=med&par=diagnostic&periode=2020-01..2020-12",
    "évolution": "zone=reg-11&noeud=med&lecture=evol_val&statut=public,espic&unite=patients",
}


@pytest.mark.parametrize("vue", VUES)
def test_le_csv_et_le_parquet_redisent_le_tableau(
    page: Navigateur, vue: str, tmp_path: Path
) -> None:
    page.ouvrir(f"{DM}?{VUES[vue]}")
    lu = lire_rangees(page, toutes=True)
    menu = _menu(page)

    octets, _ = _chercher(menu["Texte (CSV)"])
    lignes = list(csv.reader(io.StringIO(octets.decode("utf-8-sig")), delimiter=";"))
    entete, *corps = lignes
    premiere, fin = entete.index("Code") + 2, entete.index("Sélection")
    for rangee, ligne in zip_longest([*lu.tetes, *lu.lignes], corps):
        assert (ligne[1], ligne[premiere - 1]) == (rangee.rang, rangee.libelle)
        _meme_ligne(rangee, [c.strip() for c in ligne[premiere:fin]], entete[premiere:fin])

    octets, entetes = _chercher(menu["Données (Parquet)"])
    assert entetes.get_content_type() == "application/vnd.apache.parquet"
    fichier = tmp_path / "vue.parquet"
    fichier.write_bytes(octets)
    lue = duckdb.sql(f"FROM '{fichier}' WHERE NOT total")
    ecrites = [dict(zip(lue.columns, li, strict=True)) for li in lue.fetchall()]
    for rangee in lu.lignes:
        siennes = [
            e for e in ecrites if e["libelle"] == rangee.libelle and e["code"].endswith(rangee.code)
        ]
        for cle, (montre, _) in rangee.cases.items():
            mesure, _, place = cle.partition("@")
            zones = list(dict.fromkeys(e["zone_choisie"] for e in ecrites))
            (une,) = [
                e for e in siennes if not place or e["zone_choisie"] == zones[int(place)]
            ] or [None]
            _meme_nombre(montre, None if une is None else une[mesure])


def _meme_ligne(rangee: Rangee, cellules: list[str], entetes: list[str]) -> None:
    """The cells of the file, each with its share or index after it, in the order of the table."""
    reste = list(zip(entetes, cellules, strict=True))
    for montre, dessous in rangee.cases.values():
        _, valeur = reste.pop(0)
        _meme_nombre(montre, _decimal(valeur))
        if reste and re.search(r"part \(%\)|indice \(base", reste[0][0]):
            _, part = reste.pop(0)
            _meme_nombre(dessous.removeprefix("indice "), _decimal(part))
        else:
            assert not dessous
        if reste and reste[0][0].endswith(", statut"):
            _, statut = reste.pop(0)
            assert (statut == "masqué") == (montre == "•••"), (montre, statut)
    assert not reste


def _decimal(texte: str) -> float | None:
    try:
        return float(texte.replace(",", "."))
    except ValueError:
        return None


def _meme_nombre(montre: str, exact: float | None) -> None:
    """What is shown is the number of the file, rounded; no figure stands where none is shown."""
    vu = "".join(c for c in montre.replace("−", "-").replace(",", ".") if c.isdigit() or c in "-.")
    if not any(c.isdigit() for c in vu):
        assert exact is None, f"{montre} : {exact}"
        return
    assert exact is not None, montre
    if montre.startswith("<"):
        assert 0 < exact < float(vu) / 2, f"{montre} : {exact}"  # what would round to nothing
        return
    rond = Decimal(repr(exact)).quantize(Decimal(vu), ROUND_HALF_UP)
    assert rond == Decimal(vu), f"{montre} : {exact}"


def test_le_classeur_du_graphique_a_ses_dessins(page: Navigateur) -> None:
    """A native chart for each figure of the page, and for each zone of a donut."""
    page.ouvrir(f"{DM}?zone=reg-11&vs=reg-32&noeud=med&vue=graphique")
    page.element("#graphe-mois .scatterlayer path")
    figures = page.nombre("#partie-vue figure.figure")
    assert figures == 5
    octets, _ = _chercher(_menu(page)["Tableur (XLSX)"])
    archive = zipfile.ZipFile(io.BytesIO(octets))
    dessins = [
        archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/charts/chart")
    ]
    genres = [g for d in dessins for g in ("bar", "doughnut", "line") if f"<c:{g}Chart>" in d]
    assert genres.count("doughnut") == 6
    assert {"bar", "line"} < set(genres)
    assert all(re.search(r"<c:f>.+!\$", d) for d in dessins), "un dessin sans cases"
