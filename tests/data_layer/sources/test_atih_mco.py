"""The importer on small files: what it keeps, what it merges, and each way a file can be bad."""

from __future__ import annotations

import gzip
from pathlib import Path

import duckdb
import pytest

from data_layer import sources
from data_layer.sources import FichierRefuse
from data_layer.sources.schema_mco import SCHEMA_ETABLISSEMENTS, SCHEMA_FAITS
from data_layer.warehouse import Jeu, release_courante, verifier

from .conftest import ENTETE, Ecrire, en_csv, ligne


def importer(chemin: Path) -> Jeu:
    return sources.importer(chemin).jeux["activite_mco"]


def lire(jeu: Jeu, fichier: str = "activite_mco") -> list[dict[str, object]]:
    with duckdb.connect() as con:
        curseur = con.execute("SELECT * FROM read_parquet(?)", [str(jeu.fichier(fichier))])
        noms = [d[0] for d in curseur.description]
        return [dict(zip(noms, valeurs, strict=True)) for valeurs in curseur.fetchall()]


def test_a_row_as_it_is_stored(ecrire: Ecrire) -> None:
    jeu = importer(ecrire(en_csv([ligne()])))
    (fait,) = lire(jeu)
    assert fait == {
        "annee": 2023, "secteur": "public_PSPH", "categorie": "CH", "finess": "550000012",
        "departement": "55", "region": "44", "mois": 12,
        "sejours": 1200, "sejours_statut": 0, "sejours_plancher": 1200, "sejours_plafond": 1200,
        "sejours_hc": 1000, "sejours_hc_statut": 0, "sejours_hc_plancher": 1000,
        "sejours_hc_plafond": 1000,
        "sejours_hp": 200, "sejours_hp_statut": 0, "sejours_hp_plancher": 200,
        "sejours_hp_plafond": 200,
        "seances": 30, "seances_statut": 0, "seances_plancher": 30, "seances_plafond": 30,
        "age_moyen": 46.85, "dms": 3.05, "part_hommes": 45.7, "part_deces": 1.2,
        "moyennes_poids": 1230,
    }  # fmt: skip
    assert dict(jeu.schema["activite_mco.parquet"]) == SCHEMA_FAITS
    assert dict(jeu.schema["etablissements.parquet"]) == SCHEMA_ETABLISSEMENTS
    assert (jeu.millesime, jeu.synthetique, jeu.fichier_source) == ("2023", False, "fichier.bin")


def test_masked_and_empty_cells(ecrire: Ecrire) -> None:
    comptes = ("nombredesejoursseancestotal", "nombredesejoursenhospitcomplete",
               "nombredesejoursenhospitpartielle", "nombredeseances")  # fmt: skip
    masquee = ligne(**dict(zip(comptes, ("447", "446", "1 à 10", "1 à 10"), strict=True)))
    vide = ligne(finess="550000020", **dict.fromkeys(comptes, ""))
    jeu = importer(ecrire(en_csv([masquee, vide])))
    premier, second = lire(jeu)
    assert [premier[c] for c in ("sejours", "sejours_hc", "sejours_hp", "seances")] == [
        447,
        None,
        None,
        None,
    ]
    assert (premier["sejours_hc_plancher"], premier["sejours_hc_plafond"]) == (437, 446)
    assert (premier["sejours_hp_plancher"], premier["sejours_hp_plafond"]) == (1, 10)
    assert (premier["age_moyen"], premier["moyennes_poids"]) == (None, 0)
    assert (second["sejours_statut"], second["sejours_plancher"], second["sejours_plafond"]) == (
        2,
        0,
        None,
    )
    assert (second["age_moyen"], second["moyennes_poids"]) == (None, 0)
    assert jeu.rapport["masques_source"] == {
        "sejours": 0,
        "sejours_hc": 0,
        "sejours_hp": 1,
        "seances": 1,
    }
    assert jeu.rapport["masques_portulan"]["sejours_hc"] == 1
    assert jeu.rapport["non_transmis"]["sejours"] == 1
    assert jeu.rapport["lignes_moyennes_retirees"] == 2


def test_totals_are_dropped_duplicates_merged_unknowns_reported(ecrire: Ecrire) -> None:
    lignes = [
        ligne(finess="", raisonsociale="Total", periode="", agemoyen="54,47"),
        ligne(),
        ligne(raisonsociale="AUTRE NOM"),
        ligne(finess="200200145", categorie="", periode=""),
        ligne(finess="2A0000014", categorie="PRIVÉ", secteurrequete="prive_OQN", periode="M7"),
        ligne(finess="980500003", categorie="NOUVELLE"),
    ]
    jeu = importer(ecrire(en_csv([[*x, "?"] for x in lignes], [*ENTETE, "Nouvelle colonne"])))
    rapport = jeu.rapport
    assert rapport["lignes_lues"] == 6
    assert (rapport["lignes_retenues"], rapport["lignes_sans_finess"]) == (4, 1)
    assert rapport["lignes_fusionnees"] == 1
    assert rapport["colonnes_inconnues"] == ["Nouvelle colonne"]
    assert rapport["categories_inconnues"] == ["NOUVELLE"]
    assert rapport["finess_sans_departement"] == ["200200145"]
    assert rapport["totaux_source"][0]["age_moyen"] == 54.47
    faits = {f["finess"]: f for f in lire(jeu)}
    assert (faits["200200145"]["departement"], faits["200200145"]["mois"]) == (None, None)
    assert faits["200200145"]["categorie"] == "non_renseignee"
    assert (faits["2A0000014"]["departement"], faits["2A0000014"]["region"]) == ("2A", "94")
    assert (faits["2A0000014"]["categorie"], faits["2A0000014"]["mois"]) == ("PRIVE", 7)
    assert faits["980500003"]["departement"] == "976"
    etablissements = {e["finess"]: e for e in lire(jeu, "etablissements")}
    assert etablissements["550000012"]["libelle"] == "CH D'ESSAI"
    assert etablissements["550000012"]["alias"] == ["AUTRE NOM"]
    assert etablissements["2A0000014"]["secteurs"] == ["prive_OQN"]


def test_an_establishment_bears_its_latest_name_and_category(ecrire: Ecrire) -> None:
    lignes = [
        ligne(annee="2022", raisonsociale="NOM NOUVEAU", categorie="CHR/U"),
        ligne(annee="2015", raisonsociale="NOM ANCIEN"),
        ligne(annee="2024", raisonsociale="NOM NOUVEAU", categorie=""),
    ]
    jeu = importer(ecrire(en_csv(lignes)))
    (etablissement,) = lire(jeu, "etablissements")
    assert etablissement["libelle"] == "NOM NOUVEAU"
    assert etablissement["alias"] == ["NOM ANCIEN"]
    assert etablissement["categorie"] == "CHR/U"
    assert (etablissement["annee_min"], etablissement["annee_max"]) == (2015, 2024)
    assert [f["annee"] for f in lire(jeu)] == [2015, 2022, 2024]
    assert jeu.millesime == "2015-2024"


@pytest.mark.parametrize(
    ("encode", "separateur"),
    [
        (lambda t: t.encode("utf-8"), ","),
        (lambda t: t.encode("utf-8-sig"), ","),
        (lambda t: gzip.compress(t.encode("utf-8-sig")), ","),
        (lambda t: t.replace("\n", "\r\n").encode(), ";"),
        (lambda t: t.replace("séjoursséances", "séjours/séances").encode(), ","),
    ],
)
def test_the_format_is_told_by_content_not_by_name(encode, separateur, ecrire: Ecrire) -> None:
    jeu = importer(ecrire(encode(en_csv([ligne()], separateur=separateur)), "photo.png"))
    assert jeu.lignes == 1


MAUVAIS = {
    "colonne absente": (
        en_csv([x[:-1] for x in [ligne()]], ENTETE[:-1]),
        "Colonne absente : % décès",
    ),
    "colonne double": (en_csv([[*ligne(), "1"]], [*ENTETE, "FINESS"]), "deux fois : Finess"),
    "nombre": (
        en_csv([ligne(), ligne(finess="550000020", nombredeseances="douze")]),
        "ligne 3, colonne « Nombre de séances » : « douze »",
    ),
    "moyenne masquée": (en_csv([ligne(agemoyen="1 à 10")]), "colonne « Age moyen »"),
    "pourcentage": (en_csv([ligne(**{"%deces": "120 %"})]), "colonne « % décès » : « 120 % »"),
    "année": (en_csv([ligne(annee="1999")]), "ligne 2, colonne « annee » : « 1999 »"),
    "année vide": (en_csv([ligne(annee="")]), "ligne 2, colonne « annee » : vide"),
    "finess court": (en_csv([ligne(finess="10007987")]), "colonne « Finess » : « 10007987 »"),
    "période": (en_csv([ligne(periode="M13")]), "colonne « Période »"),
    "secteur": (en_csv([ligne(secteurrequete="public")]), "colonne « secteur_requete »"),
    "clé en conflit": (
        en_csv([ligne(), ligne(finess="550000020"), ligne(agemoyen="46,86")]),
        "Lignes 2 et 4 : l'établissement 550000012",
    ),
    "total incohérent": (
        en_csv([ligne(), ligne(finess="550000020", nombredesejoursseancestotal="1 201")]),
        "complète et partielle, ligne(s) 3",
    ),
    "champs manquants": (en_csv([ligne(), ligne()[:5]]), "Ligne 3 : 5 champs au lieu de 14"),
    "sans ligne": (en_csv([]), "aucune ligne"),
    "totaux seuls": (en_csv([ligne(finess="")]), "aucune ligne"),
    "autre fichier": ("a,b,c\n1,2,3\n", "n'est pas reconnu. Formats connus :\n  - ATIH ScanSanté"),
    "vide": ("", "n'est pas reconnu"),
    "binaire": (bytes(range(256)) * 10, "UTF-8"),
    "latin-1": (en_csv([ligne()]).encode("latin-1", "replace"), "UTF-8"),
    "gzip tronqué": (gzip.compress(en_csv([ligne()] * 3000).encode())[:-9], "tronqué"),
    "gzip coupé au début": (gzip.compress(en_csv([ligne()]).encode())[:6], "tronqué"),
    "gzip abîmé": (b"\x1f\x8b" + b"?" * 50, "tronqué ou abîmé"),
    "guillemet ouvert": (en_csv([]) + '2023,"public_PSPH,CH\n', "CSV lisible"),
}


@pytest.mark.parametrize("cas", MAUVAIS)
def test_a_bad_file_is_refused_with_nothing_changed(
    cas: str, ecrire: Ecrire, entrepot: Path
) -> None:
    avant = sources.importer(ecrire(en_csv([ligne()]), "bon.csv"))
    contenu, message = MAUVAIS[cas]
    with pytest.raises(FichierRefuse) as refus:
        sources.importer(ecrire(contenu))
    assert message in str(refus.value)
    assert release_courante() == avant
    assert verifier(avant) == []
    assert len(list((entrepot / "releases").glob("*.json"))) == 1


def test_errors_are_told_together_but_not_without_end(ecrire: Ecrire) -> None:
    lignes = [ligne(finess=f"55{i:07d}", nombredeseances="?") for i in range(5000)]
    with pytest.raises(FichierRefuse) as refus:
        sources.importer(ecrire(en_csv(lignes)))
    assert str(refus.value).count("colonne") == 10


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FichierRefuse, match="n'existe pas"):
        sources.importer(tmp_path / "absent.csv")
    with pytest.raises(FichierRefuse):
        sources.importer(tmp_path)


def test_labels_are_kept_on_one_line_and_never_empty(ecrire: Ecrire) -> None:
    lignes = [
        ligne(raisonsociale="=cmd|' /C calc'!A0\n\t ligne\x07 2"),
        ligne(finess="550000020", raisonsociale=" "),
    ]
    jeu = importer(ecrire(en_csv(lignes)))
    libelles = [e["libelle"] for e in lire(jeu, "etablissements")]
    assert libelles == ["=cmd|' /C calc'!A0 ligne 2", "550000020"]
