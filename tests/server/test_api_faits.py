"""The API and the downloads of the flagship: every parameter, every panel, every refusal."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pytest
from flask.testing import FlaskClient

from data_layer import lire, query, restitution
from server.parametres import etat, parametres

SLUG = "dm-medicaments"
R = f"/api/v1/r/{SLUG}"
CONTEXTES = (
    "",
    "noeud=dm",
    "noeud=med",
    "noeud=med&champ=had",
    "par=classification",
    "noeud=dm&par=classification",
    "noeud=med&par=classification",
    "noeud=dm&unite=consommation",
    "noeud=med&unite=patients",
    "unite=montant",
    "pour=habitants",
    "vue=annees",
)
DE_PLUSIEURS = {"perimetre", "tri"}
"""Keys whose values depend on another choice than the products and the champ."""


def _lu(client: FlaskClient, requete: str, chemin: str = f"{R}.json") -> dict[str, Any]:
    reponse = client.get(f"{chemin}?{requete}")
    assert reponse.status_code == 200, reponse.text
    contenu: dict[str, Any] = json.loads(reponse.data)
    return contenu


@pytest.mark.usefixtures("entrepot")
def test_toute_valeur_documentee_se_demande() -> None:
    declaree = restitution(SLUG)
    assert declaree is not None
    connus = parametres(declaree, etat(declaree))
    assert [p.cle for p in connus] == [
        "zone", "vs", "noeud", "par", "niveau", "periode", "champ", "liste", "statut", "categorie",
        "classe", "lecture", "unite", "pour", "perimetre", "vue", "tri", "maj",
    ]  # fmt: skip
    for p in connus:
        for code in p.valeurs:
            permis = [c for c in CONTEXTES if not lire(SLUG, f"{c}&{p.cle}={code}".strip("&")).avis]
            assert permis, (p.cle, code)
            # Without a condition, a value is offered everywhere.
            if not p.conditions.get(code) and "Offert" not in p.description:
                assert "" in permis or p.cle in DE_PLUSIEURS, (p.cle, code)
            elif p.conditions.get(code):
                assert len(permis) < len(CONTEXTES), (p.cle, code)
        if p.defaut and "Offert" not in p.description:
            assert lire(SLUG, f"{p.cle}={p.defaut}") == lire(SLUG, "")


@pytest.mark.parametrize(
    "requete",
    [
        "noeud=lpp-99",
        "noeud=",
        "noeud=dm&liste=atu",
        "noeud=dm&par=indication",
        "noeud=dm&unite=patients",
        "noeud=med&par=classification&niveau=chapitre",
        "noeud=med&champ=ssr&par=ghm",
        "unite=consommation",
        "periode=2021-07",
        "periode=2021-06..2021-01",
        "periode=2020-12..2021-01",
        "perimetre=constant",
        "pour=lits",
        "vue=globe",
        "statut=public,x",
        "zone=ght-zz",
        "zone=pan-0000",
        "secteur=public",
    ],
)
def test_ce_qui_n_a_pas_de_sens_est_refuse(client: FlaskClient, requete: str) -> None:
    reponse = client.get(f"{R}.json?{requete}")
    assert reponse.status_code == 400
    assert json.loads(reponse.data)["notices"]
    for fichier in ("csv", "xlsx", "parquet"):
        assert client.get(f"/r/{SLUG}/telecharger.{fichier}?{requete}").status_code == 400


def test_la_selection_dit_tous_les_choix(client: FlaskClient) -> None:
    choix = _lu(client, "noeud=med&vue=annees&perimetre=constant&statut=public")["selection"]
    attendus = {
        "noeud": "med", "par": "zone", "champ": ["mco"], "liste": ["les"], "statut": ["public"],
        "categorie": [], "pour": "", "perimetre": "constant", "vue": "annees", "tri": "-sejours",
    }  # fmt: skip
    assert attendus.items() <= choix.items()
    mois = _lu(client, "noeud=dm&periode=2020-02..2020-03&pour=habitants")["selection"]
    assert (mois["periode"], mois["tri"], mois["champ"]) == ("2020-02..2020-03", "-taux", ["mco"])
    assert mois["liste"] == []


@pytest.mark.parametrize(
    ("requete", "dit"),
    [
        ("periode=2021-01..2021-06", True),
        ("periode=2020", False),
        ("periode=2020-01..2020-06&lecture=evol", False),
        ("periode=2020-01..2020-06&niveau=etablissement", False),
    ],
)
def test_un_taux_sur_quelques_mois_dit_lesquels(
    client: FlaskClient, requete: str, dit: bool
) -> None:
    lu = _lu(client, f"pour=habitants&{requete}")
    assert ("non annualisé" in str(lu["provenance"]["remarques"])) is dit
    if dit:
        assert "total de janvier à juin, non annualisé." in lu["provenance"]["remarques"][-1]


def test_les_blocs_de_la_vue_et_les_indices(client: FlaskClient) -> None:
    contenu = _lu(client, "noeud=dm&zone=reg-11&vs=reg-32&vue=graphique")
    assert list(contenu["blocs"]) == ["champ", "statut", "categorie", "mois"]
    mois = contenu["blocs"]["mois"]["lignes"]
    assert (mois[0]["code"], mois[0]["libelle"]) == ("2020-01", "janvier 2020")
    absents = [m for m in mois if m["statuts"]["sejours"] == "non_transmis"]
    assert absents and all(m["valeurs"]["sejours"] is None for m in absents)
    assert "indices" not in mois[0]
    resultat = query(lire(SLUG, "noeud=dm&zone=reg-11&vs=reg-32&vue=graphique").selection)
    for ecrite, ligne in zip(contenu["lignes"], resultat.bloc.lignes(), strict=True):
        cellule = ligne.cellules["montant_sejour"]
        assert ecrite["indices"] == {"montant_sejour": cellule.indice}
        assert ecrite["parts"]["montant_sejour"] is None
    cinq = _lu(client, "noeud=dm&vue=annees")
    assert [x["code"] for x in cinq["lignes"]] == ["2017", "2018", "2019", "2020", "2021"]
    assert list(cinq["blocs"]) == ["classement"]


@pytest.mark.parametrize(
    "panneau", ["classement", "mois", "annees", "champ", "statut", "categorie"]
)
def test_chaque_panneau_a_ses_fichiers_quelle_que_soit_la_vue(
    client: FlaskClient, panneau: str, tmp_path: Path
) -> None:
    requete = "noeud=med&zone=reg-11"
    contenu = _lu(client, requete, f"{R}/{panneau}.json")
    assert contenu["blocs"] == {} and contenu["lignes"]
    assert client.get(f"{R}/{panneau}.csv?{requete}").status_code == 200
    reponse = client.get(f"/r/{SLUG}/{panneau}/telecharger.parquet?{requete}")
    assert (reponse.status_code, reponse.mimetype) == (200, "application/vnd.apache.parquet")
    assert f'_{panneau}.parquet"' in reponse.headers["Content-Disposition"]
    chemin = tmp_path / "p.parquet"
    chemin.write_bytes(reponse.data)
    with duckdb.connect() as con:
        lues = con.execute(f"SELECT code FROM '{chemin}' WHERE NOT total").fetchall()
    assert [c for (c,) in lues] == [x["code"] for x in contenu["lignes"]]
    classeur = client.get(f"/r/{SLUG}/{panneau}/telecharger.xlsx?{requete}").data
    livre = openpyxl.load_workbook(io.BytesIO(classeur))
    assert len(livre.sheetnames) == 2
    assert len(livre.worksheets[0]._charts) == (panneau != "classement")


def test_un_panneau_inconnu_est_un_404(client: FlaskClient) -> None:
    for chemin in (f"{R}/evolution.json", f"/r/{SLUG}/evolution/telecharger.parquet"):
        reponse = client.get(chemin)
        assert reponse.status_code == 404
        assert "classement, mois" in reponse.text


def test_le_parquet_a_une_adresse_stable(client: FlaskClient) -> None:
    adresse = f"/r/{SLUG}/telecharger.parquet?noeud=dm&zone=reg-11"
    reponse = client.get(adresse)
    nom = "portulan_demonstration_dm-medicaments_dm_ile-de-france_janvier-juin-2021.parquet"
    assert nom in reponse.headers["Content-Disposition"]
    connue = client.get(adresse, headers={"If-None-Match": reponse.headers["ETag"]})
    assert (connue.status_code, connue.data) == (304, b"")


@pytest.mark.parametrize("niveau", ["tds", "ght"])
def test_les_territoires_ont_une_carte(client: FlaskClient, niveau: str, geographie: None) -> None:
    reponse = client.get(f"/r/{SLUG}/carte.svg?niveau={niveau}&zone=reg-84")
    assert (reponse.status_code, reponse.mimetype) == (200, "image/svg+xml")


def test_un_refus_dit_pourquoi_et_ou_aller(client: FlaskClient) -> None:
    requete = "zone=reg-11&noeud=lpp-0301&periode=2020-01..2020-05"
    lu = json.loads(client.get(f"/api/v1/r/dm-medicaments.json?{requete}").data)
    assert "n'est pas publiée" in lu["refus"]["raison"]
    assert {s for ligne in lu["lignes"] for s in ligne["statuts"].values()} == {"masque"}
    proche = lu["refus"]["propositions"][0]
    assert proche["page"].startswith("/r/dm-medicaments?") and "2020-06" in proche["page"]
    suite = json.loads(client.get(proche["api"]).data)
    assert suite["refus"] is None
    assert any(ligne["valeurs"]["sejours"] for ligne in suite["lignes"])
