"""Reading the release in force: swaps, damage, and the difference between unknown and purged."""

from __future__ import annotations

import json
import shutil
import threading
import time
from pathlib import Path

import pytest

from data_layer.warehouse import (
    Release,
    ReleaseAbimee,
    ReleaseInconnue,
    ReleasePurgee,
    depot,
    lecture,
    publication,
    publier,
    purge,
    release,
    release_courante,
    releases,
    verifier,
)

from .conftest import META, ecrivain


def _redemarrer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lecture, "_ouverte", None)


def test_nothing_was_published() -> None:
    assert release_courante() is None
    assert releases() == []
    premiere = publier("jeu", ecrivain("jeu"), META)
    assert release_courante() == premiere


def test_a_reader_takes_the_swap_up_and_never_mixes() -> None:
    publier("jeu", ecrivain("jeu", 10), META)
    fini, erreurs = threading.Event(), []
    lues: list[list[str]] = [[], []]

    def lire(vues: list[str]) -> None:
        while not fini.is_set():
            courante = release_courante()
            if (
                courante is None
                or courante.jeux["jeu"].lignes != courante.jeux["jeu"].fichiers[0].lignes
            ):
                erreurs.append(courante)
            elif not vues or vues[-1] != courante.id:
                vues.append(courante.id)

    fils = [threading.Thread(target=lire, args=(vues,)) for vues in lues]
    for fil in fils:
        fil.start()
    publiees = [publier("jeu", ecrivain("jeu", 10 + i), META) for i in range(1, 4)]
    limite = time.monotonic() + 5
    derniere = publiees[-1].id
    while any(vues[-1:] != [derniere] for vues in lues) and time.monotonic() < limite:
        time.sleep(0.01)
    fini.set()
    for fil in fils:
        fil.join()
    assert not erreurs
    assert [vues[-1] for vues in lues] == [derniere, derniere]
    assert release_courante() is release_courante()


def test_what_was_returned_does_not_change_when_another_comes() -> None:
    tenue = publier("jeu", ecrivain("jeu"), META)
    assert release_courante() == tenue
    publier("jeu", ecrivain("jeu", valeur=1), META)
    assert verifier(tenue) == []
    with pytest.raises(TypeError):
        tenue.jeux["jeu"] = None  # type: ignore[index]


def _sans_fichier(r: Release) -> None:
    r.jeux["jeu"].fichier("jeu").unlink()


def _sans_build(r: Release) -> None:
    shutil.rmtree(r.jeux["jeu"].chemin)


def _tronque(r: Release) -> None:
    fichier = r.jeux["jeu"].fichier("jeu")
    fichier.write_bytes(fichier.read_bytes()[:-10])


def _pied_abime(r: Release) -> None:
    fichier = r.jeux["jeu"].fichier("jeu")
    fichier.write_bytes(fichier.read_bytes()[:-10] + b"0123456789")


def _manifeste_absent(r: Release) -> None:
    depot.chemin_manifeste(r.id).unlink()


def _manifeste_coupe(r: Release) -> None:
    chemin = depot.chemin_manifeste(r.id)
    chemin.write_bytes(chemin.read_bytes()[:100])


def _manifeste_retouche(r: Release) -> None:
    chemin = depot.chemin_manifeste(r.id)
    contenu = json.loads(chemin.read_text(encoding="utf-8"))
    contenu["jeux"]["jeu"]["credit"] = "Autre"
    chemin.write_text(json.dumps(contenu), encoding="utf-8")


def _pointeur_coupe(r: Release) -> None:
    depot.chemin_pointeur().write_text('{"release": "20')


def _pointeur_etranger(r: Release) -> None:
    depot.chemin_pointeur().write_text('{"release": "../../../etc/passwd"}')


def _pointeur_absent(r: Release) -> None:
    depot.chemin_pointeur().unlink()
    depot.chemin_manifeste(r.id).unlink()


DEGATS = [
    _sans_fichier,
    _sans_build,
    _tronque,
    _pied_abime,
    _manifeste_absent,
    _manifeste_coupe,
    _manifeste_retouche,
    _pointeur_coupe,
    _pointeur_etranger,
    _pointeur_absent,
]


@pytest.mark.parametrize("abimer", DEGATS)
def test_a_running_server_keeps_the_previous_release(abimer) -> None:
    servie = publier("jeu", ecrivain("jeu"), META)
    assert release_courante() == servie
    nouvelle = publier("jeu", ecrivain("jeu", valeur=1), META)
    abimer(nouvelle)
    assert release_courante() == servie


@pytest.mark.parametrize("abimer", [d for d in DEGATS if not d.__name__.startswith("_pointeur")])
def test_a_starting_server_takes_the_last_whole_release(abimer, monkeypatch) -> None:
    saine = publier("jeu", ecrivain("jeu"), META)
    abimer(publier("jeu", ecrivain("jeu", valeur=1), META))
    _redemarrer(monkeypatch)
    assert release_courante() == saine


def test_a_release_repaired_in_place_is_taken_up_after_a_while(monkeypatch) -> None:
    publier("jeu", ecrivain("jeu"), META)
    nouvelle = publier("jeu", ecrivain("jeu", valeur=1), META)
    fichier = nouvelle.jeux["jeu"].fichier("jeu")
    contenu = fichier.read_bytes()
    fichier.unlink()
    monkeypatch.setattr(lecture, "_DELAI_ESSAI", 0.0)
    assert release_courante() != nouvelle
    fichier.write_bytes(contenu)
    assert release_courante() == nouvelle


def test_full_verification_sees_what_the_quick_one_does_not() -> None:
    publiee = publier("jeu", ecrivain("jeu", 5000), META)
    fichier = publiee.jeux["jeu"].fichier("jeu")
    contenu = bytearray(fichier.read_bytes())
    contenu[50] ^= 0xFF
    fichier.write_bytes(contenu)
    assert release(publiee.id) == publiee
    (anomalie,) = verifier(publiee)
    assert str(anomalie).startswith("jeu/jeu.parquet : le contenu a changé")


@pytest.mark.parametrize("texte", ["", "2026-11-22", "../live", "2026-11-22-zzzzzzzz", "x" * 9000])
def test_texts_which_are_no_id_are_unknown(texte: str) -> None:
    with pytest.raises(ReleaseInconnue):
        release(texte)


def test_unknown_purged_and_damaged_are_told_apart(monkeypatch) -> None:
    monkeypatch.setattr(publication, "purger", lambda courante: purge.purger(courante, 1, grace=0))
    purgee = publier("jeu", ecrivain("jeu"), META)
    gardee = publier("jeu", ecrivain("jeu", valeur=1), META)
    with depot.chemin_journal().open("a") as journal:
        journal.write('{"id": "2020-')  # a torn line
    with pytest.raises(ReleasePurgee, match="n'est plus conservée"):
        release(purgee.id)
    with pytest.raises(ReleaseInconnue):
        release("2020-01-01-00000000")
    assert release(gardee.id) == gardee
    _tronque(gardee)
    with pytest.raises(ReleaseAbimee, match="octets"):
        release(gardee.id)


def test_asking_again_costs_next_to_nothing() -> None:
    publier("jeu", ecrivain("jeu"), META)
    premiere = release_courante()
    assert premiere is not None
    # Read again, it would be another object.
    assert all(release_courante() is premiere for _ in range(3))


def test_another_folder_is_another_warehouse(tmp_path: Path, monkeypatch) -> None:
    publier("jeu", ecrivain("jeu"), META)
    assert release_courante() is not None
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path / "autre"))
    assert release_courante() is None
