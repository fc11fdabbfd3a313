"""The charts: bars, years, and the same numbers in a table."""

from __future__ import annotations

from selenium.webdriver.common.keys import Keys

from tests.browser.navigateur import Navigateur

_TRACES = """
return [...document.querySelectorAll("#graphe-" + arguments[0] + " .js-plotly-plot")].flatMap(
  (p) => p.data.map((t) => ({ type: t.type, nom: t.name || "", n: (t.y || t.x || []).length })));
"""


_LARGEURS = """
return [...document.querySelectorAll("#graphe-graphique .bars path")].map((p) => p.getAttribute("d"));
"""


def _lue(page: Navigateur) -> tuple[object, ...]:
    """What the first figure says and draws."""
    nom = page.js("return document.querySelector('#figure-graphique [role=img]').ariaLabel")
    return page.texte("#figure-graphique"), nom, page.js(_LARGEURS)


def test_les_barres_et_l_evolution(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?zone=reg-11&vs=reg-32&vue=graphique")
    page.element("#graphe-graphique .bars path")
    barres = page.js(_TRACES, "graphique")
    assert any(t["type"] == "bar" for t in barres)
    page.element("#graphe-evolution .scatterlayer path")
    series = page.js(_TRACES, "evolution")
    assert sum(t["n"] == 10 for t in series) >= 2, series
    assert page.js(
        "return document.querySelector('#graphe-graphique .js-plotly-plot').layout.yaxis"
    )
    page.element("#figure-graphique [role=img][aria-label]")


def test_la_bibliotheque_ne_propose_pas_d_envoyer_la_figure(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?vue=graphique")
    page.element("#graphe-graphique .bars path")
    assert not page.nombre(".modebar-btn")


def test_la_table_jumelle_dit_les_memes_nombres(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?vue=graphique")
    page.cliquer("Lire ces données en tableau (18 lignes)", "#figure-graphique")
    page.attendre_texte("Île-de-France", "#figure-graphique table")
    assert page.nombre("#figure-graphique table tbody tr") == 18
    assert page.texte("#figure-graphique table caption") == page.texte("#figure-graphique h2")


def test_la_plotly_n_est_chargee_que_par_un_graphique(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco")
    page.element("#grille")
    assert not page.js("return !!window.Plotly")


def test_les_figures_restent_et_prennent_la_reponse_suivante(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?vue=graphique")
    page.element("#graphe-graphique .bars path")
    page.cliquer("Lire ces données en tableau (18 lignes)", "#figure-graphique")
    avant = page.js(_LARGEURS)
    page.js("document.querySelector('#graphe-graphique .js-plotly-plot').portulanMarque = 1")
    page.choisir("Catégorie", "CH")
    page.attendre_sous_titre("Centres hospitaliers")
    page.attendre_texte("Centres hospitaliers", "#figure-graphique")
    page.attendre(lambda: page.js(_LARGEURS) != avant, "d'autres barres")
    assert page.js(
        "return document.querySelector('#graphe-graphique .js-plotly-plot').portulanMarque"
    )
    assert page.nombre("#figure-graphique details[open]") == 1
    gardees = _lue(page)
    page.ouvrir(page.adresse)
    page.element("#graphe-graphique .bars path")
    page.cliquer("Lire ces données en tableau (18 lignes)", "#figure-graphique")
    page.attendre(lambda: _lue(page) == gardees, "les mêmes figures, d'une page neuve")


def test_la_meme_barre_mene_plus_bas_apres_retour(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?vue=graphique")
    for _ in range(2):
        page.element("#graphe-graphique .bars path")
        page.attendre_calme()
        # Plotly hears of a mark when the mouse comes to it.
        page.viser("#partie-titre h1")
        page.viser("#graphe-graphique .bars path", clic=True)
        page.attendre(lambda: "zone=reg-" in page.adresse, "la région de la barre")
        page.attendre_calme()
        page.pilote.back()
        page.attendre(lambda: "zone=" not in page.adresse, "retour")
        page.attendre_texte("France", "#figure-graphique")


def test_les_barres_suivent_le_tri_du_tableau(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?vue=graphique&tri=libelle")
    page.attendre_texte("ordre alphabétique", "#figure-graphique")
    premiere = "return document.querySelector('#graphe-graphique .ytick text')?.textContent"
    page.attendre(lambda: page.js(premiere) == "Auvergne-Rhône-Alpes", "la première barre")


_PART = "#graphe-statut .slice:nth-child(2) .slicetext"
_CURSEUR = """
const [zone, x, y] = arguments;
const r = document.querySelector(zone).getBoundingClientRect();
return getComputedStyle(document.elementFromPoint(r.x + r.width / 2, r.y + r.height / 2)).cursor;
"""


def test_une_part_d_un_anneau_filtre_et_retour_la_rend(page: Navigateur) -> None:
    page.ouvrir("/r/dm-medicaments?vue=graphique")
    page.element(_PART)
    page.attendre_calme()
    for _ in range(2):
        page.viser(_PART)
        page.attendre(lambda: page.js(_CURSEUR, _PART) == "pointer", "le curseur d'un lien")
        page.viser(_PART, clic=True)
        page.attendre_adresse("statut=espic")
        page.attendre_sous_titre("ESPIC")
        page.attendre_calme()
        page.viser("#partie-titre h1")
        page.viser(_PART)
        assert page.js(_CURSEUR, _PART) == "default", "kept already"
        page.pilote.back()
        page.attendre(lambda: "statut=" not in page.adresse, "retour")
        page.attendre_calme()
    page.js("document.querySelector('#figure-statut summary').click()")
    page.js("document.querySelector('#figure-statut [aria-label$=Public]').focus()")
    page.taper(Keys.ENTER)
    page.attendre_adresse("statut=public")


def test_une_barre_qui_ne_mene_nulle_part_ne_promet_rien(page: Navigateur) -> None:
    barre = "#graphe-graphique .bars path"
    for requete, curseur in (("", "pointer"), ("&noeud=med&par=diagnostic", "default")):
        page.ouvrir(f"/r/dm-medicaments?vue=graphique{requete}")
        page.element(barre)
        page.attendre_calme()
        page.viser("#partie-titre h1")
        page.viser(barre)
        page.element(".hoverlayer .hovertext")
        page.attendre(lambda c=curseur: page.js(_CURSEUR, barre) == c, curseur)
