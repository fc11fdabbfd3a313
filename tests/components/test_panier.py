"""What the page of a basket shows: what answers the filters, the list by pages, the report."""

from __future__ import annotations

import pytest

from components import panier_choix as choix
from components import panier_liste as liste
from components import panier_rapport as rapport
from data_layer import Attribut
from data_layer.paniers import Import, lire_liste
from geodata.zones import Genre, Zone, Zones, etablissement, zones_administratives
from tests.pages.arbre import composants, noeuds, texte

PARIS = [etablissement(f"7500000{n:02d}", f"Clinique numéro {n}") for n in range(60)]
MEUSE = etablissement("550000095", "CH de Verdun")
GHT = Zone(Genre.GHT, "A1", "GHT Lorraine", ("reg-44", "fr"))
AVEC_GHT = Zone(Genre.ETABLISSEMENT, "550006795", "CH de Bar", ("ght-A1", "dep-55", "reg-44", "fr"))
ZONES: Zones = zones_administratives().avec([*PARIS, MEUSE, AVEC_GHT, GHT])


@pytest.mark.parametrize(
    ("choisies", "demande", "attendus"),
    [
        ([], "", []),
        ([], "   ", []),
        (["dep-55"], "", ["550000095", "550006795"]),
        (["reg-44", "ght-A1"], "", ["550006795"]),
        (["dep-55", "reg-11"], "", []),
        (["dep-55"], "verdun", ["550000095"]),
        (["reg-11"], "verdun", []),
        ([], "550006795", ["550006795"]),
        (["zz", "dep-99"], "", []),
    ],
)
def test_ce_qui_repond_aux_filtres(choisies: list[str], demande: str, attendus: list[str]) -> None:
    assert [z.code for z in choix.trouver(ZONES, choisies, demande)] == attendus


def test_les_filtres_sont_ceux_que_la_publication_a() -> None:
    libelles = [n.children for n in noeuds(choix.filtres(ZONES)) if type(n).__name__ == "Label"]
    assert libelles == ["Région", "Département", "GHT", "Nom ou numéro FINESS"]
    sans = [
        n.children
        for n in noeuds(choix.filtres(zones_administratives()))
        if type(n).__name__ == "Label"
    ]
    assert "GHT" not in sans


CATEGORIES = Attribut(
    "categorie",
    "Catégorie",
    "toutes catégories",
    {"ch": "Centres hospitaliers"},
    {"ch": frozenset({"550000095", "550006795"})},
)
CHAMPS = Attribut(
    "champ",
    "Champ",
    "tous champs",
    {"had": "HAD"},
    {"had": frozenset({"550006795"})},
    "activité au moins une année",
)


@pytest.mark.parametrize(
    ("choisies", "demande", "attendus"),
    [
        (["categorie:ch"], "", ["550000095", "550006795"]),
        (["categorie:ch", "champ:had"], "", ["550006795"]),
        (["reg-11", "categorie:ch"], "", []),
        (["categorie:ch"], "verdun", ["550000095"]),
        (["categorie:zz"], "", []),
        (["zz:ch"], "", []),
        ([":"], "", []),
    ],
)
def test_ce_qui_a_les_attributs_choisis(
    choisies: list[str], demande: str, attendus: list[str]
) -> None:
    trouves = choix.trouver(ZONES, choisies, demande, [CATEGORIES, CHAMPS])
    assert [z.code for z in trouves] == attendus


def test_les_attributs_de_la_publication_sont_offerts() -> None:
    page = choix.filtres(ZONES, [CATEGORIES, CHAMPS])
    libelles = [n.children for n in noeuds(page) if type(n).__name__ == "Label"]
    assert libelles[3:5] == ["Catégorie", "Champ (activité au moins une année)"]
    menus = [n for n in noeuds(page) if type(n).__name__ == "Dropdown"]
    assert [m.placeholder for m in menus] == ["Toutes", "Tous", "Tous", "Toutes", "Tous"]
    assert [o["value"] for o in menus[3].options] == ["categorie:ch"]


def test_seuls_les_premiers_sont_montres_et_le_compte_le_dit() -> None:
    dits = choix.trouves(PARIS, frozenset({PARIS[0].code}))
    boutons = composants(dits, "puce")
    assert len(boutons) == 30
    assert [getattr(b, "aria-pressed") for b in boutons[:2]] == ["true", "false"]
    assert "60 établissements répondent\u202f; les 30 premiers" in choix.dire_combien(PARIS, True)
    assert choix.dire_combien([], True).startswith("Aucun établissement")
    assert choix.tout_ajouter(PARIS) == "Ajouter les 60 établissements"


def test_le_panier_se_lit_par_pages() -> None:
    numeros = [z.code for z in PARIS]
    premiere = liste.lire_liste(numeros[::-1], ZONES)
    assert (premiere.total, premiere.pages, len(premiere.lignes)) == (60, 2, 50)
    derniere = liste.lire_liste(numeros, ZONES, page=99)
    assert (derniere.page, [n for n, _ in derniere.lignes]) == (1, numeros[50:])
    assert liste.page_dite(derniere) == "Page 2 sur 2"
    une = liste.lire_liste(numeros, ZONES, "numero 59", page=1)
    assert [n for n, _ in une.lignes] == [numeros[59]]
    assert liste.lire_liste(numeros, ZONES, page=-5).page == 0
    assert liste.lire_liste([], ZONES).pages == 1


def test_un_numero_absent_des_donnees_est_dit() -> None:
    tableau = liste.tableau(liste.lire_liste(["550000111", MEUSE.code], ZONES), ZONES)
    dit = texte(tableau)
    assert liste.ABSENT in dit and "CH de Verdun" in dit
    assert dit.count("Meuse (55)") == 2


def _importer(lignes: list[str]) -> Import:
    return lire_liste("\n".join(lignes).encode(), lambda n: choix.zone_de(n, ZONES))


def test_le_compte_rendu_dit_chaque_ligne() -> None:
    lu = _importer([MEUSE.code, MEUSE.code, "x<script>", "999999999"])
    dit = texte(rapport.rapport(lu, "ma liste.txt"))
    assert "ma liste.txt\u202f: 1 établissement retenu, sur 4 lignes." in dit
    assert all(f"{nom}1" in dit for nom in ("Retenu", "Doublon", "Mal formé", "Inconnu"))
    complet = rapport.texte_rapport(lu, "ma liste.txt").split("\r\n")
    assert "2\tDoublon\t550000095\t550000095 figure déjà à la ligne 1." in complet
    assert "3\tMal formé\tx<script>\t" in "\n".join(complet)


def test_un_grand_compte_rendu_montre_d_abord_ce_qui_n_est_pas_retenu() -> None:
    lignes = [z.code for z in PARIS] * 4 + ["zz"] + [MEUSE.code] * 2
    lu = _importer(["Finess, Raison sociale", *lignes])
    montrees = rapport.lignes_montrees(lu.lignes)
    assert len(montrees) == rapport.MONTREES
    assert {ligne.verdict for ligne in montrees[:180]} == {"doublon"}
    arbre = rapport.rapport(lu, "x")
    assert "200 lignes sur 244" in texte(arbre)
    assert len(rapport.texte_rapport(lu, "x").split("\r\n")) > len(lu.lignes)


def test_un_tres_grand_compte_rendu_garde_le_verdict_de_chaque_ligne() -> None:
    lu = _importer([f"{n:09d}" if n % 3 else "zut" for n in range(12_000)])
    complet = rapport.texte_rapport(lu, "x")
    entieres, _, suite = complet.partition("Lignes au-delà de la 5000e, par verdict")
    assert len(entieres.split("\r\n")) < rapport.EN_ENTIER + 20
    cases = [rang.split("\t") for rang in entieres.split("\r\n") if rang[:1].isdecimal()]
    dits = {int(numero): verdict for numero, verdict, *_ in cases}
    for ligne in suite.strip().split("\r\n"):
        nom, _, numeros = ligne.partition("\u202f: ")
        for bouts in numeros.split(", "):
            premier, _, dernier = bouts.partition("-")
            dits |= dict.fromkeys(range(int(premier), int(dernier or premier) + 1), nom)
    assert dits == {ligne.numero: rapport.NOMS[ligne.verdict] for ligne in lu.lignes}


@pytest.mark.parametrize("lignes", [[], [""], ["\x00\u202e" * 50, "é" * 500]])
def test_le_compte_rendu_de_n_importe_quoi(lignes: list[str]) -> None:
    dit = texte(rapport.rapport(_importer(lignes), "\x00" * 200))
    assert "\x00" not in dit
    assert "\u202e" not in dit
