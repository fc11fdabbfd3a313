"""The reading note of drugs and devices, word for word: months, products, units, five years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from components import francais
from components.lecture import note_de_lecture, phrase_masque
from components.lecture_quand import pendant, quand
from data_layer.catalogue.schema import Lecture
from data_layer.requete.mesurer import mesure_taux
from data_layer.result import Ligne, Resultat, Statut
from data_layer.selection.periode import Periode
from tests import fabrique
from tests.fabrique import cas_faits

DEUX = ("reg-11", "reg-32")
IDF = "les établissements d'Île-de-France"
DM = "de janvier à juin 2021, pour tous les dispositifs médicaux, "


def note(resultat: Resultat) -> str:
    texte = note_de_lecture(resultat)
    assert "\n" not in texte and "  " not in texte and texte.endswith(".")
    return texte.replace("\u202f", " ").replace("\u00a0", " ")


def lue(
    tetes: Sequence[fabrique.Valeur],
    lignes: Sequence[Ligne] = (),
    *,
    zones: Sequence[str] = ("reg-11",),
    niveau_lu: str | None = None,
    **options: object,
) -> str:
    choix = cas_faits.choix(zones, **options)
    bloc = cas_faits.classement(choix, lignes, tetes, nature=choix.par)
    bloc = replace(bloc, niveau=niveau_lu or bloc.niveau)
    return note(cas_faits.resultat(choix, bloc))


@pytest.mark.parametrize(
    ("periode", "dit"),
    [
        (Periode(2021, 2021, (3, 3)), "en mars 2021"),
        (Periode(2021, 2021, (1, 6)), "de janvier à juin 2021"),
        (Periode(2020, 2020, (4, 9)), "d'avril à septembre 2020"),
        (Periode(2020, 2020, (1, 12)), "de janvier à décembre 2020"),
        (Periode(2020, 2020), "en 2020"),
        (Periode(2015, 2020), "de 2015 à 2020"),
    ],
)
def test_les_mois_d_un_total(periode: Periode, dit: str) -> None:
    assert pendant(periode) == dit
    assert quand(cas_faits.choix(periode=periode)) == dit


@pytest.mark.parametrize(
    ("mois", "dit"),
    [((3, 3), "entre mars 2020 et mars 2021"),
     ((1, 6), "entre janvier-juin 2020 et janvier-juin 2021")],
)  # fmt: skip
def test_les_mois_d_une_evolution(mois: tuple[int, int], dit: str) -> None:
    choix = cas_faits.choix(periode=Periode(2021, 2021, mois), lecture=Lecture.EVOL)
    assert quand(choix) == dit


@pytest.mark.parametrize(
    ("unite", "noeud", "valeur", "clause"),
    [
        ("sejours", "dm", 371_234.0, "ont réalisé 371 234 séjours et séances"),
        ("sejours", "dm", 0.0, "ont réalisé 0 séjour et séance"),
        ("consommation", "dm", 412_345.0, "ont consommé 412 345 LPP"),
        ("consommation", "dm", (12.0, Statut.AU_MOINS), "ont consommé au moins 12 LPP"),
        ("montant", "dm", 234_567_891.0, "totalisent un montant remboursé de 234 567 891 €"),
    ],
)
def test_ce_que_font_les_etablissements(
    unite: str, noeud: str, valeur: fabrique.Valeur, clause: str
) -> None:
    assert lue([valeur], unite=unite, noeud=noeud) == f"Lecture : {DM}{IDF} {clause}."


def test_les_patients_et_les_defauts_des_filtres() -> None:
    assert lue([1234.0], unite="patients", noeud="med") == (
        f"Lecture : de janvier à juin 2021, pour tous les médicaments, {IDF} (champ : MCO ; liste : LES) "
        "ont pris en charge 1 234 patients."
    )


def test_les_journees_de_ssr() -> None:
    dite = lue([4363.0], noeud="med", filtres=(("champ", ("ssr",)),))
    assert dite.endswith("(champ : SSR) ont réalisé 4 363 journées de présence.")


def test_un_etablissement_et_deux_zones() -> None:
    seul = lue([99.0], zones=("fin-750000001",), unite="consommation")
    assert seul.endswith("« CH 750000001 » a consommé 99 LPP.")
    seul = lue([99.0], zones=("fin-750000001",), unite="montant")
    assert seul.endswith("« CH 750000001 » totalise un montant remboursé de 99 €.")
    deux = lue([412_345.0, 198_765.0], zones=DEUX, unite="consommation")
    assert deux.endswith("ont consommé 412 345 LPP, contre 198 765 pour ceux des Hauts-de-France.")


def test_les_evolutions_nomment_la_mesure() -> None:
    options = {"lecture": Lecture.EVOL, "unite": "consommation"}
    assert lue([26.9], **options).endswith(
        f"la consommation LPP des établissements {IDF.removeprefix('les établissements ')} "
        "a augmenté de 26,90 %."
    )
    assert "le montant remboursé des" in lue([-1.0], lecture=Lecture.EVOL, unite="montant")
    assert "le nombre de patients des" in lue(
        [1.0], lecture=Lecture.EVOL, unite="patients", noeud="med"
    )


def test_un_noeud_choisi_est_cite_sans_son_code() -> None:
    assert ", pour « Implants », les établissements" in lue([12.0], noeud="lpp-0301")
    assert "pour" not in lue([12.0], noeud="").split("les établissements")[0]


@pytest.mark.parametrize(
    ("unite", "valeur", "clause"),
    [
        ("sejours", 2421.2, "ont réalisé 2 421,2 séjours et séances pour 100 000 habitants"),
        ("consommation", 45.25, "ont consommé 45,3 LPP pour 100 000 habitants"),
        ("montant", 5e6, "totalisent un montant remboursé de 5 000 000 € pour 100 000 habitants"),
    ],
)
def test_les_taux(unite: str, valeur: float, clause: str) -> None:
    assert _taux(unite, valeur).endswith(f"{IDF} {clause}.")


def test_l_evolution_d_un_taux_ne_redit_pas_a_quoi_il_se_rapporte() -> None:
    dite = _taux("sejours", 243.6, Lecture.EVOL_VAL)
    assert dite.endswith(
        "le nombre de séjours et séances pour 100 000 habitants a augmenté de 243,6 séjours "
        f"pour {IDF}."
    )


def _taux(unite: str, valeur: float, lecture: Lecture = Lecture.TOTAL) -> str:
    choix = cas_faits.choix(unite=unite, pour="habitants", lecture=lecture)
    tete = fabrique.ligne("", "", {"taux": valeur}, cible="reg-11", marque=0)
    colonne = fabrique.colonne(mesure_taux(choix.offre.mesure(unite), choix.periode), lecture)
    bloc = fabrique.bloc([], [tete], mesures=[colonne], meneuse="taux")
    return note(cas_faits.resultat(choix, bloc))


def _produit(code: str, nom: str, valeur: float, groupe: int = 0, rang: int = 1) -> Ligne:
    return fabrique.ligne(
        code, nom, {"sejours": valeur}, groupe=groupe, rang=rang, cible=code, part=valeur / 1000,
        zone=DEUX[groupe],
    )  # fmt: skip


def test_des_produits_et_ce_qui_ne_s_additionne_pas() -> None:
    lignes = [_produit("a", "Implants", 426.0), _produit("b", "Prothèses", 12.0, rang=2)]
    options = {"par": "classification", "niveau": "sous-chapitre", "niveau_lu": "sous-chapitre"}
    dite = lue([1000.0], lignes, **options)
    assert dite.endswith(
        "; le sous-chapitre « Implants » arrive en tête avec 42,6 % du total. "
        "Un séjour peut compter plusieurs produits : les parts ne s'additionnent pas."
    )
    lignes += [_produit("a", "Implants", 500.0, 1), _produit("c", "Autres", 5.0, 1, 2)]
    dite = lue([1000.0, 900.0], lignes, zones=DEUX, **options)
    assert (
        "; le sous-chapitre « Implants » arrive en tête en Île-de-France (42,6 % du total) et dans les "
        "Hauts-de-France (50,0 % du total)." in dite
    )


@pytest.mark.parametrize(
    ("par", "niveau", "sujet"),
    [
        ("diagnostic", None, "le diagnostic « X »"),
        ("ghm", None, "le GHM « X »"),
        ("indication", None, "l'indication « X »"),
        ("classification", "atc2", "la classe ATC 2 « X »"),
        ("classification", "ucd", "la spécialité « X »"),
        ("classification", "atc5", "la substance « X »"),
        ("classification", "code", "le code LPP « X »"),
    ],
)
def test_ce_que_sont_les_lignes(par: str, niveau: str | None, sujet: str) -> None:
    lignes = [_produit("a", "X", 426.0), _produit("b", "Y", 12.0, rang=2)]
    dite = lue([1000.0], lignes, par=par, niveau_lu=niveau, noeud="med")
    assert f"; {sujet} arrive en tête avec 42,6 % du total." in dite
    additif = par in ("diagnostic", "ghm")
    assert ("ne s'additionnent pas" in dite) is not additif
    assert ("plusieurs indications" in dite) is (par == "indication")


def test_des_patients_ne_s_additionnent_sur_rien() -> None:
    lignes = [
        fabrique.ligne(c, c, {"patients": v}, rang=r, cible=f"dep-{c}", part=v / 100)
        for c, v, r in (("75", 60.0, 1), ("92", 40.0, 2))
    ]
    dite = lue([90.0], lignes, unite="patients", noeud="med")
    assert dite.endswith(
        "Un patient peut compter dans plusieurs lignes : les parts ne s'additionnent pas."
    )


def test_le_premier_des_valeurs_montrees_se_dit_parmi_elles() -> None:
    lignes = [_produit("a", "X", 4.0), _produit("b", "Y", 3.0, rang=2)]
    cachee = fabrique.ligne("c", "Z", {"sejours": Statut.MASQUE}, zone="reg-11")
    options = {"par": "classification", "niveau_lu": "atc2", "noeud": "med"}
    dite = lue([9.0], [*lignes, cachee], lecture=Lecture.EVOL, **options)
    assert "parmi les classes ATC 2 dont l'évolution est montrée, l'évolution la plus" in dite
    assert "celle de la classe ATC 2 « X » (+4,00 %)." in dite


def test_un_territoire_dans_un_departement_n_est_pas_toute_la_france() -> None:
    lignes = [
        fabrique.ligne(c, c, {"sejours": v}, rang=r, cible=f"dep-{c}", part=v / 100)
        for c, v, r in (("01", 60.0, 1), ("74", 40.0, 2))
    ]
    assert "avec 60,0 % du total." in lue([100.0], lignes, zones=("tds-1",))
    assert "du total" not in lue([100.0], lignes, zones=("dep-01",))


def test_cinq_ans() -> None:
    assert note(cas_faits.cinq_ans()) == (
        f"Lecture : {DM}{IDF} ont réalisé 1 400 séjours et séances, "
        "contre 1 000 séjours et séances de janvier à juin 2017."
    )
    assert note(cas_faits.cinq_ans(DEUX)).endswith(
        "contre 700 pour ceux des Hauts-de-France ; de janvier à juin 2017, respectivement 1 000 séjours "
        "et séances et 500 séjours et séances."
    )
    assert "2021, à périmètre constant, pour tous" in note(cas_faits.cinq_ans(perimetre="constant"))
    masquee = cas_faits.cinq_ans(valeurs={2017: [Statut.MASQUE], 2021: [50.0]})
    assert note(masquee).endswith("ont réalisé 50 séjours et séances.")


def test_le_volume_masque_est_celui_des_montants() -> None:
    choix = cas_faits.choix()
    tete = fabrique.ligne("", "", {"sejours": 1.0, "montant": 5.0})
    mesures = [fabrique.colonne(choix.offre.mesure(c)) for c in ("sejours", "montant")]
    bloc = fabrique.bloc([], [tete], mesures=mesures)
    resultat = replace(cas_faits.resultat(choix, bloc), part_masquee=0.005)
    assert phrase_masque(resultat) == "au plus 0,5\u202f% du montant masqué"
    assert phrase_masque(cas_faits.cinq_ans()) == ""


def test_l_article_indefini() -> None:
    assert francais.avec_indefini("Montant remboursé") == "un montant remboursé"
    assert francais.avec_indefini("Journée") == "une journée"
