"""Publishing: what is built, what is carried, and every way it can be refused with nothing changed."""

from __future__ import annotations

import json
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from data_layer.warehouse import (
    PublicationRefusee,
    Release,
    depot,
    lecture,
    manifeste,
    parquet,
    publication,
    publier,
    purge,
    release_courante,
    releases,
    verifier,
)

from .conftest import META, ecrivain


def test_a_release_lists_what_was_built(entrepot: Path) -> None:
    release = publier("jeu", ecrivain("jeu", 12), replace(META, rapport={"lues": 12}))
    jeu = release.jeux["jeu"]
    assert (jeu.lignes, jeu.source, jeu.millesime, jeu.rapport["lues"]) == (
        12,
        "Source",
        "2024",
        12,
    )
    assert jeu.chemin == entrepot / "datasets" / "jeu" / jeu.empreinte
    assert jeu.fichier("jeu").is_file()
    assert dict(jeu.schema["jeu.parquet"]) == {"cle": "BIGINT", "valeur": "BIGINT"}
    assert release.date.tzinfo is not None
    assert release_courante() == release
    assert verifier(release) == []
    assert not list(depot.dossier_chantier().iterdir())
    with pytest.raises(KeyError):
        jeu.fichier("autre")


def test_importing_one_dataset_carries_the_others() -> None:
    premiere = publier("un", ecrivain("un"), META)
    seconde = publier("deux", ecrivain("deux"), META)
    assert set(seconde.jeux) == {"un", "deux"}
    assert seconde.jeux["un"] == premiere.jeux["un"]
    assert seconde.precedente == premiere.id
    assert [r.id for r in releases()] == [seconde.id, premiere.id]


def test_same_content_is_the_same_release() -> None:
    premiere = publier("jeu", ecrivain("jeu"), META)
    assert publier("jeu", ecrivain("jeu"), META) == premiere
    autre = publier("jeu", ecrivain("jeu"), replace(META, credit="Autre"))
    assert autre.id != premiere.id
    assert autre.jeux["jeu"].chemin == premiere.jeux["jeu"].chemin


def _rien(dossier: Path) -> None:
    pass


def _lever(dossier: Path) -> None:
    ecrivain("jeu")(dossier)
    raise OSError("disk full")


def _tronquer(dossier: Path) -> None:
    ecrivain("jeu", 50_000)(dossier)
    fichier = dossier / "jeu.parquet"
    fichier.write_bytes(fichier.read_bytes()[:-200])


def _abimer_au_milieu(dossier: Path) -> None:
    ecrivain("jeu", 50_000)(dossier)
    contenu = bytearray((dossier / "jeu.parquet").read_bytes())
    contenu[4:40] = bytes([0xFF]) * 36  # the header of the first page
    (dossier / "jeu.parquet").write_bytes(contenu)


def _intrus(dossier: Path) -> None:
    ecrivain("jeu")(dossier)
    (dossier / "notes.txt").write_text("?")


def _vide(dossier: Path) -> None:
    ecrivain("jeu", 0)(dossier)


@pytest.mark.parametrize(
    ("ecrire", "refus"),
    [
        (_rien, PublicationRefusee),
        (_lever, OSError),
        (_tronquer, PublicationRefusee),
        (_abimer_au_milieu, PublicationRefusee),
        (_intrus, PublicationRefusee),
        (_vide, PublicationRefusee),
    ],
)
def test_a_bad_build_changes_nothing(ecrire, refus, entrepot: Path) -> None:
    avant = publier("jeu", ecrivain("jeu"), META)
    fichiers = {p: p.stat().st_mtime_ns for p in entrepot.rglob("*") if p.is_file()}
    with pytest.raises(refus):
        publier("jeu", ecrire, META)
    apres = {p: p.stat().st_mtime_ns for p in entrepot.rglob("*") if p.is_file()}
    assert apres == fichiers
    assert release_courante() == avant


def test_another_schema_than_promised_is_refused() -> None:
    promis = replace(META, schema_attendu={"jeu.parquet": {"valeur": "BIGINT", "cle": "BIGINT"}})
    with pytest.raises(PublicationRefusee, match="colonnes"):
        publier("jeu", ecrivain("jeu"), promis)
    assert release_courante() is None


@pytest.mark.parametrize("nom", ["", "Jeu", "../jeu", "a/b", ".chantier", "a" * 80])
def test_bad_names_are_refused(nom: str) -> None:
    with pytest.raises(PublicationRefusee):
        publier(nom, ecrivain("jeu"), META)


def test_a_condition_may_refuse_under_the_lock() -> None:
    avant = publier("jeu", ecrivain("jeu"), META)

    def condition(courante: Release | None) -> None:
        assert courante == avant
        raise PublicationRefusee("non")

    with pytest.raises(PublicationRefusee, match="non"):
        publier("jeu", ecrivain("jeu", valeur=1), META, condition=condition)
    assert release_courante() == avant


@pytest.mark.parametrize("etape", ["manifeste", "pointeur"])
def test_death_between_two_steps_leaves_the_previous_release(etape: str, monkeypatch) -> None:
    avant = publier("jeu", ecrivain("jeu"), META)
    vrai = depot.remplacer_json

    def mourir(chemin: Path, contenu: object) -> None:
        if (chemin == depot.chemin_pointeur()) == (etape == "pointeur"):
            raise KeyboardInterrupt
        vrai(chemin, contenu)

    monkeypatch.setattr(depot, "remplacer_json", mourir)
    with pytest.raises(KeyboardInterrupt):
        publier("jeu", ecrivain("jeu", valeur=1), META)
    assert release_courante() == avant
    monkeypatch.setattr(depot, "remplacer_json", vrai)
    apres = publier("jeu", ecrivain("jeu", valeur=1), META)
    assert release_courante() == apres
    assert verifier(apres) == []


def test_concurrent_publications_follow_each_other() -> None:
    erreurs: list[BaseException] = []

    def importer(i: int) -> None:
        try:
            publier(f"jeu{i}", ecrivain(f"jeu{i}", valeur=i), META)
        except BaseException as erreur:
            erreurs.append(erreur)

    fils = [threading.Thread(target=importer, args=(i,)) for i in range(4)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    courante = release_courante()
    assert not erreurs
    assert courante is not None
    assert set(courante.jeux) == {"jeu0", "jeu1", "jeu2", "jeu3"}
    assert verifier(courante) == []


def test_the_lock_does_not_wait_for_ever() -> None:
    with depot.verrou(), pytest.raises(PublicationRefusee, match="en cours"), depot.verrou(0.1):
        pass


def test_a_damaged_dataset_is_carried_from_where_it_is_whole() -> None:
    publier("un", ecrivain("un"), META)
    abimee = publier("un", ecrivain("un", valeur=1), META)
    abimee.jeux["un"].fichier("un").write_bytes(b"PAR1")
    nouvelle = publier("deux", ecrivain("deux"), META)
    assert verifier(nouvelle) == []
    assert set(nouvelle.jeux) == {"un", "deux"}


def test_publishing_again_repairs_a_damaged_build() -> None:
    abimee = publier("jeu", ecrivain("jeu"), META)
    abimee.jeux["jeu"].fichier("jeu").write_bytes(b"PAR1")
    reparee = publier("jeu", ecrivain("jeu"), META)
    assert verifier(reparee) == []
    assert release_courante() == reparee


def test_only_the_last_releases_are_kept_and_purged_ids_are_remembered(monkeypatch) -> None:
    monkeypatch.setattr(publication, "purger", lambda courante: purge.purger(courante, 2, grace=0))
    publiees = [publier("jeu", ecrivain("jeu", valeur=i), META) for i in range(4)]
    assert [r.id for r in releases()] == [publiees[3].id, publiees[2].id]
    assert lecture.ids_purges() == {publiees[0].id, publiees[1].id}
    builds = {p.name for p in (depot.dossier_datasets() / "jeu").iterdir()}
    assert builds == {r.jeux["jeu"].empreinte for r in publiees[2:]}


def test_builds_of_a_purged_release_stay_during_the_grace(monkeypatch) -> None:
    monkeypatch.setattr(publication, "purger", lambda courante: purge.purger(courante, 1))
    ancienne = publier("jeu", ecrivain("jeu"), META)
    publier("jeu", ecrivain("jeu", valeur=1), META)
    assert verifier(ancienne) == []
    purge.purger(releases()[0].id, 1, grace=0)
    assert not ancienne.jeux["jeu"].chemin.exists()


def test_nothing_is_removed_while_a_manifest_cannot_be_read(monkeypatch) -> None:
    ancienne = publier("jeu", ecrivain("jeu"), META)
    depot.chemin_manifeste(ancienne.id).write_text("{")
    nouvelle = publier("jeu", ecrivain("jeu", valeur=1), META)
    assert purge.purger(nouvelle.id, 1, grace=0) == ([], [])
    assert ancienne.jeux["jeu"].chemin.exists()


def test_the_manifest_says_all_that_provenance_needs() -> None:
    release = publier(
        "jeu", ecrivain("jeu"), replace(META, fichier_source="f.csv", sha256_source="00")
    )
    contenu = json.loads(depot.chemin_manifeste(release.id).read_text(encoding="utf-8"))
    jeu = contenu["jeux"]["jeu"]
    for cle in ("source", "editeur", "licence", "credit", "millesime", "synthetique", "rapport"):
        assert cle in jeu
    assert jeu["fichier_source"] == "f.csv"
    assert len(jeu["fichiers"][0]["sha256"]) == 64


def _en_parties(dossier: Path) -> None:
    for nom, lignes in {"jeu.2020": 3, "jeu.2021": 4, "jeu.2021.2": 5, "cube": 9}.items():
        ecrivain(nom, lignes)(dossier)


def test_a_table_may_be_cut_in_parts() -> None:
    release = publier("jeu", _en_parties, META)
    jeu = release.jeux["jeu"]
    assert jeu.lignes == 12
    assert {table: [c.name for c in parties] for table, parties in jeu.tables.items()} == {
        "cube": ["cube.parquet"],
        "jeu": ["jeu.2020.parquet", "jeu.2021.2.parquet", "jeu.2021.parquet"],
    }
    assert all(chemin.is_file() for parties in jeu.tables.values() for chemin in parties)
    assert jeu.fichier("jeu.2021.2") in jeu.tables["jeu"]
    with pytest.raises(KeyError):
        jeu.fichier("jeu")
    assert manifeste.lire(release.id) == release
    assert verifier(release) == []


def test_each_part_has_its_expected_schema() -> None:
    colonnes = {"cle": "BIGINT", "valeur": "BIGINT"}
    noms = ("cube.parquet", "jeu.2020.parquet", "jeu.2021.parquet", "jeu.2021.2.parquet")
    attendu = dict.fromkeys(noms, colonnes)
    publier("jeu", _en_parties, replace(META, schema_attendu=attendu))
    del attendu["jeu.2021.2.parquet"]
    with pytest.raises(PublicationRefusee):
        publier("jeu", _en_parties, replace(META, schema_attendu=attendu))


def test_parts_of_other_columns_are_refused() -> None:
    def ecrire(dossier: Path) -> None:
        ecrivain("jeu.2020")(dossier)
        with parquet.connexion() as con:
            requete = "SELECT i AS cle, i::INTEGER AS valeur FROM range(5) t(i)"
            parquet.ecrire(con, requete, dossier / "jeu.2021.parquet")

    with pytest.raises(PublicationRefusee, match=r"jeu\.2021\.parquet"):
        publier("jeu", ecrire, META)
    assert release_courante() is None


def test_rows_are_of_the_first_table_when_none_bears_the_name() -> None:
    def ecrire(dossier: Path) -> None:
        for nom, lignes in {"a.2020": 3, "a.2021": 4, "jeux": 9}.items():
            ecrivain(nom, lignes)(dossier)

    assert publier("jeu", ecrire, META).jeux["jeu"].lignes == 7
