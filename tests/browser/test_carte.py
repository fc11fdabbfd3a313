"""The map: shapes, legend, tooltip, drill, insets, and its table twin."""

from __future__ import annotations

import pytest

from tests.browser.chromium import ETROIT
from tests.browser.navigateur import Navigateur

pytestmark = pytest.mark.usefixtures("geographie")

_FONDS = """
return [...document.querySelectorAll("#carte-plan path.leaflet-interactive")]
  .map((p) => p.getAttribute("fill"));
"""
_BULLE = (
    "return [...document.querySelectorAll('.carte-bulle > div > *')].map((e) => e.textContent);"
)
_RANGEES = """
return [...document.querySelectorAll(".table-jumelle tbody tr")]
  .map((r) => [...r.children].map((c) => c.textContent));
"""
_VOISIN = """
const plan = document.getElementById("carte-plan").getBoundingClientRect();
for (let x = plan.right - 30; x > plan.left; x -= 15)
  for (let y = plan.top + 40; y < Math.min(plan.bottom, innerHeight) - 60; y += 15) {
    const e = document.elementFromPoint(x, y);
    if (e && e.getAttribute("fill") === "var(--carte-hors)") return [x, y];
  }
return null;
"""
_SOUS_L_ECHELLE = """
const barre = document.querySelector("#carte-plan .leaflet-control-scale-line").getBoundingClientRect();
const teintees = [...document.querySelectorAll("#carte-plan path.leaflet-interactive")]
  .filter((p) => /seq|div|motif/.test(p.getAttribute("fill")));
const noms = [...document.querySelectorAll("#carte-plan .carte-nom:not(.carte-nom-hors)")];
const touche = (b) => b.left < barre.right && b.right > barre.left
  && b.top < barre.bottom && b.bottom > barre.top;
return [...teintees, ...noms].filter((e) => touche(e.getBoundingClientRect()))
  .map((e) => e.textContent || e.getAttribute("fill"));
"""
FORME = "#carte-plan path.leaflet-interactive"


def _carte(page: Navigateur, requete: str = "") -> None:
    page.ouvrir(f"/r/activite-mco?{requete}{'&' if requete else ''}vue=carte")
    page.attendre(lambda: page.nombre(FORME) >= 12, "les formes de la carte")


def test_la_carte_et_sa_legende(page: Navigateur) -> None:
    _carte(page)
    legende = page.attendre_texte("Séjours", "#carte-legende")
    assert " à " in legende
    fonds = set(page.js(_FONDS))
    assert len([f for f in fonds if f.startswith("var(--seq-")]) >= 3
    for classe in ("Effectifs égaux", "Étendues égales", "Seuils naturels"):
        assert classe in page.texte(".carte-choix")


def test_les_classes_se_changent(page: Navigateur) -> None:
    _carte(page)
    avant, fonds = page.texte("#carte-legende"), page.js(_FONDS)
    page.cliquer("Étendues égales", ".carte-choix")
    page.attendre(lambda: page.texte("#carte-legende") != avant, "une autre légende")
    page.attendre(lambda: page.js(_FONDS) != fonds, "d'autres tons")


def test_un_autre_choix_reteint_les_formes_sans_les_refaire(page: Navigateur) -> None:
    _carte(page, "niveau=departement&lecture=evol")
    page.attendre(lambda: page.nombre(FORME) > 90, "les départements")
    page.cliquer("Lire ces données en tableau (101 lignes)", "#figure-carte")
    page.attendre(lambda: page.nombre(".table-jumelle tbody tr") == 101, "la table jumelle")
    page.js(f"window.temoin = document.querySelector('{FORME}')")
    avant, table = page.js(_FONDS), page.texte(".table-jumelle tbody")
    page.cliquer("Étendues égales", ".carte-choix")
    page.attendre(lambda: page.js(_FONDS) != avant, "d'autres tons")
    page.choisir("Année", "2022")
    page.attendre(lambda: page.texte(".table-jumelle tbody") not in ("", table), "d'autres valeurs")
    assert page.js("return window.temoin.isConnected"), "les formes ont été refaites"
    page.viser("#carte-plan")
    page.attendre_texte("Rang", ".carte-bulle")
    # The tooltip reads the answer on screen, and not that of the first drawing.
    nom, valeur = page.js(_BULLE)[:2]
    (rangee,) = [r for r in page.js(_RANGEES) if r[0] == nom]
    assert valeur.rpartition(": ")[2] in rangee


def test_l_outre_mer_a_ses_encarts(page: Navigateur) -> None:
    _carte(page)
    encarts = page.texte(".carte-encarts")
    for nom in ("Guadeloupe", "Martinique", "Guyane", "La Réunion", "Mayotte"):
        assert nom in encarts
    assert page.nombre(".carte-encarts path.leaflet-interactive") >= 5


def test_la_bulle_dit_la_zone_et_sa_valeur(page: Navigateur) -> None:
    _carte(page)
    page.viser("#carte-plan")
    bulle = page.attendre_texte("Séjours", ".carte-bulle")
    assert "Rang" in bulle


def test_un_clic_descend_et_precedent_remonte(page: Navigateur) -> None:
    _carte(page)
    page.marquer()
    page.viser("#carte-plan", clic=True)
    page.attendre_adresse("zone=reg-")
    page.attendre_sous_titre("par département")
    region = page.h1
    # The middle of the new map is another département: drilling goes on.
    page.attendre(lambda: page.nombre(FORME) >= 2, "les départements")
    page.pilote.back()
    page.attendre_h1("Activité MCO, France")
    page.pilote.forward()
    page.attendre(lambda: page.h1 == region, "la région")
    assert page.marquee, "la page a été reconstruite"


def test_la_table_jumelle_descend_aussi(page: Navigateur) -> None:
    _carte(page)
    page.cliquer("Lire ces données en tableau (18 lignes)", "#figure-carte")
    page.cliquer("Détailler Bretagne", "#figure-carte")
    page.attendre_h1("Activité MCO, Bretagne")


@pytest.mark.parametrize("slug", ["activite-mco", "dm-medicaments"])
def test_un_departement_reste_en_vue_et_mene_a_ses_etablissements(
    page: Navigateur, slug: str
) -> None:
    """The last drill on a map: the zone outlined, a sentence, a button to the table; Back returns."""
    page.ouvrir(f"/r/{slug}?zone=reg-53&vue=carte")
    page.attendre(lambda: page.nombre(FORME) >= 4, "les départements")
    page.marquer()
    page.viser("#carte-plan", clic=True)
    page.attendre_adresse("zone=dep-")
    dit = page.attendre_texte("établissements", ".carte-suite")
    assert "la carte situe" in dit
    page.attendre(lambda: "var(--fond-principale)" in page.js(_FONDS), "le département")
    contour = ".leaflet-carte-contours-pane path, #carte-plan path[stroke-width='3']"
    page.attendre(lambda: page.nombre(contour), "son contour")
    departement = page.h1
    page.cliquer("Voir les établissements en tableau", "#figure-carte")
    page.attendre(lambda: "vue=carte" not in page.adresse, "le tableau")
    page.element("#grille .ag-row")
    page.pilote.back()
    page.attendre_texte("la carte situe", ".carte-suite")
    assert page.h1 == departement
    page.pilote.back()
    page.attendre_adresse("zone=reg-53")
    page.attendre(lambda: page.nombre(".carte-legende") == 1, "la carte de la région")
    assert page.marquee, "la page a été reconstruite"


def test_un_voisin_se_prend_d_un_clic(page: Navigateur) -> None:
    page.ouvrir("/r/dm-medicaments?zone=dep-29&vue=carte")
    page.attendre(lambda: "var(--fond-principale)" in page.js(_FONDS), "le département")
    x, y = page.js(_VOISIN)
    page.cliquer_au_point(x, y)
    page.attendre(lambda: "zone=dep-29" not in page.adresse, "un autre département")
    assert "zone=dep-" in page.adresse
    page.attendre_texte("la carte situe", ".carte-suite")


@pytest.mark.parametrize("taille", [(1440, 900), (1920, 1080), ETROIT])
def test_l_echelle_ne_couvre_ni_forme_ni_nom(page: Navigateur, taille: tuple[int, int]) -> None:
    page.taille(taille)
    _carte(page, "zone=reg-53")
    page.attendre(lambda: page.nombre(".leaflet-control-scale-line"), "l'échelle")
    couverts = page.js(_SOUS_L_ECHELLE)
    assert not couverts, couverts


def test_sans_lieu_la_page_dit_pourquoi(page: Navigateur) -> None:
    page.ouvrir("/r/activite-mco?zone=fr&niveau=etablissement&vue=carte")
    page.attendre(lambda: page.nombre("#partie-vue .etat"), "un état")
    assert "ne se dessinent pas" in page.texte("#partie-vue")
