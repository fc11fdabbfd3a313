"""Bad addresses of the flagship: each said in French, with a way on that works, never an empty page."""

from __future__ import annotations

import pytest

from tests.browser.navigateur import Navigateur
from tests.browser.tableau import lire_rangees

DM = "/r/dm-medicaments"

# What cannot be read stops the answer: no figure stands in for it.
BLOQUANTES = {
    "noeud": ("noeud=zz", "Le produit « zz » n'est pas dans la classification"),
    "noeud d'une autre forme": ("noeud=lpp-99", "Le produit « lpp-99 » n'est pas"),
    "balise": ("noeud=%3Cimg+src%3Dx%3E", "Le produit « <img src=x> » n'est pas"),
    "panier": ("zone=pan-0000", "La zone « pan-0000 » est inconnue"),
    "ght": ("zone=ght-99Z99", "La zone « ght-99Z99 » est inconnue"),
    "zone comparée": ("vs=tds-99T99&noeud=dm", "La zone « tds-99T99 » est inconnue"),
    "clé répétée": ("noeud=dm&noeud=med", "figure deux fois"),
}
# The rest of the address is answered, and what is left out is said.
ECARTEES = {
    "niveau": ("noeud=dm&par=classification&niveau=ucd", "Niveau « ucd »"),
    "deux années": ("periode=2019-11..2020-02", "La période « 2019-11..2020-02 » n'est pas"),
    "mois à venir": ("periode=2021-05..2021-09", "La période « 2021-05..2021-09 » n'est pas"),
    "mois à l'envers": ("periode=2020-06..2020-02", "La période « 2020-06..2020-02 » n'est pas"),
    "treizième mois": ("periode=2020-13", "La période « 2020-13 » n'est pas"),
    "champ des dispositifs": ("champ=ssr&noeud=dm", "n'existent qu'en MCO"),
    "liste des dispositifs": ("liste=atu&noeud=dm", "Le filtre « Liste » n'existe que"),
    "liste du SSR": ("liste=atu&noeud=med&champ=ssr", "Le filtre « Liste » n'existe que"),
    "patients des dispositifs": ("unite=patients&noeud=dm", "Les patients ne se comptent que"),
    "consommation de tout": ("unite=consommation", "La consommation ne se compte que"),
    "indication des dispositifs": ("par=indication&noeud=dm", "Les indications ne sont connues que"),
    "GHM de l'HAD": ("par=ghm&noeud=med&champ=had", "Les GHM ne sont connus qu'en MCO"),
    "périmètre d'un tableau": ("perimetre=constant", "ne concerne que la vue « Cinq ans »"),
    "rapport": ("pour=martiens", "Rapport « martiens »"),
    "classe": ("classe=enorme", "Classe de montants « enorme »"),
    "vue": ("vue=hologramme", "Vue « hologramme »"),
    "tri": ("noeud=dm&tri=patients", "Tri « patients »"),
    "clé": ("molecule=paracetamol", "Le paramètre « molecule » est inconnu"),
}  # fmt: skip
_LIENS = """
return [...document.querySelectorAll("#partie-avis a")].map(
  (a) => [a.textContent.trim(), a.getAttribute("href")]);
"""


def test_ce_qui_bloque_le_dit_et_offre_un_choix(page: Navigateur) -> None:
    page.ouvrir(DM)
    for cas, (requete, dit) in BLOQUANTES.items():
        page.aller(f"{DM}?{requete}")
        page.attendre_texte(dit, "#partie-avis")
        assert not page.nombre("#grille"), cas
        assert not page.texte("#partie-chiffres"), cas
        assert page.h1, cas
    # Typed rather than reached, a bad address is met the same way.
    page.ouvrir(f"{DM}?{BLOQUANTES['noeud'][0]}")
    page.attendre_texte(BLOQUANTES["noeud"][1], "#partie-avis")
    _suivre_chaque_lien(page, "noeud=zz")


def test_ce_qui_est_ecarte_se_dit_a_cote_du_resultat(page: Navigateur) -> None:
    page.ouvrir(DM)
    for cas, (requete, dit) in ECARTEES.items():
        page.aller(f"{DM}?{requete}")
        page.attendre_texte(dit, "#partie-avis")
        lues = lire_rangees(page)
        assert lues.lignes and lues.tetes, cas
        liens = page.js(_LIENS)
        assert liens or cas == "clé", cas
        for nom, href in liens:
            assert nom and href.startswith(DM), (cas, nom, href)


@pytest.mark.parametrize(
    "cas", ["mois à venir", "patients des dispositifs", "périmètre d'un tableau"]
)
def test_un_lien_de_correction_mene_a_une_adresse_saine(page: Navigateur, cas: str) -> None:
    requete, dit = ECARTEES[cas]
    page.ouvrir(f"{DM}?zone=reg-53&{requete}")
    page.attendre_texte(dit, "#partie-avis")
    _suivre_chaque_lien(page, requete.partition("&")[0])


def _suivre_chaque_lien(page: Navigateur, fautif: str) -> None:
    """Each link of the notices gives figures, without what was wrong, and no notice any more."""
    liens = page.js(_LIENS)
    assert liens
    mauvaise = page.adresse
    for nom, href in liens:
        page.aller(href)
        page.attendre(lambda: not page.texte("#partie-avis"), f"plus d'avis après « {nom} »")
        assert lire_rangees(page).lignes, nom
        assert fautif not in page.adresse, nom
    page.aller(mauvaise)
    page.cliquer(liens[0][0], "#partie-avis")
    page.attendre(lambda: fautif not in page.adresse, f"le lien « {liens[0][0]} »")


def test_une_adresse_corrigee_garde_le_reste(page: Navigateur) -> None:
    page.ouvrir(f"{DM}?zone=reg-53&vs=reg-44&noeud=zz&periode=2020-03..2020-05&statut=public")
    page.attendre_texte("Le produit « zz »", "#partie-avis")
    page.cliquer("Dispositifs médicaux", "#partie-avis")
    page.attendre_h1("Bretagne et Grand Est, mars à mai 2020")
    assert "statut=public" in page.adresse


def test_une_selection_sans_resultat_propose_d_elargir(page: Navigateur) -> None:
    page.ouvrir(f"{DM}?zone=dep-48&noeud=med&champ=had&statut=prive&categorie=clcc")
    page.attendre(lambda: page.nombre("#partie-vue .etat"), "un état")
    etat = page.texte("#partie-vue")
    assert "Aucun" in etat
    assert page.nombre("#partie-vue .etat a") >= 1
