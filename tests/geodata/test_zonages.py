"""Bassins, zonings put together, comparison and importers: small made-up ground, then the real files."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geodata import __main__ as commande
from geodata import codes as chargeur
from geodata.bassins import Lieu, construire_bassins
from geodata.build import imports, officiels, zonages
from geodata.build.contours import contours_codes
from geodata.build.imports import ImportRefuse
from geodata.build.tables import Communes, ecrire_parquet
from geodata.composition import bassin_de, regrouper
from geodata.contours import ContoursAbsents
from geodata.verification import Cause, comparer, rapport
from geodata.zonage import Zonage, depuis_json, en_json
from geodata.zones import Genre, Zones
from tests.donnees import RACINE

PARTAGE = RACINE.parent / "shared/data"
OFFICIELLE = PARTAGE / "nomenclatures/codes_geo_com_ts_corresp.json.gz"
BASSINS = PARTAGE / "geographie/cogugaison_table_supracom_2024.parquet"
LIBELLES = PARTAGE / "geographie/cogugaison_libelles_supracom_2024.parquet"
POPULATION_2016 = PARTAGE / "geographie/insee_pop_legale_2016_communes.csv"

# code, name, population, postal codes, longitude, latitude
_COMMUNES = (
    ("37261", "Tours", 130_000, ("37000", "37100"), 0.7, 47.4),
    ("37050", "Chambray", 11_000, ("37170",), 0.8, 47.4),
    ("37003", "Amboise", 12_000, ("37400",), 1.0, 47.4),
    ("37001", "Abilly", 400, ("37160",), 1.1, 47.4),
    ("37002", "Ambillou", 700, ("37340",), 1.2, 47.4),
    ("49099", "Cholet", 54_000, ("49300",), -0.9, 47.1),
)


def _communes() -> tuple[Communes, dict[str, tuple[int, ...]], dict[str, tuple[str, ...]]]:
    boites = [shapely.box(x - 0.05, y - 0.05, x + 0.05, y + 0.05) for *_, x, y in _COMMUNES]
    lues = Communes(
        codes=[c[0] for c in _COMMUNES],
        noms=[c[1] for c in _COMMUNES],
        departements=[c[0][:2] for c in _COMMUNES],
        regions=["24" if c[0][:2] == "37" else "52" for c in _COMMUNES],
        epci=[None] * len(_COMMUNES),
        population=[c[2] for c in _COMMUNES],
        geometries=np.array(boites, dtype=object),
        mairies=["37000", None, None, None, None, "49321"],
        numeros={},
    )
    population: dict[str, tuple[int, ...]] = {
        c[0]: (c[2], c[2] // 4, c[2] // 2, c[2] // 4) for c in _COMMUNES[:-1]
    }
    return lues, population, {c[0]: c[3] for c in _COMMUNES}


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A geography of six communes, built by the step of the build."""
    lues, population, postaux = _communes()
    dossier = tmp_path / "geodata"
    dossier.mkdir()
    zonage = zonages.decrire(lues, population, postaux, lues.geometries)
    zonages.ecrire(dossier, zonage, dict(zip(lues.codes, lues.geometries, strict=True)))
    ecrire_parquet(dossier / "communes.parquet", {"code": lues.codes}, lues.geometries)
    (dossier / "manifeste.json").write_text("{}")
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path))
    return tmp_path


def test_les_zones_construites_et_ce_qu_on_y_trouve(var: Path) -> None:
    codes = chargeur.codes_geographiques()
    assert [c.code for c in codes.toutes()] == ["37000", "37170", "37400", "37C01", "49300"]
    tours = codes.de_commune("37261")
    assert tours is not None and tours.postaux == ("37000", "37100")
    assert codes.par_postal("37100") == (tours,)
    assert codes.explication(tours).startswith("Une commune a plusieurs codes postaux")
    groupe = codes.get("37C01")
    assert groupe is not None and groupe.libelle == "Ambillou"
    assert (groupe.population, groupe.communes) == (1_100, ("37001", "37002"))
    assert groupe.superficie == pytest.approx(2 * 0.1 * 111.2 * 0.1 * 111.2 * 0.677, rel=0.01)
    assert [c.code for c in codes.chercher("abilly")] == ["37C01"]
    assert [c.code for c in codes.chercher("37160")] == ["37C01"]
    assert codes.sources[0].endswith("construits par Portulan (démonstration)")
    # Cholet is in no census base here: the package says how many, nothing says of what age.
    cholet = codes.commune("49099")
    assert cholet is not None and (cholet.population, cholet.de_0_a_19) == (54_000, None)


def test_les_zones_du_modele(var: Path) -> None:
    zones = Zones(chargeur.zones_de_residence())
    groupe = zones.get("pmsi-37C01")
    assert groupe is not None
    assert groupe.parents == ("bv-37002", "dep-37", "reg-24", "fr")
    bassin = zones.get("bv-37261")
    assert bassin is not None and bassin.libelle == "Bassin de vie de Tours"
    assert bassin.composition == ("pmsi-37000", "pmsi-37170")
    assert bassin.parents == ("dep-37", "reg-24", "fr")
    # Ambillou, 15 km from Amboise, is the largest around.
    assert {z.code for z in zones.toutes(Genre.BASSIN_DE_VIE)} == {
        "37261",
        "37003",
        "37002",
        "49099",
    }


def test_contours_d_un_code_et_de_ses_voisins(var: Path) -> None:
    lus = json.loads(gzip.decompress(chargeur.contours_autour("37170")))["features"]
    assert [e["properties"]["code"] for e in lus] == ["37170", "37000"]
    assert lus[0]["id"] == "pmsi-37170"
    tous = json.loads(gzip.decompress(chargeur.contours_comprimes(Genre.PMSI)))["features"]
    assert len(tous) == 5
    bassins = json.loads(gzip.decompress(chargeur.contours_comprimes(Genre.BASSIN_DE_VIE)))
    assert {e["properties"]["parent"] for e in bassins["features"]} == {"reg-24", "reg-52"}
    assert json.loads(gzip.decompress(chargeur.contours_autour("99999")))["features"] == []
    with pytest.raises(ValueError, match="outlines"):
        chargeur.contours_comprimes(Genre.COMMUNE)


def test_sans_geographie(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORTULAN_VAR", str(tmp_path))
    assert chargeur.zones_de_residence() == ()
    with pytest.raises(ContoursAbsents):
        chargeur.codes_geographiques()
    with pytest.raises(ImportRefuse, match="make geodata"):
        officiels.lire_base(tmp_path / "geodata")


def test_dissoudre_garde_toute_la_surface_et_les_bords_communs() -> None:
    formes = [shapely.box(x, y, x + 1, y + 1) for x in range(6) for y in range(6)]
    codes = [f"c{(x // 2) * 3 + y // 2}" for x in range(6) for y in range(6)]
    faites = contours_codes(codes, formes)
    assert len(faites) == 9
    assert sum(f.area for f in faites.values()) == pytest.approx(36)
    simples = contours_codes(codes, formes, 1_000)
    assert shapely.coverage_is_valid(list(simples.values()))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("11", "24")),
            st.integers(0, 60_000),
            st.integers(0, 30),
            st.integers(0, 30),
        ),
        min_size=1,
        max_size=25,
    )
)
def test_bassins_proprietes(tires: list[tuple[str, int, int, int]]) -> None:
    lieux = [
        Lieu(f"{rang:05d}", region, f"c{rang:05d}", habitants, x / 20, 46 + y / 20)
        for rang, (region, habitants, x, y) in enumerate(tires)
    ]
    poles = construire_bassins(lieux)
    assert construire_bassins(reversed(lieux)) == poles
    assert set(poles) == {lieu.code for lieu in lieux}
    par_commune = {lieu.commune: lieu for lieu in lieux}
    for lieu in lieux:
        pole = par_commune[poles[lieu.code]]
        assert pole.region == lieu.region
        assert poles[pole.code] == pole.commune
    for region in {lieu.region for lieu in lieux}:
        grand = max((x for x in lieux if x.region == region), key=lambda x: x.habitants)
        assert grand.habitants in {
            par_commune[p].habitants for p in poles.values() if par_commune[p].region == region
        }


def test_un_village_va_a_la_ville_la_plus_proche() -> None:
    poles = construire_bassins(
        [
            Lieu("37000", "24", "37261", 130_000, 0.7, 47.4),
            Lieu("37400", "24", "37003", 12_000, 1.0, 47.4),
            Lieu("37530", "24", "37052", 900, 1.05, 47.42),
            Lieu("37170", "24", "37050", 11_000, 0.75, 47.38),
        ]
    )
    assert poles == {"37000": "37261", "37170": "37261", "37400": "37003", "37530": "37003"}


@pytest.mark.parametrize(
    ("pole", "dit"),
    [
        ("Le Mans", "du Mans"),
        ("Les Sables-d'Olonne", "des Sables-d'Olonne"),
        ("La Flèche", "de La Flèche"),
        ("L'Isle-Jourdain", "de L'Isle-Jourdain"),
        ("Évreux", "d'Évreux"),
        ("Hyères", "d'Hyères"),
        ("Tours", "de Tours"),
    ],
)
def test_le_nom_d_un_bassin(pole: str, dit: str) -> None:
    assert bassin_de(pole) == f"Bassin de vie {dit}"


def _zonage() -> Zonage:
    lues, population, postaux = _communes()
    return zonages.decrire(lues, population, postaux, lues.geometries)


def test_un_zonage_se_relit() -> None:
    zonage = _zonage()
    assert depuis_json(json.loads(json.dumps(en_json(zonage)))) == zonage


def test_regrouper_par_une_table() -> None:
    communes = _zonage().communes
    faits = regrouper(communes, {c.code: f"{c.departement}C01" for c in communes})
    assert [(c.code, len(c.communes)) for c in faits] == [("37C01", 5), ("49C01", 1)]
    assert faits[0].postaux == ("37000", "37100", "37160", "37170", "37340", "37400")
    with pytest.raises(ValueError, match="no geographic code for 37261"):
        regrouper(communes, {c.code: "99999" for c in communes if c.code == "37001"})


def test_comparer_dit_pourquoi() -> None:
    construit = _zonage()
    officiel = {c.code: c.code_geo for c in construit.communes}
    assert comparer(construit, officiel).part == 1.0
    numero = {**officiel, "37001": "37C07", "37002": "37C07"}
    assert comparer(construit, numero).causes == {Cause.NUMERO: 2}
    ailleurs = {**officiel, "37001": "37C07", "37003": "37C07"}
    assert comparer(construit, ailleurs).causes == {Cause.VOISIN: 3 - 1}
    plus_peuplee = comparer(construit, {**officiel, "37001": "37160"}, {"37001": 1_200})
    assert plus_peuplee.causes == {Cause.SEUIL: 1}
    fusion = comparer(construit, {**officiel, "37003": "37C09", "37050": "37C09"})
    assert fusion.causes == {Cause.FUSION: 2}
    assert comparer(construit, {**officiel, "37261": "37100"}).causes == {Cause.PLURI: 1}
    dit = rapport(comparer(construit, {**numero, "99999": "37000"}), "Comparaison :")
    assert "même code : 4 (66,7\u202f%)" in dit
    assert "1 de la table qui n'existent plus" in dit


def _json_officiel(dossier: Path, lignes: Any) -> Path:
    fichier = dossier / "table.json.gz"
    fichier.write_bytes(gzip.compress(json.dumps(lignes).encode()))
    return fichier


def _lignes(annee: str = "2019", **autres: str) -> list[dict[str, Any]]:
    codes = {"37261": "37000", "37050": "37C05", "37003": "37400", "49099": "49300"}
    codes |= {"37001": "37C05", "37002": "37C05", **autres}
    return [{"code_com": c, "code_geo": g, "annee": annee, "pop": 10} for c, g in codes.items()]


def test_la_table_officielle_prend_la_place(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    avant = chargeur.codes_geographiques()
    fichier = _json_officiel(var, [*_lignes("2018", **{"37261": "37100"}), *_lignes()])
    assert commande.principal(["import", str(fichier)]) == 0
    assert "même code : 3 (50,0\u202f%)" in capsys.readouterr().out
    codes = chargeur.codes_geographiques()
    assert codes is not avant
    assert [c.code for c in codes.toutes()] == ["37000", "37400", "37C05", "49300"]
    assert codes.sources[0].endswith("table officielle importée")
    assert codes.sources[1].endswith("construits par Portulan (démonstration)")
    lus = json.loads(gzip.decompress(chargeur.contours_comprimes(Genre.PMSI)))["features"]
    assert {e["properties"]["code"] for e in lus} == {c.code for c in codes.toutes()}
    # The year may be chosen, and a later table takes the place of an earlier one.
    assert commande.principal(["import", str(fichier), "--annee", "2018"]) == 0
    assert chargeur.codes_geographiques().get("37100") is not None
    assert not [f for f in var.iterdir() if f.name.startswith(".")]


def test_une_commune_nee_depuis_suit_ses_voisines() -> None:
    communes = [replace(c, postal="37160") for c in _zonage().communes if c.code != "49099"]
    officiels_ = {c.code: "37C05" for c in communes if c.code != "37001"}
    assert officiels.completer(communes, officiels_)["37001"] == "37C05"
    assert officiels.completer(communes, {"49099": "49300"})["37001"] == "37C01"


def test_la_table_des_codes_postaux(var: Path) -> None:
    table = (
        "Code géographique;Code postal 1995;Bureau distributeur;Population\r\n"
        "37000;37000;TOURS;129 509\r\n37000;37100;TOURS;0\r\n37C02;37170;CHAMBRAY;11000\r\n"
        "37C02;37160;ABILLY;400\r\n37C02;37340;AMBILLOU;700\r\n37400;37400;AMBOISE;12000\r\n"
        "49300;49300;CHOLET;54000\r\n"
    )
    fichier = var / "passage.csv"
    fichier.write_bytes(table.encode("cp1252"))
    assert commande.principal(["import", str(fichier)]) == 0
    codes = chargeur.codes_geographiques()
    assert [c.code for c in codes.toutes()] == ["37000", "37400", "37C02", "49300"]
    assert codes.par_postal("37100")[0].code == "37000"


def test_bassins_libelles_et_population(var: Path) -> None:
    supracom, noms = var / "supracom.parquet", var / "noms.parquet"
    with duckdb.connect() as base:
        lignes = ", ".join(
            f"('{c[0]}', '{'37001' if c[0].startswith('370') else c[0]}')" for c in _COMMUNES
        )
        base.execute(
            f"COPY (SELECT * FROM (VALUES {lignes}, (NULL, NULL)) t(CODGEO, BV2022)) "
            f"TO '{supracom}' (FORMAT parquet)"
        )
        base.execute(
            "COPY (SELECT 'BV2022' NIVGEO, '37001' CODGEO, 'Abilly (partie tourangelle)' LIBGEO, "
            f"'5' NB_COM) TO '{noms}' (FORMAT parquet)"
        )
    population = var / "population.csv"
    population.write_text(
        "\n".join(
            ["DEPCOM;COM;PMUN;PCAP;PTOT", *(f"{c[0]};{c[1]};{c[2] + 1};1;2" for c in _COMMUNES)]
        )
    )
    for fichier in (supracom, noms, population):
        assert commande.principal(["import", str(fichier)]) == 0
    codes = chargeur.codes_geographiques()
    bassin = codes.bassin("37001")
    assert bassin is not None and bassin.codes == ("37170", "37400", "37C01")
    assert bassin.libelle == "Bassin de vie d'Abilly (partie tourangelle)"
    assert codes.sources[1] == "Bassins de vie 2022 : INSEE"
    assert {c.population_2016 for c in chargeur.communes_decrites()} == {
        c[2] + 1 for c in _COMMUNES
    }


_MAUVAIS: tuple[tuple[str, bytes, str], ...] = (
    ("vide", b"", "vide"),
    ("tronque", gzip.compress(b"[{}]" * 100)[:-20], "tronqué"),
    ("json", b'[{"code_com": "37001"', "tronqué ou mal formé"),
    ("objet", b'{"code_com": "37001"}', "liste d'objets"),
    ("colonne", json.dumps([{"code_com": "1", "annee": "2019"}]).encode(), "« code_geo »"),
    ("inconnu", json.dumps(_lignes(**{"37001": "99X99"})).encode(), "« 99X99 »"),
    ("manquant", json.dumps(_lignes(**{"37001": ""})).encode(), "manquant"),
    ("peu", json.dumps(_lignes()[:3]).encode(), "3 des 6 communes"),
    ("deux", json.dumps([*_lignes(), *_lignes(**{"37001": "37160"})]).encode(), "deux fois"),
    ("autre", b"a;b\n1;2\n", "reconnu"),
    ("postal", "Code géographique;Code postal\n37000;37000\n".encode(), "« population »"),
    (
        "court",
        "Code géographique;Code postal;Bureau distributeur;Population\n370;37000;T;1\n".encode(),
        "Ligne 2",
    ),
    ("pmun", b"DEPCOM;COM;PCAP\n37001;A;1\n", "« pmun »"),
    ("nombre", b"DEPCOM;COM;PMUN\n37001;A;beaucoup\n", "« beaucoup »"),
    ("parquet", b"PAR1" + b"\0" * 50, "tronqué"),
    ("parquet2", b"PAR1" + b"\0" * 50 + b"PAR1", "abîmé"),
)


@pytest.mark.parametrize(
    ("contenu", "dit"), [m[1:] for m in _MAUVAIS], ids=[m[0] for m in _MAUVAIS]
)
def test_un_mauvais_fichier_ne_change_rien(
    var: Path, capsys: pytest.CaptureFixture[str], contenu: bytes, dit: str
) -> None:
    fichier = var / "mauvais"
    fichier.write_bytes(contenu)
    assert commande.principal(["import", str(fichier)]) == 1
    erreurs = capsys.readouterr().err
    assert dit in erreurs and "Rien n'a changé" in erreurs
    assert sorted(f.name for f in var.iterdir()) == ["geodata", "mauvais"]


def test_fichier_absent_annee_absente_et_autre_table(
    var: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert commande.principal(["import", str(var / "rien.csv")]) == 1
    assert "ne peut pas être lu" in capsys.readouterr().err
    fichier = _json_officiel(var, _lignes())
    assert commande.principal(["verifier-codes", str(fichier), "--annee", "2012"]) == 1
    assert "2012 n'est pas dans la table (2019)" in capsys.readouterr().err
    population = var / "population.csv"
    population.write_text("DEPCOM;COM;PMUN\n37001;A;5\n")
    assert commande.principal(["verifier-codes", str(population)]) == 1
    with pytest.raises(SystemExit) as sortie:
        commande.principal(["importer"])
    assert sortie.value.code == 2


def test_un_village_sous_un_second_code_ou_personne_n_habite() -> None:
    lignes = [*_lignes(), {"code_com": "37001", "code_geo": "37160", "annee": "2019", "pop": 0}]
    table = imports._json(json.dumps(lignes), None)
    assert table.valeurs["37001"] == ["37C05", 10]


# The real files.
