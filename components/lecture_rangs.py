"""Clauses on the first row of each group, for the reading note."""

from __future__ import annotations

from components import francais
from components.formats import arrondir, mise
from components.lecture_clauses import part_du_total
from components.lecture_mesures import ecrit
from components.lecture_zones import nationale
from components.noms_lignes import nom_ligne, noms_lignes
from data_layer.catalogue.schema import Lecture
from data_layer.result import Colonne, Ligne, Resultat, Statut
from geodata.zones import Zone, lire_id, zones_administratives


def en_tete(resultat: Resultat) -> list[str]:
    """Return at most one clause: who comes first, in each group of rows where one row does."""
    premieres = [p for g in sorted(set(resultat.bloc.groupes)) if (p := _premiere(resultat, g))]
    if not premieres:
        return []
    colonne = resultat.bloc.colonne(resultat.bloc.meneuse)
    selection = resultat.selection
    if selection.lecture is Lecture.TOTAL and colonne.mesure.est_volume:
        return [_les_plus_grands(resultat, premieres)]
    suite = [
        f"celle {francais.contracte(_sujet(resultat, p)[0])} "
        f"({ecrit(p.cellules[resultat.bloc.meneuse], colonne)}){_ou(resultat, p)}"
        for p in premieres
    ]
    quoi, parmi = _superlatif(resultat, premieres, colonne), _parmi(resultat)
    return [f"{parmi}{quoi} est {francais.enumere(suite)}"]


def _superlatif(resultat: Resultat, premieres: list[Ligne], colonne: Colonne) -> str:
    """« l'évolution la plus élevée »; « la baisse la plus faible » where even the first ones fall."""
    if resultat.selection.lecture is Lecture.TOTAL:
        return "la valeur la plus élevée"
    valeurs = [p.cellules[resultat.bloc.meneuse].valeur or 0.0 for p in premieres]
    baissent = all(arrondir(v, mise(colonne).decimales) < 0 for v in valeurs)
    return "la baisse la plus faible" if baissent else "l'évolution la plus élevée"


def _parmi(resultat: Resultat) -> str:
    """Among what: said where a row hides its value, or where the zone just read is not among them.

    A mean or an evolution that is not shown may be the highest of all.
    """
    bloc = resultat.bloc
    caches = {Statut.MASQUE, Statut.NON_TRANSMIS} & bloc.statuts_presents(bloc.meneuse)
    if not caches and not nationale(resultat):
        return ""
    noms = noms_lignes(resultat.selection.restitution, bloc)
    if not caches:
        return f"parmi les {noms}, "
    quoi = "la valeur" if resultat.selection.lecture is Lecture.TOTAL else "l'évolution"
    return f"parmi les {noms} dont {quoi} est montrée, "


def _premiere(resultat: Resultat, groupe: int) -> Ligne | None:
    """The only row of rank 1 among two or more ranked rows of a group."""
    bloc = resultat.bloc
    places = [i for i, g in enumerate(bloc.groupes) if g == groupe and bloc.rangs[i] is not None]
    premieres = [i for i in places if bloc.rangs[i] == 1]
    return bloc.ligne(premieres[0]) if len(places) > 1 and len(premieres) == 1 else None


def _les_plus_grands(resultat: Resultat, premieres: list[Ligne]) -> str:
    if (
        len(premieres) > 1
        and resultat.bloc.nature != "zone"
        and (len({p.code for p in premieres}) == 1)
    ):
        return _le_meme(resultat, premieres)
    textes = []
    for i, premiere in enumerate(premieres):
        sujet, pluriel = _sujet(resultat, premiere)
        verbe = " arrivent en tête" if pluriel else " arrive en tête"
        poids = _poids(resultat, premiere)
        if len(premieres) == 1:
            avec = f" avec {poids}" if premiere.marque != 0 or len(resultat.zones) > 1 else ""
            textes.append(f"{sujet}{verbe}{_ou(resultat, premiere)}{avec}")
        else:
            textes.append(f"{sujet}{'' if i else verbe}{_ou(resultat, premiere)} ({poids})")
    return ", ".join(textes)


def _le_meme(resultat: Resultat, premieres: list[Ligne]) -> str:
    """« X arrive en tête en Île-de-France (42,6 % du total) et dans les Hauts-de-France (52,1 %…) »."""
    lieux = [f"{_ou(resultat, p).strip()} ({_poids(resultat, p)})" for p in premieres]
    return f"{_sujet(resultat, premieres[0])[0]} arrive en tête {francais.enumere(lieux)}"


def _poids(resultat: Resultat, ligne: Ligne) -> str:
    cellule = ligne.cellules[resultat.bloc.meneuse]
    if cellule.part is None:
        return ecrit(cellule, resultat.bloc.colonne(resultat.bloc.meneuse))
    return part_du_total(resultat, ligne)


def _ou(resultat: Resultat, ligne: Ligne) -> str:
    """« en Île-de-France » beside another zone, unless rows are those of all France."""
    if len(resultat.zones) < 2 or nationale(resultat):
        return ""
    return f" {francais.lieu(resultat.zones[ligne.groupe])}"


def _sujet(resultat: Resultat, ligne: Ligne) -> tuple[str, bool]:
    """A row as a subject, and whether its verb is in the plural."""
    bloc, restitution = resultat.bloc, resultat.selection.restitution
    if bloc.nature != "zone":
        dimension = restitution.dimension(bloc.nature)
        libelle = dimension.sans_nom(ligne.libelle) if dimension else ligne.libelle
        nom = francais.avec_article(nom_ligne(restitution, bloc))
        return f"{nom} {francais.cite(libelle)}", False
    zone = zones_administratives().get(ligne.zone)
    if zone is None:
        lu = lire_id(ligne.zone)
        nommee = francais.sujet(Zone(*lu, ligne.libelle)) if lu else francais.cite(ligne.libelle)
        return nommee, False
    return francais.sujet(zone), francais.pluriel(zone)
