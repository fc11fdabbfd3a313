"""The products that figures speak of: the node chosen, and what cannot be added up over products."""

from __future__ import annotations

from components import francais
from components.formats import FINE
from components.noms_lignes import sont_des_produits
from data_layer.catalogue.schema import Lecture, NatureMesure
from data_layer.result import Resultat


def noeud_choisi(resultat: Resultat) -> str:
    """Return the node chosen as the title of the result names it: « Implants (030102) »; else empty."""
    if not resultat.selection.noeud:
        return ""
    lieux = " et ".join(zone.libelle for zone in resultat.zones)
    dit = resultat.titre.removesuffix(f", {lieux}, {resultat.selection.periode.libelle}")
    restitution = resultat.selection.restitution
    # The title of flows says what is measured first: « Taux de recours, MCO ».
    return dit.removeprefix(f"{restitution.titre_resultat}, ") if restitution.flux else dit


def pour_produits(resultat: Resultat) -> str:
    """Return « pour tous les médicaments », « pour « Implants orthopédiques » »; empty for everything."""
    selection = resultat.selection
    arbre = selection.restitution.classification
    if arbre is None or not selection.noeud:
        return ""
    famille = next((f for f in arbre.familles if f.cle == selection.noeud), None)
    if famille is not None:
        return f"pour {francais.minuscule(famille.libelle)}"
    code = selection.noeud.partition("-")[2]
    return f"pour {francais.cite(noeud_choisi(resultat).removesuffix(f' ({code})'))}"


def non_additif(resultat: Resultat) -> str:
    """Return the sentence that warns of shares which do not add up; empty where they do.

    A stay counts once under each of its products; a person, under each row that saw them.
    """
    bloc, selection = resultat.bloc, resultat.selection
    mesure = selection.offre.mesure(selection.unite)
    if selection.lecture is not Lecture.TOTAL or len(bloc) < 2 or bloc.nature == "annee":
        return ""
    if mesure.nature is NatureMesure.DISTINCT:
        quoi = "Un patient peut compter dans plusieurs lignes"
    elif mesure.nature is NatureMesure.EFFECTIF and sont_des_produits(bloc):
        unite = francais.accorde(mesure.unite, 1)
        noms = "indications" if bloc.nature == "indication" else "produits"
        quoi = f"{francais.avec_indefini(unite).capitalize()} peut compter plusieurs {noms}"
    else:
        return ""
    return f"{quoi}{FINE}: les parts ne s'additionnent pas."
