"""The contract of ``/api/v1/r/…``: keys, statuses, caches, and agreement with the door and the files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from components.documents import csv_octets
from data_layer import lire, query, release_courante
from data_layer.result import Bloc

R = "/api/v1/r/activite-mco"
CLES = "titre selection notices colonnes lignes totaux blocs refus note provenance".split()
CLES_LIGNE = "code libelle zone rang valeurs parts statuts groupe remarques".split()
CLES_BLOC = "titre nature niveau colonnes lignes totaux".split()
CLES_COLONNE = "cle libelle unite format decimales definition signe".split()
CLES_PROVENANCE = (
    "source editeur licence credit millesime mise_a_jour version synthetique geographie "
    "part_masquee masquage sens_ligne remarques adresse"
).split()
CLES_SELECTION = (
    "zone vs par niveau periode categorie secteur lecture unite vue tri maj adresse".split()
)


def _lu(client: FlaskClient, requete: str = "", chemin: str = f"{R}.json") -> dict[str, Any]:
    reponse = client.get(f"{chemin}?{requete}")
    assert reponse.status_code == 200, reponse.text
    contenu: dict[str, Any] = json.loads(reponse.data)
    return contenu


def test_les_cles_sont_celles_du_contrat(client: FlaskClient) -> None:
    contenu = _lu(client, "zone=reg-11&vs=reg-32")
    assert list(contenu) == CLES
    assert list(contenu["lignes"][0]) == CLES_LIGNE
    assert list(contenu["totaux"][0]) == CLES_LIGNE
    assert list(contenu["colonnes"][0]) == CLES_COLONNE
    assert list(contenu["provenance"]) == CLES_PROVENANCE
    assert list(contenu["selection"]) == CLES_SELECTION
    assert list(contenu["blocs"]) == ["evolution"]
    assert list(contenu["blocs"]["evolution"]) == CLES_BLOC
    mesures = [c["cle"] for c in contenu["colonnes"]]
    for cle in ("valeurs", "parts", "statuts"):
        assert list(contenu["lignes"][0][cle]) == mesures
    assert contenu["notices"] == []
    assert contenu["note"].startswith("Lecture")


@pytest.mark.parametrize(
    "requete",
    [
        "",
        "zone=reg-11&vs=reg-32&periode=2019..2021",
        "zone=dep-75&unite=dms",
        "par=categorie&lecture=evol&zone=reg-11&vs=reg-93",
        "niveau=etablissement&zone=dep-69&lecture=evol_val",
    ],
)
def test_les_chiffres_sont_ceux_de_la_porte(client: FlaskClient, requete: str) -> None:
    contenu = _lu(client, requete)
    resultat = query(lire("activite-mco", requete).selection)
    assert contenu["titre"] == resultat.titre
    _comparer(contenu, resultat.bloc)
    for cle, bloc in contenu["blocs"].items():
        _comparer(bloc, resultat.blocs[cle])


def _comparer(contenu: dict[str, Any], bloc: Bloc) -> None:
    for ecrites, lignes in (
        (contenu["lignes"], list(bloc.lignes())),
        (contenu["totaux"], bloc.tetes),
    ):
        assert len(ecrites) == len(lignes)
        for ecrite, ligne in zip(ecrites, lignes, strict=True):
            assert ecrite["code"] == ligne.code
            assert ecrite["rang"] == ligne.rang
            for cle, cellule in ligne.cellules.items():
                assert ecrite["valeurs"][cle] == cellule.valeur
                assert ecrite["parts"][cle] == cellule.part
                assert ecrite["statuts"][cle] == cellule.statut


def test_rien_de_masque_ne_porte_un_chiffre(client: FlaskClient) -> None:
    contenu = _lu(client, "niveau=etablissement")
    vus = set()
    for ligne in contenu["lignes"]:
        for cle, statut in ligne["statuts"].items():
            vus.add(statut)
            if statut in {"masque", "non_transmis", "sans_objet"}:
                assert ligne["valeurs"][cle] is None
                assert ligne["parts"][cle] is None
    assert {"ok", "masque"} <= vus
    sejours = [r["valeurs"]["sejours"] for r in contenu["lignes"]]
    assert not [v for v in sejours if v is not None and 1 <= v <= 10]


def test_les_effectifs_sont_des_entiers(client: FlaskClient) -> None:
    ligne = _lu(client)["lignes"][0]
    assert isinstance(ligne["valeurs"]["sejours"], int)
    assert isinstance(ligne["valeurs"]["dms"], float)
    assert 0 < ligne["parts"]["sejours"] < 1
    assert ligne["parts"]["dms"] is None


def test_l_adresse_rouvre_les_memes_chiffres(client: FlaskClient) -> None:
    contenu = _lu(client, "vs=reg-32&zone=reg-11")
    release = release_courante()
    assert release is not None
    assert contenu["selection"]["adresse"] == f"zone=reg-11&vs=reg-32&maj={release.id}"
    assert contenu["provenance"]["adresse"].endswith(
        "/r/activite-mco?" + contenu["selection"]["adresse"]
    )
    assert _lu(client, contenu["selection"]["adresse"]) == contenu


def test_un_panneau_est_seul(client: FlaskClient) -> None:
    tout = _lu(client, "zone=reg-11")
    panneau = _lu(client, "zone=reg-11", f"{R}/evolution.json")
    assert panneau["lignes"] == tout["blocs"]["evolution"]["lignes"]
    assert panneau["blocs"] == {}
    principal = _lu(client, "zone=reg-11", f"{R}/classement.json")
    assert principal["lignes"] == tout["lignes"]


def test_le_csv_est_celui_de_la_page(client: FlaskClient) -> None:
    requete = "zone=reg-11&niveau=etablissement"
    api = client.get(f"{R}.csv?{requete}")
    page = client.get(f"/r/activite-mco/telecharger.csv?{requete}")
    assert api.status_code == page.status_code == 200
    assert api.mimetype == "text/csv"
    assert api.data == page.data
    resultat = query(lire("activite-mco", requete).selection)
    assert api.data.startswith("\ufeff".encode())
    assert len(api.data.splitlines()) == len(csv_octets(resultat).splitlines())
    panneau = client.get(f"{R}/evolution.csv?{requete}")
    telecharge = client.get(f"/r/activite-mco/evolution/telecharger.csv?{requete}")
    assert panneau.data == telecharge.data != api.data


def test_une_reponse_connue_n_est_pas_renvoyee(client: FlaskClient) -> None:
    premiere = client.get(f"{R}.json?zone=reg-11")
    etag = premiere.headers["ETag"]
    assert premiere.headers["Cache-Control"] == "no-cache"
    connue = client.get(f"{R}.json?zone=reg-11", headers={"If-None-Match": etag})
    assert (connue.status_code, connue.data) == (304, b"")
    autre = client.get(f"{R}.json?zone=reg-32", headers={"If-None-Match": etag})
    assert autre.status_code == 200
    release = release_courante()
    assert release is not None
    epinglee = client.get(f"{R}.json?zone=reg-11&maj={release.id}")
    assert epinglee.headers["Cache-Control"] == "public, max-age=3600"


def test_seule_l_api_est_ouverte_aux_autres_sites(client: FlaskClient) -> None:
    assert client.get(f"{R}.json").headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/api/v1/rien").headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Origin" not in client.get("/healthz").headers
    assert (
        "Access-Control-Allow-Origin" not in client.get("/r/activite-mco/telecharger.csv").headers
    )


def test_tete_et_options(client: FlaskClient) -> None:
    assert client.head(f"{R}.json").status_code == 200
    assert client.options(f"{R}.json").status_code == 200
    refus = client.post(f"{R}.json")
    assert refus.status_code == 405
    assert "GET" in refus.headers["Allow"]
    assert set(json.loads(refus.data)) == {"erreur", "notices", "aide"}


def test_sans_publication_la_commande_est_dite(sans_donnees: FlaskClient) -> None:
    for chemin in (f"{R}.json", f"{R}.csv", f"{R}/evolution.json"):
        reponse = sans_donnees.get(chemin)
        assert reponse.status_code == 503
        assert "make demo" in json.loads(reponse.data)["commande"]
    assert sans_donnees.get("/r/activite-mco/telecharger.csv").status_code == 503
    sante = sans_donnees.get("/healthz")
    assert sante.status_code == 503
    assert json.loads(sante.data)["etat"] == "sans_donnees"
    assert sans_donnees.get("/api/v1/catalogue.json").status_code == 200
    assert sans_donnees.get("/api/v1/openapi.json").status_code == 200
    zones = json.loads(sans_donnees.get("/api/v1/zones.json?q=meuse").data)["zones"]
    assert zones[0]["id"] == "dep-55"


def test_une_publication_retiree_est_dite(client: FlaskClient, entrepot: Path) -> None:
    journal = entrepot / "releases" / "purgees.jsonl"
    avant = journal.read_bytes() if journal.exists() else None
    journal.write_text('{"id": "2020-01-01-00000000"}\n')
    try:
        reponse = client.get(f"{R}.json?maj=2020-01-01-00000000")
        assert reponse.status_code == 410
        assert "n'est plus conservée" in json.loads(reponse.data)["erreur"]
        page = client.get("/r/activite-mco/telecharger.xlsx?maj=2020-01-01-00000000")
        assert (page.status_code, page.mimetype) == (410, "text/html")
    finally:
        journal.unlink() if avant is None else journal.write_bytes(avant)
    assert client.get(f"{R}.json?maj=2020-01-01-00000001").status_code == 404
