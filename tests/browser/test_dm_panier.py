"""A basket in the flagship: imported, taken as a zone, compared, opened elsewhere."""

from __future__ import annotations

from pathlib import Path

from tests.browser.navigateur import Navigateur
from tests.browser.tableau import Rangees, lire_rangees

DM = "/r/dm-medicaments"
_FICHIER = (
    "return document.querySelector('#panier-fichier input[aria-label=\"Fichier de la liste\"]')"
)
ADDITIVES = ("sejours", "montant", "ecart")


def _entier(texte: str) -> int:
    assert "≥" not in texte
    return int("".join(c for c in texte if c.isdigit()) or -1)


def _sommes(lues: Rangees) -> dict[str, int]:
    return {m: sum(_entier(li.cases[m][0]) for li in lues.lignes) for m in ADDITIVES}


def _composer(page: Navigateur, dossier: Path, codes: list[str], nom: str) -> None:
    """Import a list of FINESS numbers on the page of baskets, and name it."""
    page.attendre_h1("Panier d'établissements")
    liste = dossier / "liste.txt"
    liste.write_bytes("".join(f"{c},x\r\n" for c in ("Finess", *codes)).encode())
    page.attendre(lambda: page.trouver(_FICHIER), "le champ du fichier").send_keys(str(liste))
    page.attendre_texte(f"Le panier compte {len(codes)} établissements.", "#panier-compte")
    page.element("#panier-nom").send_keys(nom)


def test_une_liste_importee_devient_la_zone_puis_se_compare_et_s_ouvre_ailleurs(
    page: Navigateur, autre_visiteur: Navigateur, tmp_path: Path
) -> None:
    page.ouvrir(f"{DM}?zone=dep-75&noeud=dm&periode=2020-01..2020-12")
    paris = lire_rangees(page)
    trois, autres = paris.lignes[:3], paris.lignes[3:5]
    attendues = {li.code: li.cases for li in trois}

    page.cliquer("Panier…", ".bandeau")
    _composer(page, tmp_path, list(attendues), "Trois de Paris")
    page.cliquer("Utiliser comme zone", "main")
    page.attendre_h1("Dispositifs médicaux, Trois de Paris, janvier à décembre 2020")
    page.attendre_adresse("zone=pan-")
    page.attendre_valeur("Zone", "Trois de Paris")
    page.attendre_sous_titre("par établissement")
    lues = lire_rangees(page)
    # The share of each is of the basket; its own figures are those it has in Paris.
    assert {li.code: _valeurs(li.cases) for li in lues.lignes} == {
        code: _valeurs(cases) for code, cases in attendues.items()
    }
    (tete,) = lues.tetes
    assert {m: _entier(tete.cases[m][0]) for m in ADDITIVES} == _sommes(lues)
    chiffres = page.texte("#partie-chiffres")
    assert tete.cases["sejours"][0] in chiffres

    autre_visiteur.ouvrir(page.adresse)
    la_bas = lire_rangees(autre_visiteur)
    assert autre_visiteur.h1 == page.h1
    assert la_bas == lues

    page.ouvrir(f"/panier?pour=vs&retour={_encode(page.adresse)}")
    _composer(page, tmp_path, [li.code for li in autres], "Deux autres")
    page.cliquer("Comparer à la zone actuelle", "main")
    page.attendre_h1("Dispositifs médicaux, Trois de Paris et Deux autres, janvier à décembre 2020")
    page.attendre_adresse("vs=pan-")
    deux = lire_rangees(page)
    assert [t.libelle for t in deux.tetes] == ["Trois de Paris", "Deux autres"]
    assert deux.tetes[0].cases == tete.cases
    sommes = [_sommes(Rangees([], [li for li in deux.lignes if li.code in codes]))
              for codes in (set(attendues), {li.code for li in autres})]  # fmt: skip
    assert [{m: _entier(t.cases[m][0]) for m in ADDITIVES} for t in deux.tetes] == sommes
    page.aller(page.adresse + "&par=classification")
    paires = lire_rangees(page)
    assert paires.tetes[0].cases["sejours@0"] == tete.cases["sejours"]


def _valeurs(cases: dict[str, tuple[str, str]]) -> dict[str, str]:
    return {cle: valeur for cle, (valeur, _) in cases.items()}


def _encode(adresse: str) -> str:
    from urllib.parse import quote

    return quote(adresse, safe="")


def test_un_panier_inconnu_offre_un_choix_jamais_la_france(page: Navigateur) -> None:
    page.ouvrir(f"{DM}?zone=pan-0123456789abcdef&noeud=dm")
    page.attendre_texte("La zone « pan-0123456789abcdef » est inconnue", "#partie-avis")
    assert not page.texte("#partie-chiffres")
    assert not page.nombre("#grille")
    page.cliquer("France", "#partie-avis")
    page.attendre_h1("Dispositifs médicaux, France")
    lire_rangees(page)


def test_tous_les_clcc_de_france_en_un_panier(page: Navigateur) -> None:
    page.ouvrir(f"/panier?pour=zone&retour={_encode(f'{DM}?noeud=med&periode=2020-01..2020-12')}")
    page.attendre_h1("Panier d'établissements")
    page.attendre(lambda: page.nombre("#panier-prendre:disabled"), "le bouton fermé")
    page.attendre_texte("Le panier est vide", "#panier-raison")
    page.choisir("Catégorie", "Centres de lutte contre le cancer")
    page.attendre_texte("établissements répondent", "#panier-trouves-compte")
    total = _entier(page.texte("#panier-trouves-compte").split(" établissements")[0])
    assert total > 1
    assert "Dans le panier" not in page.texte("#panier-trouves")
    page.cliquer_sur("#panier-tout-ajouter")
    page.attendre_texte(f"Le panier compte {total} établissements.", "#panier-compte")
    page.attendre_texte("Dans le panier", "#panier-trouves")
    page.attendre(lambda: not page.nombre("#panier-prendre:disabled"), "le bouton ouvert")
    assert page.nombre("#panier-raison[hidden]")
    page.element("#panier-nom").send_keys("Tous les CLCC")
    page.cliquer("Utiliser comme zone", "main")
    page.attendre_h1("Médicaments, Tous les CLCC, janvier à décembre 2020")
    panier = lire_rangees(page)
    # The same figure as the filter of the restitution gives for France.
    page.ouvrir(f"{DM}?noeud=med&periode=2020-01..2020-12&categorie=clcc")
    france = lire_rangees(page)
    assert panier.tetes[0].cases["montant"] == france.tetes[0].cases["montant"]
