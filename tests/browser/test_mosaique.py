"""The map of communes: colours, tooltips, repaint without geometry, hatching, two maps locked, keys.

The page is made up (``essai_mosaique``): no release is needed, only the geography.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver.common.keys import Keys
from werkzeug.serving import make_server

from components import formats
from data_layer.catalogue.schema import Format
from geodata import decoupages
from geodata.mosaique import mosaique_disponible, repertoire
from tests.browser import essai_mosaique as essai
from tests.browser.chromium import ETROIT, LARGE, lancer
from tests.browser.conftest import erreurs_console
from tests.browser.navigateur import Navigateur

_PRETES = """
const plans = [...document.querySelectorAll(".mosaique-plan")];
return plans.length > 0 && plans.every((p) => p.dataset.version);
"""
_CARTE = "const figures = [...portulanMosaique.figures.values()], carte = figures[0].principale;"
_PLACE = f"""{_CARTE}
carte.setView(arguments[0], arguments[1], {{animate: false}});
const boite = carte.getContainer().getBoundingClientRect();
const p = carte.latLngToContainerPoint(arguments[0]);
return [boite.left + p.x, boite.top + p.y];
"""
_BULLE = (
    "return [...document.querySelectorAll('.carte-bulle > div > *')].map((e) => e.textContent);"
)
_DEMANDES = """
return performance.getEntriesByType("resource").filter((e) => e.name.includes("/geodata/")).length;
"""
_ENCRES = f"""{_CARTE}
const point = carte.project(arguments[0], carte.getZoom()).floor();
const x = Math.floor(point.x / 256), y = Math.floor(point.y / 256);
const toile = carte.couche._tiles[`${{x}}:${{y}}:${{carte.getZoom()}}`].el;
const [a, b] = [point.x - 256 * x - 6, point.y - 256 * y - 6];
const {{ data }} = toile.getContext("2d").getImageData(a, b, 12, 12);
const encres = new Set();
for (let i = 0; i < data.length; i += 4) encres.add([...data.slice(i, i + 3)].join(","));
return [...encres];
"""
# Every pixel of a commune lies within its box: no streak runs out of a border.
_COULURES = f"""{_CARTE}
let hors = 0, pixels = 0;
for (const carte of figures[0].cartes) for (const {{ el }} of Object.values(carte.couche._tiles)) {{
  const {{ geo, ids, x, y, pas }} = el.tuile, cote = carte.couche.cote;
  if (!geo.larges) {{
    const b = geo.larges = new Float64Array(4 * (geo.n + 1));
    b.forEach((_, i) => (b[i] = i % 4 < 2 ? Infinity : -Infinity));
    for (let a = 0; a < geo.gauche.length; a++) for (const n of [geo.gauche[a], geo.droite[a]])
      for (let k = geo.bornes[a]; k < geo.bornes[a + 1]; k++) {{
        b[4 * n] = Math.min(b[4 * n], geo.xs[k]); b[4 * n + 1] = Math.min(b[4 * n + 1], geo.ys[k]);
        b[4 * n + 2] = Math.max(b[4 * n + 2], geo.xs[k]); b[4 * n + 3] = Math.max(b[4 * n + 3], geo.ys[k]);
      }}
  }}
  for (let p = 0; p < ids.length; p++) if (ids[p]) {{
    const b = 4 * ids[p], px = x + (p % cote + 0.5) * pas, py = y + (Math.floor(p / cote) + 0.5) * pas;
    pixels++;
    if (px < geo.larges[b] - pas || px > geo.larges[b + 2] + pas || py < geo.larges[b + 1] - pas
      || py > geo.larges[b + 3] + pas) hors++;
  }}
}}
return [hors, pixels];
"""


@pytest.fixture(scope="module")
def base(request: pytest.FixtureRequest) -> Iterator[str]:
    if not mosaique_disponible():
        pytest.skip("pas de mosaïque : lancez « make geodata »")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    serveur = make_server("127.0.0.1", 0, essai.application().server, threaded=True)
    threading.Thread(target=serveur.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{serveur.server_port}"
    serveur.shutdown()


@pytest.fixture(scope="module")
def ouvert(base: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Navigateur]:
    telechargements = tmp_path_factory.mktemp("telechargements")
    pilote = lancer(tmp_path_factory.mktemp("profil"), telechargements)
    yield Navigateur(pilote, base, telechargements)
    pilote.quit()


@pytest.fixture
def carte(ouvert: Navigateur) -> Iterator[Navigateur]:
    ouvert.taille(LARGE)
    erreurs_console(ouvert)
    yield ouvert
    erreurs = erreurs_console(ouvert)
    assert not erreurs, "erreurs de la console :\n" + "\n".join(erreurs)


def _ouvrir(page: Navigateur, adresse: str = "/") -> None:
    page.pilote.get(page.base + adresse)
    page.attendre(lambda: page.js(_PRETES), "les couleurs")
    page.attendre(lambda: page.js(f"{_CARTE} return figures[0].noms.communes"), "les noms")


def _viser(page: Navigateur, lieu: tuple[float, float], zoom: float = 10) -> list[str]:
    page.attendre(lambda: page.js(f"{_CARTE} return figures[0].modele.geo.large"), "la carte")
    x, y = page.js(_PLACE, lieu, zoom)
    fin = f"{_CARTE} return Boolean(figures[0].modele.geo.fin) || carte.getZoom() <= 7.3"
    page.attendre(lambda: page.js(fin), "les limites fines")
    page.pilote.execute_cdp_cmd(
        "Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x - 2, "y": y}
    )
    page.pilote.execute_cdp_cmd("Input.dispatchMouseEvent", {"type": "mouseMoved", "x": x, "y": y})
    lues: list[str] = page.attendre(lambda: page.js(_BULLE), "une bulle")
    return lues


@pytest.mark.parametrize("zoom", [6, 8.25, 10])
def test_la_bulle_nomme_la_commune_sous_la_souris(carte: Navigateur, zoom: float) -> None:
    _ouvrir(carte)
    for lieu, nom in (((45.76, 3.10), "Clermont-Ferrand"), ((48.58, 7.75), "Strasbourg")):
        assert _viser(carte, lieu, zoom)[0] == nom


def test_la_bulle_dit_la_valeur_ou_pourquoi_il_n_y_en_a_pas(carte: Navigateur) -> None:
    _ouvrir(carte)
    lus = essai.valeurs(decoupages.inscrit("commune"), 2020)
    code = repertoire().codes[repertoire().noms.index("Strasbourg")]
    attendu = formats.nombre(lus[code][0], essai.TAUX)
    assert _viser(carte, (48.58, 7.75))[1] == f"Taux\u202f: {attendu}"
    assert "masqué (secret statistique)" in _viser(carte, essai.LIEU_MASQUE)[1]
    assert "non transmis" in _viser(carte, essai.LIEU_NON_TRANSMIS)[1]


def test_un_autre_millesime_ne_demande_aucune_geometrie(carte: Navigateur) -> None:
    _ouvrir(carte)
    avant, encres = carte.js(_DEMANDES), _encres(carte, (48.58, 7.75), 7)
    valeur = _viser(carte, (48.58, 7.75), 7)[1]
    carte.js("document.getElementById('suivante').click()")  # the mouse stays on the map
    carte.attendre(lambda: carte.js(_BULLE)[1] != valeur, "la bulle suit")
    carte.attendre_texte("2021", ".mosaique-entete")
    assert carte.js(f"{_CARTE} return carte.getZoom()") == 7
    carte.attendre(lambda: _encres(carte, (48.58, 7.75), 7) != encres, "d'autres couleurs")
    assert carte.js(_DEMANDES) == avant
    carte.cliquer("Départements")
    carte.attendre_texte("par département", ".mosaique-entete")
    carte.attendre(lambda: "Bas-Rhin" in _viser(carte, (48.58, 7.75), 7)[0], "un autre découpage")
    assert carte.js(_DEMANDES) == avant


def _encres(page: Navigateur, lieu: tuple[float, float], zoom: float) -> list[str]:
    page.js(_PLACE, lieu, zoom)
    encres: list[str] = page.js(_ENCRES, lieu)
    return sorted(encres)


def test_le_masque_est_hachure_et_le_non_transmis_pointille(carte: Navigateur) -> None:
    _ouvrir(carte)
    _viser(carte, essai.LIEU_MASQUE)
    hachures = _encres(carte, essai.LIEU_MASQUE, 10)
    points = _encres(carte, essai.LIEU_NON_TRANSMIS, 10)
    plein = _encres(carte, (48.58, 7.75), 10)
    assert "255,255,255" in hachures and "128,141,152" in hachures
    assert "255,255,255" in points and hachures != points
    assert len(plein) < 3 and "128,141,152" not in plein


@pytest.mark.parametrize("zoom", [5.5, 7, 9.5])
def test_aucune_couleur_ne_sort_de_ses_limites(carte: Navigateur, zoom: float) -> None:
    _ouvrir(carte)
    for lieu in ((46.5, 2.5), (48.4, -3.5), (42.2, 9.1)):
        _viser_sans_bulle(carte, lieu, zoom)
        hors, pixels = carte.js(_COULURES)
        assert hors == 0 and pixels > 10_000, (lieu, hors, pixels)


def _viser_sans_bulle(page: Navigateur, lieu: tuple[float, float], zoom: float) -> None:
    page.js(_PLACE, lieu, zoom)
    if zoom > 7.3:
        page.attendre(lambda: page.js(f"{_CARTE} return figures[0].modele.geo.fin"), "le fin")


def test_deux_cartes_bougent_ensemble(carte: Navigateur) -> None:
    _ouvrir(carte, "/deux")
    vues = (
        f"{_CARTE} return figures.map((f) => [f.principale.getCenter(), f.principale.getZoom()]);"
    )
    carte.js(f"{_CARTE} figures[1].principale.setView([48.2, -3], 8.5, {{animate: false}})")
    premiere, seconde = carte.js(vues)
    assert premiere == seconde and premiere[1] == 8.5
    carte.cliquer_sur(".mosaique-plan .leaflet-control-zoom-out")
    carte.attendre(lambda: carte.js(vues)[0][1] < 8.5, "un zoom")
    premiere, seconde = carte.js(vues)
    assert premiere == seconde


def test_les_touches_bougent_et_lisent(carte: Navigateur) -> None:
    _ouvrir(carte)
    carte.js(_PLACE, (48.0, -1.0), 8)
    carte.js("document.querySelector('.mosaique-plan').focus()")
    plan = carte.element(".mosaique-plan")
    assert plan.get_attribute("aria-label").startswith("Carte, taux")
    carte.taper(Keys.ENTER)
    dit = carte.attendre_texte("Taux", ".mosaique-dit")
    carte.taper(Keys.ARROW_RIGHT)
    carte.attendre(lambda: carte.texte(".mosaique-dit") != dit, "une autre commune")
    carte.taper("+")
    carte.attendre(lambda: carte.js(f"{_CARTE} return carte.getZoom()") > 8, "un zoom")


def test_un_clic_le_dit_a_dash(carte: Navigateur) -> None:
    _ouvrir(carte, "/flux")
    x, y = carte.js(_PLACE, (48.58, 7.75), 10)
    carte.cliquer_au_point(x, y)
    numero = repertoire().noms.index("Strasbourg") + 1
    carte.attendre(lambda: carte.texte("#clic").startswith(f"{numero} "), "la commune")
    x, y = carte.js(_PLACE, (48.39, -4.49), 10)
    assert _viser(carte, (48.39, -4.49))[0] == "CHU de Brest"
    carte.cliquer_au_point(x, y)
    carte.attendre_texte("brest", "#clic")


def test_l_outre_mer_a_ses_encarts_et_leurs_bulles(carte: Navigateur) -> None:
    _ouvrir(carte)
    assert carte.nombre(".mosaique-encart canvas") >= 6
    carte.viser(".mosaique-encart[data-territoire='974']")
    bulle = carte.attendre(lambda: carte.js(_BULLE), "une bulle")
    reunion = {
        n for c, n in zip(repertoire().codes, repertoire().noms, strict=True) if c[:3] == "974"
    }
    assert bulle[0] in reunion


def test_une_unite_de_plusieurs_communes_se_nomme(carte: Navigateur) -> None:
    _ouvrir(carte, "/epci")
    lignes = _viser(carte, (48.58, 7.75))
    assert lignes[0] == "Eurométropole de Strasbourg" and lignes[-1] == "Commune\u202f: Strasbourg"


def test_le_theme_change_les_couleurs(carte: Navigateur) -> None:
    _ouvrir(carte)
    clair = _encres(carte, (48.58, 7.75), 10)
    carte.js("document.documentElement.dataset.bsTheme = 'dark'")
    carte.attendre(lambda: _encres(carte, (48.58, 7.75), 10) != clair, "d'autres couleurs")


def test_les_nombres_s_ecrivent_comme_ceux_du_serveur(carte: Navigateur) -> None:
    _ouvrir(carte)
    mises = [(0, "", False), (1, "%", True), (2, "", False), (1, "€", False)]
    textes = ["1234567.891", "-0.04", "0.05", "1.005", "-1234.5", "0", "12", "999.95"]
    for decimales, suffixe, signe in mises:
        forme = formats.Mise(decimales, suffixe, signe)
        for texte in textes:
            lu = carte.js(
                "return portulanMosaique.nombre(arguments[0], arguments[1])",
                texte,
                {"decimales": decimales, "suffixe": suffixe, "signe": signe},
            )
            assert lu == _ecrit(float(texte), forme), texte


def _ecrit(valeur: float, forme: Any) -> str:
    genres = {"": Format.DECIMAL, "%": Format.POURCENT, "€": Format.MONTANT}
    return formats.nombre(valeur, genres[forme.suffixe], forme.decimales, forme.signe)


def test_sur_un_telephone_tout_tient_en_largeur(carte: Navigateur) -> None:
    carte.taille(ETROIT)
    _ouvrir(carte)
    assert carte.js("return document.documentElement.scrollWidth") <= 390
    assert carte.js("return document.querySelector('.mosaique-plan').offsetHeight") > 200


def test_les_captures(carte: Navigateur, tmp_path: Path) -> None:
    """A picture of the frame has title, legend, scale, north and source in it."""
    _ouvrir(carte)
    cadre = carte.element(".mosaique .carte-cadre").rect
    for morceau in (
        "h2",
        ".carte-legende",
        ".leaflet-control-scale",
        ".mosaique-nord",
        ".figure-source",
    ):
        place = carte.element(f".mosaique {morceau}").rect
        assert place["height"] > 0
        assert (
            cadre["y"] <= place["y"]
            and place["y"] + place["height"] <= cadre["y"] + cadre["height"]
        )
