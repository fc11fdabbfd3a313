"""The table stays on the page from one answer to the next: what the visitor put in it, and what is true."""

from __future__ import annotations

from tests.browser.chromium import ETROIT
from tests.browser.navigateur import Navigateur
from tests.browser.tableau import lire_tableau

_MARQUER = "document.querySelector('#grille .ag-root-wrapper').portulanMarque = true"
_MARQUEE = "return document.querySelector('#grille .ag-root-wrapper')?.portulanMarque === true"
_TRIS = """
return [...document.querySelectorAll('#grille [role=columnheader][aria-sort]')]
  .filter((e) => e.getAttribute('aria-sort') !== 'none').map((e) => e.getAttribute('col-id'));
"""


def _lignes(page: Navigateur) -> list[dict[str, str]]:
    tableau = lire_tableau(page)
    return [*tableau.tetes, *tableau.lignes]


def _comme_une_page_neuve(page: Navigateur) -> None:
    """What the standing table shows is what its address opens to, header and count included."""

    def lire() -> tuple[object, ...]:
        entetes = page.js(
            "return [...document.querySelectorAll('#grille .ag-header-cell')].map((e) => e.innerText)"
        )
        nom = page.js("return document.querySelector('#grille [role=grid]').ariaLabel")
        return _lignes(page), sorted(entetes), page.texte("#grille-compte"), nom, page.js(_TRIS)

    page.attendre_calme()
    gardee = lire()
    page.ouvrir(page.adresse)
    lire_tableau(page)
    page.attendre(lambda: lire() == gardee, f"la même table, d'une page neuve que : {gardee}")


def test_un_filtre_change_les_lignes_dans_la_meme_table(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    avant = lire_tableau(page, "Île-de-France")
    page.js(_MARQUER)
    page.choisir("Catégorie", "CH")
    page.attendre_adresse("categorie=ch")
    page.attendre(lambda: lire_tableau(page).lignes != avant.lignes, "d'autres chiffres")
    assert page.js(_MARQUEE), "la table a été reconstruite"
    _comme_une_page_neuve(page)


def test_lecture_unite_et_zone_donnent_la_table_de_leur_adresse(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    lire_tableau(page, "Île-de-France")
    page.js(_MARQUER)
    page.choisir("Lecture", "Évolution N-1 (%)")
    page.attendre_sous_titre("évolution")
    page.choisir("Unité", "Séances")
    page.attendre_adresse("unite=seances")
    page.cliquer("Comparer Bretagne")
    page.attendre_h1("France et Bretagne")
    page.cliquer("Détailler Grand Est")
    page.attendre_h1("Grand Est et Bretagne")
    lire_tableau(page, "Meuse")
    assert page.js(_MARQUEE), "la table a été reconstruite"
    _comme_une_page_neuve(page)


def test_la_recherche_reste_pour_les_memes_lignes_et_s_efface_pour_d_autres(
    page: Navigateur,
) -> None:
    page.ouvrir("/r/activite-mco")
    avant = lire_tableau(page, "Île-de-France")
    page.element("#grille-recherche").send_keys("bre")
    page.attendre_texte("1 ligne sur 18", "#grille-compte")
    page.choisir("Catégorie", "CH")
    page.attendre(lambda: lire_tableau(page).lignes != avant.lignes[:1], "d'autres chiffres")
    page.attendre_texte("1 ligne sur 18", "#grille-compte")
    assert lire_tableau(page).noms == ["Bretagne"]
    page.cliquer("Détailler Bretagne")
    page.attendre_h1("Bretagne")
    page.attendre_texte("4 lignes", "#grille-compte")
    assert page.js("return document.getElementById('grille-recherche').value") == ""
    assert len(lire_tableau(page).noms) == 4


def test_le_tri_tient_d_une_reponse_a_l_autre_et_retour_le_defait(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    premieres = lire_tableau(page, "Île-de-France").noms
    page.choisir("Catégorie", "CH")
    page.attendre_adresse("categorie=ch")
    page.attendre_sous_titre("Centres hospitaliers")
    page.cliquer_sur("#grille [role=columnheader][col-id=libelle]")
    page.attendre_adresse("tri=libelle")
    page.choisir("Lecture", "Évolution N-1 (%)")
    page.attendre_sous_titre("évolution")
    page.attendre(lambda: lire_tableau(page).noms[0].startswith("Auvergne"), "l'ordre des noms")
    page.pilote.back()
    page.pilote.back()
    page.attendre(lambda: page.adresse == "/r/activite-mco", "retour au départ")
    page.attendre(lambda: lire_tableau(page).noms == premieres, "l'ordre du départ")
    assert page.js(_TRIS) == ["sejours"]
    _comme_une_page_neuve(page)


_RETARDER = """
const envoyer = window.fetch;
window.fetch = (url, options) => envoyer(url, options).then((reponse) =>
  options && String(options.body).includes('"' + arguments[0] + '"')
    ? new Promise((oui) => setTimeout(() => oui(reponse), 2500)) : reponse);
"""


def test_un_tri_pendant_qu_une_reponse_arrive_ne_la_perd_pas(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    lire_tableau(page, "Île-de-France")
    page.js(_RETARDER, "a-peindre")
    page.js("history.pushState({}, '', '?categorie=ch')")
    page.js("dispatchEvent(new PopStateEvent('popstate'))")
    page.cliquer_sur("#grille [role=columnheader][col-id=libelle]")
    page.attendre_adresse("tri=libelle")
    page.attendre_sous_titre("Centres hospitaliers")
    assert "categorie=ch" in page.adresse
    _comme_une_page_neuve(page)


def test_un_tri_pendant_qu_un_choix_part_garde_les_deux(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    lire_tableau(page, "Île-de-France")
    page.js(_RETARDER, "choix")
    page.choisir("Catégorie", "CH")
    page.cliquer_sur("#grille [role=columnheader][col-id=libelle]")
    page.attendre_sous_titre("Centres hospitaliers")
    page.attendre_adresse("tri=libelle")
    assert "categorie=ch" in page.adresse
    _comme_une_page_neuve(page)


def test_un_choix_ne_touche_que_ce_qui_change(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    lire_tableau(page, "Île-de-France")
    page.js("document.querySelector('#partie-outils .onglet[aria-current]').focus()")
    page.js("document.querySelector('#partie-titre h1').portulanMarque = 1")
    page.js("document.querySelector('#partie-outils details').open = true")
    page.aller("/r/activite-mco?categorie=ch")
    page.attendre_sous_titre("Centres hospitaliers")
    assert page.js("return document.activeElement.innerText") == "Tableau"
    assert page.js("return document.querySelector('#partie-titre h1').portulanMarque") == 1
    assert page.js("return document.querySelector('#partie-outils details').open")
    liens = page.js(
        "return [...document.querySelectorAll('#partie-outils .menu-choix')].map((a) => a.search)"
    )
    assert liens
    assert all("categorie=ch" in lien for lien in liens)


def test_une_longue_table_revient_en_haut(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?niveau=departement")
    lire_tableau(page)
    bas = "document.querySelector('#grille .ag-body-viewport').scrollTop"
    page.js(f"{bas} = 1500")
    page.attendre(lambda: page.js(f"return {bas}") > 1000, "descendu")
    page.choisir("Catégorie", "CH")
    page.attendre_adresse("categorie=ch")
    page.attendre(lambda: page.js(f"return {bas}") == 0, "revenu en haut")


def test_a_l_etroit_la_table_qui_reste_garde_sa_disposition(page: Navigateur) -> None:
    page.taille(ETROIT)
    page.ouvrir("/r/activite-mco?niveau=departement")
    avant = _lignes(page)
    page.js(_MARQUER)
    # The banner is folded when narrow: another address of the site does what a choice does.
    page.js("history.pushState({}, '', '?niveau=departement&lecture=evol&unite=seances')")
    page.js("dispatchEvent(new PopStateEvent('popstate'))")
    page.attendre(lambda: _lignes(page) != avant, "d'autres chiffres")
    assert page.js(_MARQUEE), "la table a été reconstruite"
    assert page.js("return document.getElementById('grille').dataset.etroit") == "true"
    _comme_une_page_neuve(page)


def test_de_la_carte_a_la_table_et_retour(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    lire_tableau(page, "Île-de-France")
    page.cliquer("Carte", "#partie-outils")
    page.attendre_adresse("vue=carte")
    page.attendre(lambda: not page.nombre("#grille"), "la table s'en va")
    page.cliquer("Tableau", "#partie-outils")
    lire_tableau(page, "Île-de-France")
    page.choisir("Catégorie", "CH")
    page.attendre_sous_titre("Centres hospitaliers")
    _comme_une_page_neuve(page)


def test_le_papier_montre_la_derniere_reponse(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    lire_tableau(page, "Île-de-France")
    page.choisir("Catégorie", "CH")
    page.attendre_sous_titre("Centres hospitaliers")
    premiere = page.attendre(lambda: lire_tableau(page), "la table").lignes[0]
    page.js("dispatchEvent(new Event('beforeprint'))")
    papier = page.js(
        "return [...document.querySelectorAll('.grille-papier tbody tr:not(.grille-papier-tete)')]"
        ".map((r) => r.textContent)"
    )
    page.js("dispatchEvent(new Event('afterprint'))")
    assert len(papier) == 18
    assert premiere["libelle"] in papier[0]
    assert premiere["sejours"].split()[0] in papier[0]


_COUPES = """
return [...document.querySelectorAll("#grille .grille-nom, #grille .grille-groupe .ag-header-group-text")]
  .filter((e) => e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1)
  .map((e) => e.textContent);
"""


def test_les_noms_longs_restent_entiers_quand_la_table_se_serre(page: Navigateur) -> None:
    page.ouvrir("/r/dm-medicaments?noeud=atc-L01XC18&par=indication&zone=reg-11")
    lire_tableau(page)
    assert page.js(_COUPES) == []
    page.js(_MARQUER)
    page.choisir("Comparer avec", "Hauts-de-France", "hauts")
    page.attendre_h1("Hauts-de-France")
    page.attendre(lambda: page.nombre("#grille .grille-groupe") > 0, "deux zones")
    page.attendre_calme()
    assert page.js(_MARQUEE), "la table a été reconstruite"
    page.attendre(lambda: page.nombre("#grille .grille-nom-long") > 0, "des noms de trois lignes")
    page.attendre(lambda: page.js(_COUPES) == [], "aucun nom coupé")
    hauteurs = page.js(
        "return [...document.querySelectorAll('#grille .ag-pinned-left-cols-container .ag-row')]"
        ".map((e) => e.getBoundingClientRect().height)"
    )
    assert len(set(hauteurs)) == 2, hauteurs
