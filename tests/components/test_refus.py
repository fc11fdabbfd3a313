"""Rows that are not published: what the page, the files and the API say in their place."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest

from components import formats, refus
from components.documents import csv_octets, xlsx_octets
from components.lecture import phrase_masque
from components.signes import signes
from components.tables.jumelle import table_jumelle
from data_layer.catalogue.schema import Vue
from data_layer.result import Refus, Resultat, Statut
from data_layer.selection import Periode
from server.resultat_json import resultat_en_json
from tests import fabrique
from tests.fabrique import cas_faits
from tests.pages.arbre import fautes_de_typographie, liens, noeuds, texte

RAISON = "La période choisie (mars 2020) n'est pas publiée : elle ferait retrouver des effectifs."
MARS = Periode(2020, 2020, (3, 3))
SEMESTRE = Periode(2020, 2020, (1, 6))
METHODE = "/methodologie#secret"


@pytest.fixture(autouse=True)
def sans_entrepot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Addresses that say what differs, without a release."""

    def dite(s: Any) -> str:
        return f"/r/x?zone={s.zone}&periode={s.periode.ecrire()}&vue={s.vue}&par={s.par}"

    for module in ("components.refus.adresse", "components.documents.lisez_moi.adresse_de"):
        monkeypatch.setattr(module, dite)
    monkeypatch.setattr("server.resultat_json.adresse_de", dite)
    monkeypatch.setattr("server.resultat_json.adresse_api", lambda s: f"/api{dite(s)}")


def refuse(
    valeurs: Sequence[fabrique.Valeur] = (Statut.MASQUE, Statut.MASQUE),
    propositions: bool = True,
    **choix: Any,
) -> Resultat:
    """Île-de-France in March by département, all rows masked and the total shown, unless told."""
    selection = cas_faits.choix(**{"periode": MARS, **choix})
    lignes = [
        fabrique.ligne(f"7{i}", f"Département {i}", {"sejours": v}) for i, v in enumerate(valeurs)
    ]
    proches = (
        ("Période : janvier à juin 2020", selection.avec(periode=SEMESTRE, vue=Vue.TABLEAU)),
        ("Zone : France", replace(selection, zone="fr", vue=Vue.TABLEAU)),
    )
    bloc = cas_faits.classement(selection, lignes, nature=selection.par)
    fait = replace(cas_faits.resultat(selection, bloc), part_masquee=1.0)
    return replace(fait, refus=Refus(RAISON, proches if propositions else ()))


def test_des_lignes_masquees_disent_quoi_pourquoi_et_que_demander() -> None:
    avis = refus.avis_refus(refuse())
    dit = texte(avis)
    assert "Toutes les lignes sont masquées" in dit
    assert formats.FINE.join(["n'est pas publiée", ": elle"]) in dit
    assert liens(avis) == [
        METHODE,
        "/r/x?zone=reg-11&periode=2020-01..2020-06&vue=tableau&par=zone",
        "/r/x?zone=fr&periode=2020-03&vue=tableau&par=zone",
    ]
    assert fautes_de_typographie(avis) == []
    assert refus.etat_refus(refuse()) is None


def test_sans_rien_de_proche_une_phrase_dit_quoi_changer() -> None:
    avis = refus.avis_refus(refuse(propositions=False))
    assert "l'année entière" in texte(avis)
    assert liens(avis) == [METHODE]


@pytest.mark.parametrize("vue", [Vue.CARTE, Vue.GRAPHIQUE])
def test_les_propositions_gardent_la_forme_que_l_on_regarde(vue: Vue) -> None:
    # Views that need the same blocks share an answer, whose propositions are those of the table.
    autres = refus.propositions(refuse(vue=vue))
    assert {s.vue for _, s in autres} == {vue}


def test_une_repartition_sans_ligne_est_un_etat() -> None:
    etat: Any = refus.etat_refus(refuse((), par="diagnostic"))
    assert "Répartition par diagnostic non publiée ici" in texte(etat)
    assert "etat-masque" in etat.className
    assert len(liens(etat)) == 3
    assert refus.avis_refus(refuse((), par="diagnostic")) is None


def test_une_zone_sans_ligne_a_cote_d_une_autre_est_nommee() -> None:
    deux = refuse((50.0,), zones=("reg-11", "reg-32"), par="diagnostic")
    assert "Pas de lignes pour Hauts-de-France" in texte(refus.avis_refus(deux))
    assert "Une partie des lignes" in texte(refus.avis_refus(refuse((50.0, Statut.MASQUE))))


def test_la_periode_est_dite_sous_les_mois() -> None:
    indice = refus.indice_periode(refuse())
    assert texte(indice).replace(formats.FINE, " ") == (
        "Mars 2020 : période non publiée à ce niveau de détail. Au plus près : janvier à juin 2020."
    )
    assert liens(indice) == ["/r/x?zone=reg-11&periode=2020-01..2020-06&vue=tableau&par=zone"]


def test_sous_les_mois_rien_quand_ils_n_y_sont_pour_rien() -> None:
    assert refus.indice_periode(replace(refuse(), refus=None)) == []
    croise = refuse((), par="diagnostic")
    assert croise.refus is not None
    ailleurs = replace(croise, refus=Refus(RAISON, croise.refus.propositions[1:]))
    assert refus.indice_periode(ailleurs) == []


def test_cinq_ans_montres_ne_sont_pas_dits_masques() -> None:
    montres = replace(cas_faits.cinq_ans(), refus=Refus(RAISON, ()))
    assert refus.avis_refus(montres) is None
    assert refus.indice_periode(montres) == []


@pytest.mark.parametrize(
    ("resultat", "phrase"),
    [
        (refuse(), "lignes non publiées à ce niveau de détail"),
        (refuse((), par="diagnostic"), "lignes non publiées à ce niveau de détail"),
        (replace(refuse((50.0, Statut.MASQUE)), part_masquee=None), "des valeurs sont masquées"),
    ],
)
def test_la_part_masquee_d_un_refus(resultat: Resultat, phrase: str) -> None:
    assert phrase_masque(resultat) == phrase


@pytest.mark.parametrize(
    ("part", "tete", "phrase"),
    [
        (0.0, 1000.0, "aucun montant masqué"),
        (0.001, 1000.0, "au plus 0,1 % du montant masqué"),
        (1.0, 1000.0, "plus de la moitié du montant masquée"),
        (None, 1000.0, ""),
        # A total that is a lower bound is nothing to take a share of.
        (0.05, (1000.0, Statut.AU_MOINS), "une part du montant masquée"),
    ],
)
def test_la_part_masquee_des_montants(part: float | None, tete: Any, phrase: str) -> None:
    choix = cas_faits.choix(unite="montant")
    bloc = cas_faits.classement(choix, [fabrique.ligne("75", "Paris", {"montant": 9.0})], [tete])
    dite = phrase_masque(replace(cas_faits.resultat(choix, bloc), part_masquee=part))
    assert dite.replace(formats.FINE, " ") == phrase


def test_chaque_signe_s_explique_sous_la_vue() -> None:
    lignes = signes(refuse())
    assert len(lignes) == 1
    assert texte(lignes).startswith(f"••• masqué{formats.FINE}: Valeur protégée")
    assert formats.explication(Statut.MASQUE) in texte(lignes)
    assert liens(lignes) == [METHODE]
    assert signes(fabrique.une_zone()) == []
    assert len(signes(fabrique.tous_statuts())) == 3


def test_la_table_jumelle_explique_chaque_case_masquee() -> None:
    jumelle = table_jumelle(refuse((50.0, Statut.MASQUE)).bloc, "Séjours")
    titres = [getattr(n, "title", None) for n in noeuds(jumelle) if type(n).__name__ == "Td"]
    assert [t for t in titres if t] == [formats.explication(Statut.MASQUE)]


def test_le_classeur_dit_le_refus_sur_la_feuille_et_dans_le_lisez_moi() -> None:
    adresse = "https://exemple.invalid/r/dm-medicaments?zone=reg-11"
    octets = xlsx_octets(refuse(), adresse, datetime(2026, 11, 23, tzinfo=UTC))
    livre = openpyxl.load_workbook(io.BytesIO(octets))
    haut = [
        str(c.value) for rang in livre.worksheets[0].iter_rows(max_row=4) for c in rang if c.value
    ]
    assert any("n'est pas publiée" in t and "janvier à juin 2020" in t for t in haut)
    lus = {str(r[0].value): str(r[1].value) for r in livre["Lisez-moi"].iter_rows()}
    assert "n'est pas publiée" in lus["Lignes non publiées"]
    assert lus[f"Zone{formats.FINE}: France"].startswith("https://exemple.invalid/r/x?zone=fr")
    assert lus["Méthode"] == f"https://exemple.invalid{METHODE}"
    assert "Aucun effectif de 1 à 10" in lus["Garantie"]


def test_le_csv_le_dit_dans_une_colonne() -> None:
    lignes = csv_octets(refuse()).decode("utf-8-sig").splitlines()
    assert "Lignes non publiées" in lignes[0]
    assert all("n'est pas publiée" in ligne for ligne in lignes[1:])
    assert "Lignes non publiées" not in csv_octets(replace(refuse(), refus=None)).decode(
        "utf-8-sig"
    )


def test_l_api_donne_la_raison_et_les_adresses() -> None:
    resultat = refuse()
    dit = resultat_en_json(resultat, resultat.bloc, "", "")["refus"]
    assert dit["raison"].startswith("La période choisie")
    assert dit["propositions"][0] == {
        "libelle": f"Période{formats.FINE}: janvier à juin 2020",
        "page": "/r/x?zone=reg-11&periode=2020-01..2020-06&vue=tableau&par=zone",
        "api": "/api/r/x?zone=reg-11&periode=2020-01..2020-06&vue=tableau&par=zone",
    }
    sans = replace(resultat, refus=None)
    assert resultat_en_json(sans, sans.bloc, "", "")["refus"] is None
