"""The page of PMSI codes: what its addresses ask for, what answers, what is said of a code."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from components import codes_geo, codes_geo_carte, codes_geo_fiche
from components.codes_geo_carte import alentours, emprise
from components.codes_geo_raisons import passage, raisons
from components.codes_geo_recherche import LIMITE, Demande, lire, proches, trouver
from geodata.codes import Codes, codes_geographiques
from geodata.communes_postales import Cas
from geodata.contours import COMMANDE, ContoursAbsents
from geodata.zonage import OFFICIEL, Bassin, CodeDecrit, CommuneDecrite, Zonage
from pages import codes_geographiques as page
from pages import plan, routeur
from tests.pages.arbre import (
    composants,
    fautes_de_typographie,
    identifiants,
    liens,
    noeuds,
    texte,
)


def _commune(insee: str, nom: str, code: str, population: int, *postaux: str) -> CommuneDecrite:
    departement = insee[:2]
    return CommuneDecrite(
        insee, nom, departement, "11", code, "77001", 10.0, 3.0, 48.6, 2021, population,
        None, None, None, postaux, postaux[0] if postaux else None,
    )  # fmt: skip


def _code(code: str, libelle: str, cas: Cas, communes: list[CommuneDecrite]) -> CodeDecrit:
    departement = {"2A": "2A", "2B": "2B", "9D": "974"}.get(code[:2], code[:2])
    return CodeDecrit(
        code, libelle, departement, "11", "77001", sum(c.population for c in communes), 20.0, 3.0,
        48.6, cas, tuple(sorted({p for c in communes for p in c.postaux})),
        tuple(c.code for c in communes),
        tuple(c.code for c in communes if not code.startswith(c.departement) and code[0] != "9"),
    )  # fmt: skip


MAY = [_commune("77173", "Étrépilly", "77C02", 700, "77139")]
MAY += [_commune("77283", "May-en-Multien", "77C02", 692, "77145")]
TOURS = [_commune("37261", "Tours", "37000", 129_509, "37000", "37100", "37200")]
DENIS = [_commune("97411", "Saint-Denis", "9D000", 150_000, "97400")]
LOIN = [_commune("77500", "Ville", "77100", 5_000, "77100")]
LOIN += [_commune("60999", "Deçà", "77100", 300, "77100")]
PETIT = [_commune("02297", "Étrépilly", "02400", 90, "02400")]
AJACCIO = [_commune("2A004", "Ajaccio", "2AC01", 70_000, "20117")]
BASTIA = [_commune("2B033", "Bastia", "2BC01", 48_000, "20117")]
CODES = tuple(
    sorted(
        [
            _code("77C02", "Étrépilly", Cas.MOINS_DE_1000, MAY),
            _code("37000", "Tours", Cas.PLURI_DISTRIBUEE, TOURS),
            _code("9D000", "Saint-Denis", Cas.CODE_POSTAL, DENIS),
            _code("77100", "Ville", Cas.CODE_POSTAL, LOIN),
            _code("02400", "Étrépilly", Cas.CODE_POSTAL, PETIT),
            _code("2AC01", "Ajaccio", Cas.MICRO_REGION, AJACCIO),
            _code("2BC01", "Bastia", Cas.MICRO_REGION, BASTIA),
        ],
        key=lambda c: c.code,
    )
)
COMMUNES = (*MAY, *TOURS, *DENIS, *LOIN, *PETIT, *AJACCIO, *BASTIA)
BASSIN = Bassin("77001", "Bassin de vie de Ville", "11", ("77",), 9_000, ("77100", "77C02"))
ZONAGE = Zonage(COMMUNES, CODES, (BASSIN,))
PETITS = Codes(ZONAGE)
CARRE = [[[[2.9, 48.5], [3.1, 48.5], [3.1, 48.7], [2.9, 48.7], [2.9, 48.5]]]]


def _entite(code: str) -> dict[str, Any]:
    proprietes = {"id": f"pmsi-{code}", "code": code, "nom": code, "parent": "dep-77"}
    geometrie = {"type": "MultiPolygon", "coordinates": CARRE}
    return {"type": "Feature", "properties": proprietes, "geometry": geometrie}


@pytest.fixture
def dessines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Outlines of the small geography: 77C02 touches 77100, the others nothing."""

    def autour(code: str) -> bytes:
        codes = ["77C02", "77100"] if code == "77C02" else [code] if code != "37000" else []
        contenu = {"type": "FeatureCollection", "features": [_entite(c) for c in codes]}
        return gzip.compress(json.dumps(contenu).encode())

    monkeypatch.setattr(codes_geo_carte, "contours_autour", autour)


def _lu(requete: str, codes: Codes | None = PETITS) -> Any:
    return page.contenu(codes, lire(requete))


def _codes_listes(arbre: Any) -> list[str]:
    return [texte(n).split()[0] for n in composants(arbre, "trouvaille-titre")]


def _montre(arbre: Any) -> str | None:
    titres = [n for n in noeuds(arbre) if getattr(n, "id", None) == codes_geo_fiche.ID_TITRE]
    return getattr(titres[0], "data-code-montre") if titres else None


def _tables(arbre: Any) -> list[list[list[str]]]:
    tables = [n for n in noeuds(arbre) if type(n).__name__ == "Table"]
    return [
        [
            [texte(c) for c in noeuds(r) if type(c).__name__ in ("Th", "Td")]
            for r in noeuds(t)
            if type(r).__name__ == "Tr"
        ]
        for t in tables
    ]


@pytest.mark.parametrize(
    ("requete", "demande"),
    [
        ("", Demande()),
        ("?q=77139", Demande(texte="77139")),
        ("?code=77c02", Demande(code="77C02")),
        # A text is looked up, whatever code comes with it.
        ("?code=77C02&q=Tours", Demande(texte="Tours")),
        ("?q=+%00Saint%09Denis+", Demande(texte="Saint Denis")),
        ("?q=" + "a" * 5000, Demande(texte="a" * 100)),
        ("?autre=1", Demande()),
    ],
)
def test_l_adresse_dit_ce_qui_est_cherche(requete: str, demande: Demande) -> None:
    assert lire(requete) == demande


@given(st.text(max_size=400))
def test_aucune_adresse_ne_leve(requete: str) -> None:
    for cle in ("q", "code"):
        demande = lire(f"?{cle}={requete}")
        assert (demande.texte + demande.code).isprintable()
        assert len(demande.texte) <= 100
        trouver(PETITS, demande.texte)
        proches(PETITS, demande.texte + demande.code)


@pytest.mark.parametrize(
    ("cherche", "attendus", "montre"),
    [
        ("77C02", ["77C02"], "77C02"),
        ("77c02 ", ["77C02"], "77C02"),
        ("77139", ["77C02"], "77C02"),
        ("37 200", ["37000"], "37000"),
        ("97411", ["9D000"], "9D000"),
        # A postal code that micro-régions cut: who asks has to choose.
        ("20117", ["2AC01", "2BC01"], None),
        ("2B117", ["2BC01"], "2BC01"),
        # Homonyms: the more populated first.
        ("etrepilly", ["77C02", "02400"], None),
        ("", [], None),
        ("zzzz", [], None),
    ],
)
def test_un_texte_trouve_ses_codes(cherche: str, attendus: list[str], montre: str | None) -> None:
    trouves = trouver(PETITS, cherche)
    assert [r.code.code for r in trouves.reponses] == attendus
    assert (trouves.montre.code if trouves.montre else None) == montre


def test_un_nombre_qui_est_postal_et_insee_dit_les_deux_et_montre_le_postal() -> None:
    """37261 is Tours to INSEE: give another code that postal code."""
    autre = replace(CODES[0], code="41400", postaux=("37261",), departement="41")
    deux = Codes(replace(ZONAGE, codes=(*CODES, autre)))
    trouves = trouver(deux, "37261")
    assert [r.raison for r in trouves.reponses] == [
        "Code postal 37261",
        "Code INSEE 37261\u202f: Tours",
    ]
    assert trouves.montre is autre


def test_la_liste_s_arrete_et_le_dit() -> None:
    nombreux = tuple(
        replace(CODES[0], code=f"02{i:03d}", libelle=f"Ville {i}") for i in range(LIMITE + 5)
    )
    trouves = trouver(Codes(replace(ZONAGE, codes=nombreux)), "ville")
    assert len(trouves.reponses) == LIMITE
    assert trouves.suite
    assert f"Les {LIMITE} premiers codes" in codes_geo.annonce("ville", trouves)


@pytest.mark.parametrize(
    ("demande", "attendus"),
    [
        ("77C99", ["77100", "77C02"]),
        ("97499", ["9D000"]),
        ("20999", ["2AC01", "2BC01"]),
        ("99999", []),
        ("Lyon", []),
    ],
)
def test_un_code_inconnu_propose_les_plus_proches(demande: str, attendus: list[str]) -> None:
    assert [c.code for c in proches(PETITS, demande)] == attendus


def test_la_page_d_un_code_inconnu_mene_aux_plus_proches() -> None:
    for requete in ("?code=77C99", "?q=77C99"):
        vue = _lu(requete)
        assert "Code inconnu" in texte(vue)
        assert "77C99" in texte(vue)
        assert "/codes-geographiques?code=77C02" in liens(vue)
        assert _montre(vue) is None


@pytest.mark.usefixtures("dessines")
def test_la_fiche_d_un_code_de_regroupement() -> None:
    vue = _lu("?q=77139")
    dit = texte(vue)
    assert _codes_listes(vue) == ["77C02"]
    assert _montre(vue) == "77C02"
    for attendu in (
        "Seine-et-Marne (77)", "Île-de-France", "Bassin de vie de Ville, 2 codes",
        "1\u202f392 habitants (recensement de 2021)", "20,0 km²", "77139, 77145",
        "Troisième cas de regroupement", "moins de 1\u202f000 habitants", "02 pour son numéro",
        "construits par Portulan",
    ):  # fmt: skip
        assert attendu in dit, attendu
    assert "/cartographie?zone=pmsi-77C02" in liens(vue)
    passages, communes, voisins = _tables(vue)
    assert passages[1:] == [["77139", "Étrépilly", "700"], ["77145", "May-en-Multien", "692"]]
    assert communes[0] == ["Commune", "Code INSEE", "Code postal", "Habitants"]
    assert communes[1:] == [
        ["Étrépilly", "77173", "77139", "700"],
        ["May-en-Multien", "77283", "77145", "692"],
    ]
    # The table is the twin of the map: each neighbour drawn is a row that leads to it.
    assert voisins[1:] == [["77100", "Ville", "5\u202f300"]]
    assert "/codes-geographiques?code=77100" in liens(vue)


@pytest.mark.usefixtures("dessines")
def test_une_commune_d_un_autre_departement_est_dite() -> None:
    vue = _lu("?code=77100")
    assert "1 commune d'un autre département y compte aussi" in texte(vue)
    assert "Deçà (Oise)" in texte(vue)
    communes = _tables(vue)[1]
    assert communes[0][3] == "Département"
    assert ["Deçà", "60999", "77100", "Oise (60)", "300"] in communes
    assert "Aucun autre code ne touche celui-ci." in texte(vue)


def test_les_autres_codes_postaux_d_une_commune_ont_zero_habitant() -> None:
    """The published example: 37000, 37100 and 37200 are Tours, which counts under the first."""
    tours = PETITS.get("37000")
    assert tours is not None
    assert passage(PETITS, tours) == [
        ("37000", "Tours", "129\u202f509"),
        ("37100", "Tours", "0"),
        ("37200", "Tours", "0"),
    ]


def test_une_commune_sans_code_postal_n_est_pas_perdue() -> None:
    sans = replace(MAY[1], postaux=(), postal=None)
    codes = Codes(replace(ZONAGE, communes=tuple(sans if c is MAY[1] else c for c in COMMUNES)))
    code = codes.get("77C02")
    assert code is not None
    assert ("—", "sans code postal connu", "692") in passage(codes, code)


@pytest.mark.parametrize(
    ("code", "dit"),
    [
        ("9D000", "tient lieu de 974 (La Réunion)"),
        ("2BC01", "01 pour le numéro de la micro-région"),
        ("37000", "à un seul de ses codes postaux"),
    ],
)
def test_l_ecriture_d_un_code_est_expliquee(code: str, dit: str) -> None:
    decrit = PETITS.get(code)
    assert decrit is not None
    assert dit in " ".join(raisons(PETITS, decrit))


@pytest.mark.usefixtures("dessines")
def test_un_code_sans_contour_garde_ses_tableaux() -> None:
    vue = _lu("?code=37000")
    assert "Le contour de ce code n'est pas connu" in texte(vue)
    assert not composants(vue, "codes-carte")
    assert "Tours" in texte(vue)


def test_des_contours_absents_ne_font_pas_tomber_la_fiche(monkeypatch: pytest.MonkeyPatch) -> None:
    def absents(code: str) -> bytes:
        raise ContoursAbsents("rien")

    monkeypatch.setattr(codes_geo_carte, "contours_autour", absents)
    assert "Le contour de ce code n'est pas connu" in texte(_lu("?code=77C02"))


@pytest.mark.usefixtures("dessines")
def test_la_carte_montre_le_code_et_les_points_de_ses_voisins() -> None:
    code = PETITS.get("77C02")
    assert code is not None
    vues = alentours(PETITS, code)
    (sud, ouest), (nord, est) = emprise(code, vues)
    assert (sud, ouest, nord, est) == (48.5, 2.9, 48.7, 3.1)
    loin = replace(vues, autour=(replace(vues.autour[0], longitude=3.3, latitude=40.0),))
    (sud, ouest), (nord, est) = emprise(code, loin)
    # As far as the point to the east; to the south, no farther than the code would still be seen.
    assert (ouest, nord, est) == (2.9, 48.7, 3.3)
    assert sud == pytest.approx(48.5 - 1.5 * 0.2)


def test_sans_geographie_la_page_dit_la_commande() -> None:
    vue = _lu("?q=77139", None)
    assert COMMANDE in texte(vue)
    assert "pas encore construits" in texte(vue)


def test_sans_rien_demander_chaque_regle_a_un_exemple() -> None:
    vue = _lu("")
    for titre in (
        "Cas général", "Premier cas", "Deuxième cas", "Troisième cas", "Corse", "Outre-mer",
        "Code postal d'un autre département",
    ):  # fmt: skip
        assert titre in texte(vue)
    essais = liens(composants(vue, "codes-exemples"))
    assert {f"/codes-geographiques?q={q}" for q in ("37100", "77C02", "97400", "60999")} <= set(
        essais
    )
    for href in essais:
        assert trouver(PETITS, lire(href.partition("?")[2]).texte).reponses


def test_une_table_officielle_est_dite_comme_telle() -> None:
    codes = tuple(replace(c, cas=Cas.OFFICIEL) for c in CODES)
    officiels = Codes(Zonage(COMMUNES, codes, (BASSIN,), OFFICIEL, OFFICIEL))
    dit = texte(_lu("", officiels))
    assert "table officielle importée" in dit
    assert "Premier cas" not in dit


@pytest.mark.usefixtures("dessines")
@pytest.mark.parametrize("requete", ["", "?q=77139", "?q=etrepilly", "?code=77C99", "?code=37000"])
def test_la_page_a_un_titre_des_identifiants_uniques_et_une_bonne_typographie(requete: str) -> None:
    vue = _lu(requete)
    assert len([n for n in noeuds(vue) if type(n).__name__ == "H1"]) == 1
    ids = identifiants(vue)
    assert len(ids) == len(set(ids))
    # The credits are written by another room.
    fautes = [t for t in fautes_de_typographie(vue) if "Natural Earth" not in t]
    assert fautes == []


def test_le_routeur_et_le_plan_menent_a_la_page() -> None:
    assert "Codes géographiques PMSI" in texte(routeur.page("/codes-geographiques", ""))
    assert "/codes-geographiques" in liens(plan.page())


def test_les_vrais_codes_repondent() -> None:
    try:
        codes = codes_geographiques()
    except ContoursAbsents:
        pytest.skip("pas de codes : lancez « make geodata »")
    for cherche in ("77139", "20222", "97100", "Tours"):
        trouves = trouver(codes, cherche)
        assert trouves.reponses
        vue = page.page(f"?code={trouves.reponses[0].code.code}")
        assert _montre(vue) == trouves.reponses[0].code.code
        assert composants(vue, "codes-carte")
