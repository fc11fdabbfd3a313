"""Why a choice is not offered here: where it is, in words, read from the declaration."""

from __future__ import annotations

from data_layer.catalogue.modele import Quand
from data_layer.catalogue.schema import RACINE, Dimension, Restitution
from data_layer.selection.modele import Selection


def unite_refusee(selection: Selection, texte: str) -> str | None:
    """« Les patients ne se comptent que pour les médicaments. »; None for no unit of ours."""
    restitution = selection.restitution
    if texte not in restitution.unites:
        return None
    mesure = restitution.mesure(texte)
    arbre = restitution.classification
    if arbre is not None and mesure.jusqu_a is not None:
        dits = [n.libelle for n in arbre.niveaux_sous(selection.offre.famille)]
        return (
            f"« {mesure.libelle} » n'est connu que jusqu'au niveau « {dits[mesure.jusqu_a - 2]} »."
        )
    debut = mesure.restreinte or f"L'unité « {mesure.libelle} » n'existe"
    return f"{debut} {_que(selection, mesure.quand)}."


def nature_refusee(selection: Selection, texte: str) -> str | None:
    """« Les GHM ne sont connus qu'en MCO. »; None for no breakdown of ours."""
    restitution = selection.restitution
    referentiel = restitution.referentiel(texte)
    if referentiel is not None:
        debut = referentiel.restreint or f"La répartition « {referentiel.libelle} » n'existe"
        return f"{debut} {_que(selection, referentiel.quand)}."
    arbre = restitution.classification
    if texte == "classification" and arbre is not None:
        return (
            f"La répartition « {arbre.libelle} » s'arrête ici : ce produit est le dernier de sa "
            "branche de la classification."
        )
    return None


def valeur_refusee(dimension: Dimension, texte: str) -> str | None:
    """Why a declared value of a filter is not offered for want of what it asks for; None for any other."""
    valeur = dimension.valeur(texte)
    if valeur is None or not valeur.exige:
        return None
    return (
        f"« {valeur.libelle} » demande une population plus ancienne, qui n'a pas été fournie à ce portail : "
        "elle n'est pas proposée."
    )


def va_de_soi(selection: Selection, dimension: Dimension, texte: str) -> bool:
    """Whether a filter that is not offered here is asked for the one value that remains."""
    return _seules(selection, dimension) == (texte,)


def filtre_refuse(selection: Selection, dimension: Dimension) -> str:
    """A filter without effect here: where it has one, or what holds without it."""
    restent = _seules(selection, dimension)
    if restent and dimension.cle == "champ":
        noms = _familles(selection.restitution, (selection.offre.famille,))
        return (
            f"{noms[:1].upper()}{noms[1:]} n'existent qu'{_champs(dimension, restent)} : "
            f"le filtre « {dimension.libelle} » n'est pas appliqué."
        )
    ou = "que pour d'autres produits" if restent else _que(selection, dimension.quand)
    return f"Le filtre « {dimension.libelle} » n'existe {ou} : il n'est pas appliqué."


def _seules(selection: Selection, dimension: Dimension) -> tuple[str, ...]:
    """The values that the products leave of a dimension, when it is theirs that leave too few."""
    famille, champ = selection.offre.famille, selection.offre.champ
    if not dimension.quand.vaut(famille, champ):
        return ()
    return tuple(v.code for v in dimension.valeurs if v.quand.vaut(famille, ""))


def _que(selection: Selection, quand: Quand) -> str:
    """« que pour les médicaments, en MCO et en HAD », of what bears on this place."""
    restitution = selection.restitution
    arbre, champ = restitution.classification, restitution.menante
    toutes = {f.cle for f in arbre.familles} if arbre else set()
    voulues = tuple(f for f in quand.famille if f != RACINE)
    dits = []
    # Families that are all there is are told only where none is chosen.
    if voulues and (set(voulues) != toutes or selection.offre.famille == RACINE):
        seules = " pris séparément" if set(voulues) == toutes else ""
        dits.append(f"pour {_familles(restitution, voulues)}{seules}")
    if quand.champ and champ is not None:
        dits.append(_champs(champ, quand.champ))
    texte = ", ".join(dits)
    return f"qu'{texte}" if texte.startswith("en ") else f"que {texte}"


def _familles(restitution: Restitution, codes: tuple[str, ...]) -> str:
    """« les médicaments et les dispositifs médicaux », in the order of the declaration."""
    arbre = restitution.classification
    noms = (
        [f.libelle.removeprefix("Tous ") for f in arbre.familles if f.cle in codes] if arbre else []
    )
    return " et ".join(noms)


def _champs(dimension: Dimension, codes: tuple[str, ...]) -> str:
    """« en MCO et en HAD »: the values alone, what groups them says no more; « pour « Production » »."""
    lus = [v for v in dimension.valeurs if v.code in codes]
    if dimension.cle != "champ":
        noms = [f"«\u00a0{v.court or v.libelle}\u00a0»" for v in lus]
        return f"pour {' et '.join([', '.join(noms[:-1]), noms[-1]] if noms[1:] else noms)}"
    seules = [v for v in lus if len(v.valeurs) == 1] or lus
    return " et ".join(f"en {v.libelle}" for v in seules)
