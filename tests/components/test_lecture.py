"""The sentences under a result, word for word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from components.lecture import note_de_lecture, phrase_masque, phrase_source
from data_layer.catalogue.schema import Lecture
from data_layer.result import Resultat, Statut
from data_layer.selection.periode import Periode
from tests import fabrique

IDF = "les établissements d'Île-de-France"


def note(resultat: Resultat) -> str:
    texte = note_de_lecture(resultat)
    assert "\n" not in texte and "  " not in texte and texte.endswith(".")
    return texte.replace("\u202f", " ").replace("\u00a0", " ")


def mesuree(cle: str, valeur: fabrique.Valeur, zone: str = "reg-11") -> Resultat:
    """A result with one main line, led by another measure, without rows."""
    tete = fabrique.ligne("", "", {cle: valeur}, cible=zone, marque=0)
    bloc = fabrique.bloc([], [tete], mesures=[fabrique.colonne(cle)], meneuse=cle)
    return fabrique.resultat(bloc, choix=fabrique.selection((zone,), unite=cle))


def test_une_zone() -> None:
    assert note(fabrique.une_zone()) == (
        f"Lecture : en 2024, {IDF} ont réalisé 2 345 678 séjours (hors séances) ; "
        "Paris arrive en tête avec 45,2 % du total."
    )


def test_deux_zones() -> None:
    assert note(fabrique.deux_zones()) == (
        f"Lecture : en 2024, {IDF} ont réalisé 2 345 678 séjours (hors séances), "
        "contre 1 400 000 pour ceux des Hauts-de-France ; Paris arrive en tête en Île-de-France "
        "(45,2 % du total), le Nord dans les Hauts-de-France (50,0 % du total)."
    )


def test_par_categorie() -> None:
    assert note(fabrique.par_categorie(("reg-11",))).endswith(
        "; la catégorie « Centres hospitaliers régionaux ou universitaires » arrive en tête "
        "avec 60,0 % du total."
    )


def test_evolutions() -> None:
    assert note(fabrique.lecture_evolution()) == (
        "Lecture : entre 2023 et 2024, le nombre de séjours (hors séances) des établissements "
        "d'Île-de-France a augmenté de 1,20 % ; l'évolution la plus élevée est celle de Paris "
        "(+3,25 %)."
    )
    assert "a augmenté de 1 200 séjours" in note(fabrique.lecture_evolution(Lecture.EVOL_VAL))


@pytest.mark.parametrize(
    ("valeur", "clause"),
    [
        (-3.456, "a diminué de 3,46 %"),
        (-0.001, "n'a pas varié"),
        ((2.0, Statut.APPROCHE), "a augmenté d'environ 2,00 %"),
    ],
)
def test_sens_d_une_evolution(valeur: fabrique.Valeur, clause: str) -> None:
    colonne = fabrique.colonne("sejours", Lecture.EVOL)
    tete = fabrique.ligne("", "", {"sejours": valeur})
    choix = fabrique.selection(lecture=Lecture.EVOL)
    resultat = fabrique.resultat(fabrique.bloc([], [tete], mesures=[colonne]), choix=choix)
    assert note(resultat).endswith(f"{clause}.")


def test_deux_evolutions() -> None:
    colonne = fabrique.colonne("sejours", Lecture.EVOL)
    tetes = [fabrique.ligne("", "", {"sejours": v}, groupe=g) for g, v in enumerate((1.2, -0.4))]
    choix = fabrique.selection(
        ("reg-11", "reg-32"), lecture=Lecture.EVOL, periode=Periode(2020, 2021)
    )
    resultat = fabrique.resultat(fabrique.bloc([], tetes, mesures=[colonne]), choix=choix)
    assert note(resultat) == (
        "Lecture : de 2020 à 2021, par rapport à la période de 2019 à 2020, l'évolution du nombre "
        f"de séjours (hors séances) est de +1,20 % pour {IDF} et de −0,40 % pour ceux des "
        "Hauts-de-France."
    )


@pytest.mark.parametrize(
    ("cle", "valeur", "clause"),
    [
        ("age_moyen", 52.14, f"l'âge moyen est de 52,14 ans pour {IDF}"),
        (
            "dms",
            (1.5, Statut.APPROCHE),
            f"la durée moyenne de séjour est d'environ 1,50 jour pour {IDF}",
        ),
        ("part_hommes", 47.25, f"la part d'hommes est de 47,3 % pour {IDF}"),
        (
            "sejours",
            (100.0, Statut.AU_MOINS),
            f"{IDF} ont réalisé au moins 100 séjours (hors séances)",
        ),
        ("seances", 0.0, f"{IDF} ont réalisé 0 séance"),
        (
            "sejours",
            Statut.MASQUE,
            "le secret statistique ne permet pas de montrer le nombre de séjours (hors séances) "
            f"pour {IDF}",
        ),
        ("dms", Statut.SANS_OBJET, f"la durée moyenne de séjour est sans objet pour {IDF}"),
        (
            "seances",
            Statut.NON_TRANSMIS,
            f"{IDF} n'ont pas transmis de quoi établir le nombre de séances",
        ),
    ],
)
def test_une_ligne_principale(cle: str, valeur: fabrique.Valeur, clause: str) -> None:
    assert note(mesuree(cle, valeur)) == f"Lecture : en 2024, {clause}."


def test_un_etablissement_et_un_filtre() -> None:
    resultat = mesuree("seances", 1234.0, "fin-750000001")
    assert note(resultat) == "Lecture : en 2024, « CH 750000001 » a réalisé 1 234 séances."
    filtree = fabrique.selection(filtres=(("categorie", ("ch",)),))
    assert f"{IDF} (catégorie : Centres hospitaliers) ont réalisé" in note(
        replace(fabrique.une_zone(), selection=filtree)
    )


def test_zone_parmi_celles_de_france() -> None:
    rows = [
        fabrique.ligne(c, "", {"sejours": v}, cible=f"reg-{c}", rang=r, part=p, marque=m)
        for c, v, r, p, m in (("11", 900.0, 1, 0.2, None), ("32", 450.0, 2, 0.1, 0))
    ]
    tete = fabrique.ligne("32", "", {"sejours": 450.0}, marque=0)
    bloc = fabrique.bloc(rows, [tete], mesures=[fabrique.colonne("sejours")], niveau="region")
    assert note(fabrique.resultat(bloc, choix=fabrique.selection(("reg-32",)))) == (
        "Lecture : en 2024, les établissements des Hauts-de-France ont réalisé 450 séjours "
        "(hors séances), soit 10,0 % de la France ; l'Île-de-France arrive en tête avec 20,0 % "
        "de la France."
    )


def test_rien_et_ex_aequo() -> None:
    assert note(fabrique.vide()) == "Lecture : aucune ligne ne répond à ces choix."
    rows = [fabrique.ligne(c, c, {"sejours": 50.0}, cible=f"dep-{c}", rang=1) for c in ("75", "92")]
    tete = fabrique.ligne("11", "", {"sejours": 100.0})
    bloc = fabrique.bloc(rows, [tete], mesures=[fabrique.colonne("sejours")])
    assert "en tête" not in note(fabrique.resultat(bloc))


def test_un_libelle_hostile_reste_sur_une_ligne() -> None:
    assert "« =cmd|' /C calc'!A0 » arrive en tête" in note(fabrique.hostile())


@pytest.mark.parametrize(
    ("masquee", "phrase"),
    [
        (None, ""),
        (0.0, "aucun volume masqué"),
        (0.0001, "moins de 0,1 % du volume masqué"),
        (0.0021, "0,2 % du volume masqué"),
    ],
)
def test_phrase_masque(masquee: float | None, phrase: str) -> None:
    resultat = replace(fabrique.une_zone(), part_masquee=masquee)
    assert phrase_masque(resultat).replace("\u202f", " ") == phrase


def test_phrase_masque_sous_une_borne() -> None:
    borne = replace(fabrique.tous_statuts(), part_masquee=0.0)
    assert phrase_masque(borne) == "une part du volume masquée ou non transmise à la source"
    assert phrase_masque(fabrique.tous_statuts()).startswith("au moins 0,2")


def test_la_france_et_une_moyenne_qui_evolue() -> None:
    assert note(mesuree("seances", 50.0, "fr")).endswith("de France ont réalisé 50 séances.")
    colonne = fabrique.colonne("age_moyen", Lecture.EVOL_VAL)
    tete = fabrique.ligne("", "", {"age_moyen": -1.05})
    choix = fabrique.selection(lecture=Lecture.EVOL_VAL, unite="age_moyen")
    bloc = fabrique.bloc([], [tete], mesures=[colonne], meneuse="age_moyen")
    assert note(fabrique.resultat(bloc, choix=choix)).endswith(
        f"l'âge moyen a diminué de 1,05 an pour {IDF}."
    )


def _eparse(
    cellules: list[fabrique.Valeur], tete: fabrique.Valeur = 500.0, **choix: object
) -> Resultat:
    """Rows under the compared zone only, whose main line may be something else than ok."""
    rows = [fabrique.ligne(str(i), "", {"seances": v}, groupe=1) for i, v in enumerate(cellules)]
    tetes = [fabrique.ligne("", "", {"seances": v}, groupe=g) for g, v in enumerate((500.0, tete))]
    lecture = choix.get("lecture", Lecture.TOTAL)
    assert isinstance(lecture, Lecture)
    colonne = fabrique.colonne("seances", lecture)
    bloc = fabrique.bloc(rows, tetes, mesures=[colonne], meneuse="seances")
    selection = fabrique.selection(("reg-11", "reg-32"), unite="seances", **choix)
    return fabrique.resultat(bloc, choix=selection, part_masquee=0.0)


@pytest.mark.parametrize(
    ("resultat", "phrase"),
    [
        (_eparse([500.0, Statut.SANS_OBJET]), "aucun volume masqué"),
        (_eparse([500.0, Statut.MASQUE]), "des valeurs sont masquées"),
        (_eparse([500.0], Statut.MASQUE), "des valeurs sont masquées"),
        (
            _eparse([(500.0, Statut.AU_MOINS)]),
            "une part du volume masquée ou non transmise à la source",
        ),
        (
            _eparse([500.0], Statut.NON_TRANSMIS),
            "une part du volume masquée ou non transmise à la source",
        ),
        (_eparse([5.0], lecture=Lecture.EVOL), ""),
        (_eparse([Statut.MASQUE], lecture=Lecture.EVOL), "des valeurs sont masquées"),
        (
            _eparse([Statut.NON_TRANSMIS], Statut.MASQUE, lecture=Lecture.EVOL_VAL),
            "des valeurs sont masquées ou non transmises",
        ),
        (replace(_eparse([Statut.MASQUE]), part_masquee=None), "des valeurs sont masquées"),
        (mesuree("dms", 5.0), ""),
        (mesuree("dms", Statut.MASQUE), "des valeurs sont masquées"),
    ],
)
def test_aucun_volume_masque_seulement_quand_tout_est_montre(
    resultat: Resultat, phrase: str
) -> None:
    assert phrase_masque(resultat) == phrase


def test_evolution_relative_d_un_pourcentage() -> None:
    colonne = fabrique.colonne("part_deces", Lecture.EVOL)
    rows = [
        fabrique.ligne(c, "", {"part_deces": v}, cible=f"dep-{c}", rang=r)
        for c, v, r in (("75", -1.82, 1), ("92", -3.0, 2))
    ]
    tete = fabrique.ligne("", "", {"part_deces": -2.5})
    choix = fabrique.selection(lecture=Lecture.EVOL, unite="part_deces")
    bloc = fabrique.bloc(rows, [tete], mesures=[colonne], meneuse="part_deces")
    assert note(fabrique.resultat(bloc, choix=choix)) == (
        "Lecture : entre 2023 et 2024, la part de décès a diminué de 2,50 % en valeur relative "
        f"pour {IDF} ; la baisse la plus faible est celle de Paris (−1,82 % en valeur relative)."
    )


def test_le_premier_des_valeurs_montrees_seulement() -> None:
    rows = [
        fabrique.ligne(c, "", {"age_moyen": v}, cible=f"reg-{c}", rang=r, marque=m)
        for c, v, r, m in (
            ("11", 52.0, 1, None),
            ("32", 51.996, 2, 0),
            ("94", Statut.MASQUE, None, None),
        )
    ]
    tete = fabrique.ligne("32", "", {"age_moyen": 51.996})
    colonne = fabrique.colonne("age_moyen")
    choix = fabrique.selection(("reg-32",), unite="age_moyen", niveau="region")

    def bloc(jusque: int) -> Resultat:
        return fabrique.resultat(
            fabrique.bloc(
                rows[:jusque], [tete], mesures=[colonne], meneuse="age_moyen", niveau="region"
            ),
            choix=choix,
        )

    assert note(bloc(2)).endswith(
        "; parmi les régions, la valeur la plus élevée est celle de l'Île-de-France (52,00 ans)."
    )
    assert "; parmi les régions dont la valeur est montrée, la valeur la plus" in note(bloc(3))


def test_parts_de_la_france_approchees_ou_infimes() -> None:
    def lue(statut: Statut, part: float, **choix: object) -> str:
        rows = [
            fabrique.ligne(
                "11", "", {"sejours": (900.0, statut)}, cible="reg-11", rang=1, part=0.2
            ),
            fabrique.ligne(
                "06", "", {"sejours": 45.0}, cible="reg-06", rang=2, part=part, marque=0
            ),
        ]
        tete = fabrique.ligne("06", "", {"sejours": 45.0}, marque=0)
        bloc = fabrique.bloc(rows, [tete], mesures=[fabrique.colonne("sejours")], niveau="region")
        choisie = fabrique.selection(("reg-06",), niveau="region", **choix)
        return note(fabrique.resultat(bloc, choix=choisie))

    assert "soit 1,0 % de la France ; l'Île-de-France arrive" in lue(Statut.OK, 0.01)
    borne = lue(Statut.AU_MOINS, 0.0004)
    assert "soit moins de 0,1 % de la France ;" in borne
    assert borne.endswith("avec environ 20,0 % de la France.")
    assert "soit environ 1,0 % de la France (mêmes filtres)" in lue(
        Statut.AU_MOINS, 0.01, filtres=(("categorie", ("ch",)),)
    )
    assert "soit" not in lue(Statut.OK, 0.0)


def test_un_nom_de_dimension_n_est_dit_qu_une_fois() -> None:
    choix = fabrique.selection(filtres=(("categorie", ("non-renseignee",)),))
    assert "(catégorie : non renseignée) ont" in note(replace(fabrique.une_zone(), selection=choix))


def test_plusieurs_zones_muettes_dans_une_clause() -> None:
    choix = fabrique.selection(("reg-11", "reg-32"), unite="dms")

    def lue(statut: Statut, lecture: Lecture = Lecture.TOTAL) -> str:
        tetes = [fabrique.ligne("", "", {"dms": statut}, groupe=g) for g in (0, 1)]
        colonne = fabrique.colonne("dms", lecture)
        bloc = fabrique.bloc([], tetes, mesures=[colonne], meneuse="dms")
        return note(fabrique.resultat(bloc, choix=replace(choix, lecture=lecture)))

    assert lue(Statut.SANS_OBJET).endswith(
        f"est sans objet pour {IDF} et pour ceux des Hauts-de-France."
    )
    assert f"{IDF} et ceux des Hauts-de-France n'ont pas transmis" in lue(Statut.NON_TRANSMIS)
    # An evolution may be hidden because its terms are known too roughly: not only by secrecy.
    assert "le secret statistique ou des données non transmises ne permettent pas" in lue(
        Statut.MASQUE, Lecture.EVOL
    )


def test_la_reserve_d_une_ligne_principale_finit_la_note() -> None:
    dites = ("données de janvier à octobre seulement",)
    seule = mesuree("seances", 1234.0, "fin-750000001")
    tete = replace(seule.bloc.tetes[0], libelle="CH 750000001", remarques=dites)
    seule = replace(seule, blocs={"classement": replace(seule.bloc, tetes=(tete,))})
    assert note(seule).endswith("1 234 séances (données de janvier à octobre seulement).")
    deux = fabrique.deux_zones()
    tetes = (deux.bloc.tetes[0], replace(deux.bloc.tetes[1], libelle="CH X", remarques=dites))
    deux = replace(deux, blocs={"classement": replace(deux.bloc, tetes=tetes)})
    assert note(deux).endswith(" (« CH X » : données de janvier à octobre seulement).")


def test_phrase_source() -> None:
    assert phrase_source(fabrique.une_zone()) == (
        "Source\u202f: ATIH, ScanSanté, MCO 2015-2024, mise à jour le 12/03/2025"
    )
    assert "données synthétiques" in phrase_source(fabrique.une_zone(synthetique=True))
