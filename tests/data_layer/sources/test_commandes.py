"""``python -m data_layer``: what it prints, and the code it leaves with."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from data_layer.__main__ import main
from data_layer.demo import activite_mco as demo
from data_layer.warehouse import release_courante

from .conftest import Ecrire, en_csv, ligne

RACINE = Path(__file__).resolve().parents[3]


@pytest.fixture(autouse=True)
def petite_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "ETABLISSEMENTS", 250)


def test_import_verify_releases(ecrire: Ecrire, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["releases"]) == 0
    assert "Aucune publication" in capsys.readouterr().out
    assert main(["verify"]) == 1
    assert main(["import", str(ecrire(en_csv([ligne()])))]) == 0
    sortie = capsys.readouterr().out
    assert "en service" in sortie
    assert "Lignes lues" in sortie
    assert main(["verify"]) == 0
    assert "intacte" in capsys.readouterr().out
    courante = release_courante()
    assert courante is not None
    assert main(["verify", courante.id]) == 0
    assert main(["releases"]) == 0
    assert f"* {courante.id}" in capsys.readouterr().out
    courante.jeux["activite_mco"].fichier("etablissements").write_bytes(b"PAR1")
    assert main(["verify", courante.id]) == 1


def test_refusals_leave_with_one_and_a_message(ecrire: Ecrire, capsys) -> None:
    assert main(["import", str(ecrire("a,b\n1,2\n"))]) == 1
    assert "Formats connus" in capsys.readouterr().err
    assert main(["verify", "2020-01-01-00000000"]) == 1
    assert "Aucune publication 2020-01-01-00000000" in capsys.readouterr().err
    assert main(["import", str(ecrire(en_csv([ligne()])))]) == 0
    assert main(["demo"]) == 1
    assert "--force" in capsys.readouterr().err
    assert main(["demo", "--force", "--jeu", "activite_mco"]) == 0
    assert main(["demo", "--si-absent", "--jeu", "activite_mco"]) == 0
    assert "déjà en service" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["importer"], ["import"], ["demo", "--scale", "0"]])
def test_wrong_usage_leaves_with_two(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as sortie:
        main(arguments)
    assert sortie.value.code == 2


def test_the_process_ends_cleanly(ecrire: Ecrire) -> None:
    """pyarrow.parquet made such a process abort at exit now and then: it must not be loaded."""
    programme = (
        "import sys; from data_layer.__main__ import main; code = main(sys.argv[1:]);"
        "assert 'pyarrow.parquet' not in sys.modules; sys.exit(code)"
    )
    fichier = ecrire(en_csv([ligne()]))
    commande = [sys.executable, "-c", programme, "import", str(fichier)]
    fini = subprocess.run(commande, cwd=RACINE, capture_output=True, text=True, check=False)
    assert (fini.returncode, fini.stderr.count("Traceback")) == (0, 0), fini.stderr
