"""``data_layer audit`` on flows: passes on what is protected, fails where small counts alone are masked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from data_layer import audit_flux
from data_layer.__main__ import main
from data_layer.flux import cubes
from data_layer.secret.flux import proteger_flux
from data_layer.warehouse import Release, parquet, publier
from tests.fabrique import petit_flux


@pytest.fixture
def entrepot_vide(tmp_path: Path) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PORTULAN_VAR", str(tmp_path))
        yield tmp_path


def _publier(apres: Callable[[Path], object]) -> Release:
    def remplir(chantier: Path):
        meta = petit_flux.ecrire(chantier)
        apres(chantier)
        return meta

    return publier("flux", remplir)


def _proteger(chantier: Path) -> None:
    proteger_flux(chantier)
    cubes.ecrire(chantier, list(petit_flux.ANNEES), lambda _: None)


def test_ce_que_la_construction_protege_passe(
    entrepot_vide: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _publier(_proteger)
    code = main(["audit", "--jeu", "flux"])
    rapport = capsys.readouterr().out
    assert code == 0, rapport
    assert "Aucune case de 1 à 10" in rapport
    assert rapport.count("| MCO |") == 6 and rapport.count("| HAD |") == 8


def test_ne_masquer_que_les_petits_nombres_ne_suffit_pas(entrepot_vide: Path) -> None:
    """Keys of 0 hide nothing but what counts 1 to 10: totals give much of it back."""
    release = _publier(lambda _: None)
    mene = audit_flux.auditer(release, [2021])
    assert mene.deductibles and "**ÉCHEC :" in mene.rapport
    for c in mene.constats:
        assert c.montrees == c.ecarts == 0
        assert c.sans_preuve == c.masquees == c.petites > 0
    assert sum(c.deductions.seules for c in mene.constats) > 100
    assert {c.annee for c in mene.constats} == {2021}


def test_un_cube_qui_ment_se_voit(entrepot_vide: Path) -> None:
    def mentir(chantier: Path) -> None:
        fichier = chantier / "cube_lieux.2021.parquet"
        with parquet.connexion() as con:
            lu = f"read_parquet({parquet.litteral(str(fichier))})"
            neuf = fichier.with_suffix(".neuf")
            un = f"(SELECT min(residence) FROM {lu})"
            parquet.ecrire(
                con, f"SELECT * REPLACE (cle + (residence = {un})::BIGINT AS cle) FROM {lu}", neuf
            )
        neuf.rename(fichier)

    mene = audit_flux.auditer(_publier(mentir), [2020, 2021])
    ecarts = {(c.annee, c.ecarts > 0) for c in mene.constats}
    assert (2020, True) not in ecarts and (2021, True) in ecarts


def test_ce_qui_ne_peut_etre_audite_est_dit(
    entrepot_vide: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _publier(lambda _: None)
    assert main(["audit", "--jeu", "flux", "--annee", "1999"]) == 1
    assert "Années absentes de flux : 1999." in capsys.readouterr().err
