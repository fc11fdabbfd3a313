"""Baskets on disk: one hash for one content, nothing else ever served, a bound on their number."""

from __future__ import annotations

import logging
import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data_layer.paniers import Panier, PanierRefuse, composer, depot, enregistrer, lire, place, zone
from data_layer.paniers.place import JOUR
from geodata.zones import Genre, lire_id

A, B = "010007987", "2A0000014"


@pytest.fixture(autouse=True)
def dossier(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path))
    return tmp_path / "paniers"


def test_un_panier_se_relit_sous_son_empreinte(dossier: Path) -> None:
    panier = enregistrer("  CHU de\u00a0l'Ouest ", [B, A, B])
    assert panier == Panier(panier.empreinte, "CHU de l'Ouest", (A, B))
    assert lire(panier.empreinte) == lire(panier.id) == panier
    assert [f.name for f in dossier.iterdir()] == [f"{panier.empreinte}.json"]


def test_l_empreinte_ne_depend_que_du_contenu(dossier: Path) -> None:
    assert enregistrer("Un", [A, B]) == enregistrer("Un", (B, A))
    assert len(list(dossier.iterdir())) == 1
    autres = {enregistrer("Deux", [A, B]).empreinte, enregistrer("Un", [A]).empreinte}
    assert len(autres | {enregistrer("Un", [A, B]).empreinte}) == 3


def test_la_zone_d_un_panier() -> None:
    panier = composer("Essai", [A])
    trouvee = zone(panier)
    assert (trouvee.genre, trouvee.libelle, trouvee.parents) == (Genre.PANIER, "Essai", ("fr",))
    assert trouvee.composition == (f"fin-{A}",)
    assert lire_id(trouvee.id) == (Genre.PANIER, panier.empreinte)
    assert trouvee.id == panier.id


@pytest.mark.parametrize(
    ("nom", "finess", "dit"),
    [
        ("", [A], "Donnez un nom"),
        (" \n\t", [A], "Donnez un nom"),
        ("x" * 81, [A], "80 au plus"),
        ("a\u202eb", [A], "invisible"),
        ("a\x00b", [A], "invisible"),
        ("\ud800", [A], "invisible"),
        ("Essai", [], "vide"),
        ("Essai", ["10007987"], "FINESS"),
        ("Essai", ["../../../x"], "FINESS"),
        ("Essai", ["\ud800"], "FINESS"),
        ("Essai", [f"{n:09d}" for n in range(5001)], "5000 au plus"),
    ],
)
def test_ce_qui_est_refuse(dossier: Path, nom: str, finess: list[str], dit: str) -> None:
    with pytest.raises(PanierRefuse) as refus:
        enregistrer(nom, finess)
    assert dit in str(refus.value)
    str(refus.value).encode()
    assert not dossier.exists()


def test_un_nom_de_80_caracteres_et_5000_numeros_passent() -> None:
    assert enregistrer("é" * 80, [f"{n:09d}" for n in range(5000)])


@pytest.mark.parametrize(
    "texte",
    [
        "",
        "pan-",
        "../live",
        "0" * 15,
        "0" * 17,
        "G" * 16,
        "A" * 16,
        "pan-pan-" + "0" * 16,
        "0" * 16,
    ],
)
def test_une_empreinte_inconnue_ou_mal_formee(texte: str) -> None:
    assert lire(texte) is None


@pytest.mark.parametrize(
    "contenu",
    [
        b"",
        b"\xff",
        b"[]",
        b"{}",
        b'{"nom": 1, "finess": ["010007987"]}',
        b'{"nom": "x", "finess": "010007987"}',
        b'{"nom": "x", "finess": [1, "010007987"]}',
        b'{"nom": "Autre", "finess": ["010007987"]}',
        b"[" * 100_000,
    ],
)
def test_un_fichier_abime_ne_sert_pas_et_se_repare(
    dossier: Path, contenu: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    empreinte = composer("Essai", [A]).empreinte
    dossier.mkdir()
    (dossier / f"{empreinte}.json").write_bytes(contenu)
    with caplog.at_level(logging.ERROR):
        assert lire(empreinte) is None
    assert empreinte in caplog.text
    assert lire(enregistrer("Essai", [A]).empreinte) == composer("Essai", [A])


def test_le_nombre_de_paniers_est_borne(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(depot, "PANIERS_MAX", 2)
    un = enregistrer("Un", [A])
    enregistrer("Deux", [A])
    with pytest.raises(PanierRefuse, match="garde déjà 2 paniers"):
        enregistrer("Trois", [A])
    assert enregistrer("Un", [A]) == un


def _vieillir(dossier: Path, panier: Panier, jours: float) -> None:
    date = time.time() - jours * JOUR
    os.utime(dossier / f"{panier.empreinte}.json", (date, date))


def _gardes(dossier: Path) -> set[str]:
    return {f.stem for f in dossier.iterdir()}


def test_les_plus_oublies_laissent_la_place(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(depot, "PANIERS_MAX", 3)
    monkeypatch.setattr(place, "LOT", 1)
    anciens = [enregistrer(f"Panier {n}", [A]) for n in range(3)]
    for panier, jours in zip(anciens, (95, 200, 80), strict=True):
        _vieillir(dossier, panier, jours)
    neuf = enregistrer("Neuf", [A])
    # The one unread for the longest has left; then the other that is old enough; then none.
    assert _gardes(dossier) == {p.empreinte for p in (anciens[0], anciens[2], neuf)}
    autre = enregistrer("Autre", [A])
    assert _gardes(dossier) == {p.empreinte for p in (anciens[2], neuf, autre)}
    for _ in range(2):
        with pytest.raises(PanierRefuse, match="garde déjà 3"):
            enregistrer("De trop", [A])
    assert len(_gardes(dossier)) == 3


def test_lire_un_panier_le_retient(dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(depot, "PANIERS_MAX", 1)
    panier = enregistrer("Lu", [A])
    _vieillir(dossier, panier, 200)
    assert lire(panier.id) == panier
    with pytest.raises(PanierRefuse):
        enregistrer("De trop", [A])
    # Once a day is enough: a date of today is left as it is.
    _vieillir(dossier, panier, 0.5)
    avant = (dossier / f"{panier.empreinte}.json").stat().st_mtime_ns
    lire(panier.id)
    assert (dossier / f"{panier.empreinte}.json").stat().st_mtime_ns == avant


def test_le_dossier_n_est_compte_que_s_il_change(
    dossier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    comptes = []
    scandir = os.scandir

    def compter(chemin: Path) -> object:
        comptes.append(chemin)
        return scandir(chemin)

    monkeypatch.setattr(os, "scandir", compter)
    monkeypatch.setattr(depot, "PANIERS_MAX", 20)
    for n in range(19):
        enregistrer(f"Panier {n}", [A])
    assert len(comptes) <= 1
    # Another process saves and takes away: the folder says so.
    (dossier / "0000000000000000.json").write_text("{}")
    with pytest.raises(PanierRefuse):
        enregistrer("De trop", [A])
    (dossier / "0000000000000000.json").unlink()
    assert enregistrer("Le dernier", [A])


def test_un_disque_qui_refuse_est_dit(monkeypatch: pytest.MonkeyPatch) -> None:
    def plein(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(depot, "remplacer_json", plein)
    with pytest.raises(PanierRefuse, match="Réessayez plus tard"):
        enregistrer("Essai", [A])


def test_plusieurs_fils_gardent_le_meme_panier(dossier: Path) -> None:
    with ThreadPoolExecutor(8) as fils:
        gardes = set(fils.map(lambda _: enregistrer("Essai", [A, B]), range(32)))
    assert gardes == {composer("Essai", [A, B])}
    assert len(list(dossier.iterdir())) == 1
