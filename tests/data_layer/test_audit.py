"""``python -m data_layer audit``: passes on what the build protects, fails on keys that lie."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from data_layer import audit_argus, catalogue
from data_layer.__main__ import main
from data_layer.audit import auditer
from data_layer.catalogue.schema import Restitution
from data_layer.disclosure import modulo
from data_layer.disclosure.gate import SEUIL
from data_layer.disclosure.treillis import Entiers, Groupement
from data_layer.faits.construction import construire
from data_layer.faits.modele import Arbre
from data_layer.secret import ecriture
from data_layer.secret.axes import lire_axes
from data_layer.secret.construction import proteger_jeu
from data_layer.secret.etapes import Annee, Etape, proteger_annee
from data_layer.secret.source import AxeTemps
from data_layer.warehouse import Meta, lecture, parquet, publier
from tests.data_layer.disclosure.cles import poser, tirer

from .disclosure.deux_etages import vue_double
from .faits.petits import ETABLISSEMENTS, LIEU_DE_ETAB, arbre_du_contrat, lot

NOM = "dm_medicaments"
ANNEES = (2020, 2021)
META = Meta("Source", "Éditeur", "Licence", "Crédit", "2021", synthetique=True)


@dataclass(frozen=True, slots=True)
class Chantier:
    """A small protected build, and what it says of itself."""

    dossier: Path
    meta: Meta


@pytest.fixture(scope="module")
def chantier(tmp_path_factory: pytest.TempPathFactory) -> Chantier:
    """Two years of five establishments, in the cubes and the family of the real declaration."""
    dossier = tmp_path_factory.mktemp("audit")
    declaree, arbre = _batir(dossier, 20, 400, "{0} % 2")
    assert declaree.publication is not None
    rapport = proteger_jeu(dossier, declaree.publication, declaree.famille, arbre, ANNEES, 12)
    meta = Meta("Source", "Éditeur", "Licence", "Crédit", "2021", True, {"secret": rapport})
    return Chantier(dossier, meta)


def _batir(dossier: Path, graine: int, sejours: int, region: str) -> tuple[Restitution, Arbre]:
    """Build by chance: so many stays a year; ``region``: that of a place, in SQL."""
    declaree = catalogue.restitution("dm-medicaments")
    assert declaree is not None
    rng = np.random.default_rng(graine)
    arbre = arbre_du_contrat(rng, 14)
    lots = [lot(rng, arbre, a, range(i * sejours, (i + 1) * sejours)) for i, a in enumerate(ANNEES)]
    construire(dossier, NOM, lots, arbre, declaree.famille, LIEU_DE_ETAB, lambda _: None)
    zones = f"lpad({{0}}::VARCHAR, 2, '0') AS departement, ({region})::VARCHAR AS region, "
    zones += "'t' || {0} AS tds, CASE WHEN {0} > 1 THEN 'g' END AS ght, "
    zones += "'public' AS statut, 'c' || ({0} % 2) AS categorie, 'x' AS classe"
    lieux = LIEU_DE_ETAB.tolist()
    des_etabs = "[" + ", ".join(map(str, lieux[1:])) + "][etab]"
    with parquet.connexion() as con:
        sources = {
            "lieux": f"SELECT i::SMALLINT AS lieu, {zones.format('i')} FROM range(1, {max(lieux) + 1}) t(i)",
            "etablissements": f"SELECT etab::SMALLINT AS etab, {zones.format(des_etabs)} "
            f"FROM range(1, {ETABLISSEMENTS + 1}) t(etab)",
        }
        for nom, source in sources.items():
            parquet.ecrire(con, source, dossier / f"{nom}.parquet")
        con.execute(
            "CREATE TEMP TABLE n (noeud SMALLINT, fin SMALLINT, profondeur TINYINT, parent SMALLINT)"
        )
        noeuds = zip(
            arbre.fin.tolist(), arbre.profondeur.tolist(), arbre.parent.tolist(), strict=True
        )
        con.executemany(
            "INSERT INTO n VALUES (?, ?, ?, ?)", [(i, *x) for i, x in enumerate(noeuds)]
        )
        parquet.ecrire(con, "FROM n ORDER BY noeud", dossier / "noeuds.parquet")
    return declaree, arbre


@pytest.fixture
def publie(
    chantier: Chantier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[Callable[[Path], None]], None]:
    """Publish the build in a warehouse of its own, once something was done to its files."""
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path / "var"))
    monkeypatch.setattr(lecture, "_ouverte", None)

    def publier_avec(changer: Callable[[Path], None]) -> None:
        def remplir(dossier: Path) -> None:
            shutil.copytree(chantier.dossier, dossier, dirs_exist_ok=True)
            changer(dossier)

        publier(NOM, remplir, chantier.meta)

    return publier_avec


def _rien(dossier: Path) -> None:
    pass


def _sans_cles(dossier: Path) -> None:
    """Every key 0: whatever counts 11 is shown, as before the gate."""
    declaree = catalogue.restitution("dm-medicaments")
    assert declaree is not None
    assert declaree.publication is not None
    with parquet.connexion() as con:
        for cube in declaree.famille:
            cles = ecriture.colonnes_de(declaree.publication, cube)
            for chemin in sorted(dossier.glob(f"cube_{cube.cle}.*.parquet")) if cles else ():
                nulles = ", ".join(f"0::BIGINT AS {c}" for c in cles)
                neuf = chemin.with_suffix(".neuf")
                lu = parquet.litteral(str(chemin))
                parquet.ecrire(con, f"SELECT * REPLACE ({nulles}) FROM read_parquet({lu})", neuf)
                neuf.rename(chemin)


@pytest.mark.parametrize("axe", ["sortie", "administration"])
def test_no_crossing_changes_what_zones_show(chantier: Chantier, axe: AxeTemps) -> None:
    """Over the values of a crossing, keys add up to those of the zones: their worlds, told in detail."""
    declaree = catalogue.restitution("dm-medicaments")
    assert declaree is not None
    assert declaree.publication is not None
    arbre = arbre_du_contrat(np.random.default_rng(20), 14)
    cubes = {c.cle: c for c in declaree.famille}
    axes = lire_axes(chantier.dossier, arbre, 12)
    annee = Annee(chantier.dossier, cubes, axes, 2020, comparables=False)
    with parquet.connexion() as con:
        premiere, *autres = proteger_annee(
            annee, declaree.publication.etages, axe, con, lambda _: None
        )
    comparees = 0
    for etape in autres:
        if etape.etage.croisement == "indication":
            continue  # it holds no device
        taille = etape.treillis.axes[-1].taille // premiere.treillis.axes[-1].taille
        for g in {(*g[:4], "annee", "tous") for g in etape.propres} & premiere.propres.keys():
            codes, cles = _par_cellule(premiere, g)
            leurs_codes, leurs_cles = _par_cellule(etape, g)
            assert (leurs_codes // taille == codes).all()
            assert (leurs_cles == cles).all()
            comparees += len(cles)
    assert comparees > 1_000


@pytest.mark.parametrize(("graine", "sejours"), [(1, 12), (2, 25), (3, 60), (4, 120)])
def test_few_stays_are_hidden_all_the_same(tmp_path: Path, graine: int, sejours: int) -> None:
    """Three régions of few établissements, most counts 1 to 10: hidden, and told by nothing shown."""
    declaree, arbre = _batir(tmp_path, graine, sejours, "{0}")
    assert declaree.publication is not None
    cubes = {c.cle: c for c in declaree.famille}
    annee = Annee(tmp_path, cubes, lire_axes(tmp_path, arbre, 12), 2020, comparables=False)
    petites = 0
    with parquet.connexion() as con:
        etapes = proteger_annee(annee, declaree.publication.etages, "sortie", con, lambda _: None)
    for etape in etapes:
        s, masque = etape.cache.systeme, etape.cache.masque
        sensibles = s.publie & (s.effectifs <= SEUIL)
        assert masque[sensibles].all()
        assert (tirer(s, poser(s, masque | ~s.publie), graine)[sensibles] != 0).all()
        petites += int(sensibles.sum())
    assert petites > 100
    vue = vue_double(etapes)  # dense algebra, over all stages together
    assert not vue.dits(np.unique(vue.cellules[vue.comptes <= SEUIL], axis=0)).any()


def _par_cellule(etape: Etape, g: Groupement) -> tuple[Entiers, Entiers]:
    """Cells of a group-by, by their codes, and the sums of the keys of their atoms."""
    lignes = etape.cache.lignes
    codes, rangs = np.unique(etape.treillis.cle(g, lignes.valeurs), return_inverse=True)
    return codes, modulo.sommer(etape.cache.des_atomes, rangs, len(codes))


def test_what_the_build_protects_passes(
    publie: Callable[[Any], None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publie(_rien)
    sortie = tmp_path / "audit.md"
    options = ["--echantillon", "20", "--sortie", str(sortie)]
    assert main(["audit", "--jeu", NOM, *options]) == 0
    assert "Cellules déductibles : 0." in capsys.readouterr().out
    rapport = sortie.read_text(encoding="utf-8")
    assert "Aucune cellule de 1 à 10 n'est déductible" in rapport
    assert "Étage zones, sortie" in rapport
    for ligne in rapport.partition("## Face au rapport")[2].splitlines():
        if ligne.startswith(("| sortie", "| administration")):
            assert ligne.endswith("| 0 |")  # what is served is what the build says it masked


def test_every_masked_cell_of_the_sample_keeps_some_room(publie: Callable[[Any], None]) -> None:
    publie(_rien)
    release = lecture.release_courante()
    assert release is not None
    mene = auditer(release, NOM, [2021], 120)
    bornes = [b for c in mene.constats for b in c.bornes]
    assert len(bornes) >= 100
    assert all(b.bas <= b.effectif <= b.haut for b in bornes)
    assert min(b.largeur for b in bornes) >= 1 - 1e-6
    assert {c.annee for c in mene.constats} == {2021}


def test_keys_that_lie_are_found_out(
    publie: Callable[[Any], None], capsys: pytest.CaptureFixture[str]
) -> None:
    publie(_sans_cles)
    assert main(["audit", "--annee", "2021", "--echantillon", "0"]) == 1
    rapport = capsys.readouterr().out
    assert "**ÉCHEC :" in rapport
    assert "sans preuve" in rapport
    assert "- 2021, administration, zones :" in rapport


def test_what_cannot_be_audited_is_said(
    publie: Callable[[Any], None], capsys: pytest.CaptureFixture[str]
) -> None:
    publie(_rien)
    assert main(["audit", "--annee", "1999"]) == 1
    assert "Années absentes" in capsys.readouterr().err
    assert main(["audit", "--jeu", "activite_mco"]) == 1
    assert "Rien à auditer" in capsys.readouterr().err


def test_the_second_opinion_is_had_where_it_can_be() -> None:
    """pytauargus is no dependency: absent, the report says so; there, it agrees on what is to be hidden."""
    avis = audit_argus.second_avis()
    if importlib.util.find_spec(audit_argus.MODULE) is None:
        assert "n'est pas installé" in avis
    else:
        assert "les mêmes" in avis


def test_the_second_opinion_is_put_beside_ours() -> None:
    """Its answer for a table of 6 by 8, as it gives it: 20 of 1 to 10 among cells and totals."""
    comptes = audit_argus.table_au_hasard()
    petits = [(float(n), "U") for n in comptes.flat if 1 <= n <= 10]
    phrase = audit_argus._comparer(
        comptes, [*petits, (40.0, "M"), (90.0, "S")], [(5.0, 1.0, 12.0), (40.0, 33.0, 44.0)]
    )
    assert f"{len(petits)} chez lui (les mêmes)" in phrase
    assert f"{len(petits) + 1} chez lui" in phrase
    assert phrase.endswith("selon son audit : 11.")


def test_a_release_without_the_keys_of_the_family_is_refused(
    publie: Callable[[Any], None], capsys: pytest.CaptureFixture[str]
) -> None:
    def oublier(dossier: Path) -> None:
        for chemin in sorted(dossier.glob("cube_zone_2.*.parquet")):
            with parquet.connexion() as con:
                lu = f"read_parquet({parquet.litteral(str(chemin))})"
                noms = [d[0] for d in con.execute(f"FROM {lu} LIMIT 0").description or ()]
                premiere = next(n for n in noms if n.startswith("cle_"))
                neuf = chemin.with_suffix(".neuf")
                parquet.ecrire(con, f"SELECT * EXCLUDE ({premiere}) FROM {lu}", neuf)
            neuf.rename(chemin)

    publie(oublier)
    assert main(["audit"]) == 1
    assert "ne porte pas cle_" in capsys.readouterr().err
