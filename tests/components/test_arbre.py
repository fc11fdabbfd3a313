"""The tree picker: what its sheet lists, where, and how it says what is chosen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from components import arbre
from components.arbre_liste import REPONSES_MAX, parcours, place, reponses
from data_layer.catalogue import restitution
from data_layer.selection import Contexte, Periode, par_defaut
from geodata.zones import zones_administratives
from tests.fabrique.contexte import contexte_dm

DM = par_defaut(restitution("dm-medicaments"), contexte_dm())
NOEUDS = contexte_dm().noeuds
assert NOEUDS is not None


def _tous(noeud: Any) -> Iterator[Any]:
    if isinstance(noeud, list | tuple):
        for n in noeud:
            yield from _tous(n)
    elif noeud is not None and not isinstance(noeud, str):
        yield noeud
        yield from _tous(getattr(noeud, "children", None))


def _texte(noeud: Any) -> str:
    if isinstance(noeud, str):
        return noeud
    enfants = noeud if isinstance(noeud, list | tuple) else [getattr(noeud, "children", None) or ""]
    return " ".join(_texte(n) for n in enfants)


def _boutons(liste: Any, genre: str) -> list[Any]:
    return [
        b for b in _tous(liste) if isinstance(b_id := getattr(b, "id", None), dict)
        and b_id["type"] == genre
    ]  # fmt: skip


def test_la_place_montre_ses_enfants_et_elle_meme() -> None:
    liste = parcours("dm", DM, NOEUDS)
    choix = [b.id["noeud"] for b in _boutons(liste, "arbre-choisir")]
    assert choix == ["dm", *(n.code for n in NOEUDS.enfants("dm"))]
    ouvrables = {b.id["noeud"] for b in _boutons(liste, "arbre-ouvrir") if b.id["ou"] == "liste"}
    assert ouvrables == {n.code for n in NOEUDS.enfants("dm") if NOEUDS.enfants(n.code)}
    fil = [b.id["noeud"] for b in _boutons(liste, "arbre-ouvrir") if b.id["ou"] == "fil"]
    assert fil == [""]


def test_le_choisi_est_marque_et_lui_seul() -> None:
    liste = parcours("lpp-03", DM.choisir_noeud("lpp-0301"), NOEUDS)
    marques = [
        b.id["noeud"]
        for b in _boutons(liste, "arbre-choisir")
        if b.to_plotly_json()["props"].get("aria-current") == "true"
    ]
    assert marques == ["lpp-0301"]
    assert _texte(liste).count("choisi") == 1


def test_aucun_bouton_n_en_contient_un_autre() -> None:
    for liste in (parcours("lpp-0301", DM, NOEUDS), reponses("hanche", DM, NOEUDS)):
        for bouton in _boutons(liste, "arbre-choisir") + _boutons(liste, "arbre-ouvrir"):
            dedans = [getattr(n, "_type", "") for n in _tous(bouton.children)]
            assert not {"Button", "A", "Input"} & set(dedans)


def test_une_recherche_dit_le_chemin_de_chaque_reponse() -> None:
    liste = reponses("hanche", DM, NOEUDS)
    premiere = _texte(_boutons(liste, "arbre-choisir")[0])
    assert "Hanche" in premiere
    assert "Dispositifs médicaux › Implants et greffons tissulaires" in premiere
    assert len(_boutons(reponses("a", DM, NOEUDS), "arbre-choisir")) <= REPONSES_MAX
    assert "Aucun produit ne répond" in _texte(reponses("zzqqxx", DM, NOEUDS))


def test_un_code_se_trouve() -> None:
    codes = [b.id["noeud"] for b in _boutons(reponses("0301", DM, NOEUDS), "arbre-choisir")]
    assert codes[0] == "lpp-0301"


def test_la_feuille_s_ouvre_ou_l_on_est() -> None:
    assert place("lpp-0301", NOEUDS) == "lpp-0301"
    feuille = next(n.code for n in NOEUDS._liste if n.code and not NOEUDS.enfants(n.code))
    assert place(feuille, NOEUDS) == NOEUDS.get(feuille).parent
    assert place("inconnu", NOEUDS) == ""
    assert "Tous les médicaments et dispositifs médicaux" in _texte(parcours("inconnu", DM, NOEUDS))


def test_le_bouton_dit_le_noeud_et_son_code() -> None:
    assert (
        _texte(arbre.nom_choisi(DM.choisir_noeud("dm"), NOEUDS)) == "Tous les dispositifs médicaux"
    )
    dit = _texte(arbre.nom_choisi(DM.choisir_noeud("lpp-030102"), NOEUDS))
    assert dit == "Implants orthopédiques 030102"


def test_sans_classification_pas_d_arbre() -> None:
    mco = Contexte(zones_administratives(), Periode(2015, 2024))
    assert arbre.champ(par_defaut(restitution("activite-mco"), mco), mco.noeuds) == []
