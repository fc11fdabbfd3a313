"""What every file says and how it is named, whatever its format."""

from __future__ import annotations

from components.lecture import DEMONSTRATION
from components.refus import propositions, raison
from data_layer.catalogue.mesures import TAUX
from data_layer.catalogue.schema import Dimension
from data_layer.result import Resultat
from data_layer.selection import (
    LIBELLES_LECTURE,
    LIBELLES_PERIMETRE,
    LIBELLES_POUR,
    Noeuds,
    Selection,
    libelle_nature,
    libelle_niveau,
)
from geodata.texte import sans_accent

AVERTISSEMENT = DEMONSTRATION[:1].upper() + DEMONSTRATION[1:]
SECRET = (
    "Un effectif de 1 à 10 n'est jamais montré, et ce qui en dérive (moyennes, parts, rangs, "
    "évolutions) est masqué avec lui. La règle est la même pour tous et pour tous les formats."
)
GARANTIE = (
    "Aucun effectif de 1 à 10 séjours d'un tableau publié ne se calcule par des sommes et des différences de "
    "séjours montrés dans une même mise à jour, quoi que l'on demande et autant de fois qu'on le demande."
)
"""What holds for the datasets whose published cells are declared."""
TETE, DETAIL = "zone choisie", "ligne"
_LONGUEUR_NOM = 40
# First characters that make a spreadsheet read a text as a formula; the wide ones are folded to them.
_FORMULES = "=+-@\t\r\n＝＋－＠"


def est_hostile(texte: str) -> bool:
    """Whether a spreadsheet could run this text as a formula (OWASP, CSV injection)."""
    nu = texte.lstrip(" \u00a0\u202f\ufeff")
    return nu[:1] != "" and nu[0] in _FORMULES


def nom_fichier(resultat: Resultat, extension: str) -> str:
    """Return ``portulan_activite-mco_ile-de-france_2024.csv``: ASCII, safe on any system.

    A node and months are said too: ``portulan_dm-medicaments_lpp-0301_france_janvier-juin-2021.csv``.
    """
    return f"{souche(resultat)}.{extension.lstrip('.')}"


def souche(resultat: Resultat, suffixe: str = "") -> str:
    """Return the name without its extension; ``suffixe`` tells images apart: ``…_2024_carte``.

    Synthetic data is said in the name, where it cannot be cut away from the file.
    """
    selection = resultat.selection
    morceaux = [
        "portulan",
        *(["demonstration"] if resultat.provenance.synthetique else []),
        selection.slug,
        *([_limace(_quoi(selection))] if _quoi(selection) else []),
        *(_limace(zone.libelle) or zone.id for zone in resultat.zones),
        _limace(resultat.moment.replace(" à ", "-")),
        *([suffixe] if suffixe else []),
    ]
    return "_".join(morceaux)


def _quoi(selection: Selection) -> str:
    """What the name of a file tells beside the restitution: the node, or the indicator that has none."""
    return selection.unite if selection.hors_activite else selection.noeud


def _limace(texte: str) -> str:
    return sans_accent(texte).replace(" ", "-")[:_LONGUEUR_NOM].rstrip("-")


def non_publie(resultat: Resultat) -> str:
    """Return why the rows are not published and what is, on one line; empty when they are."""
    if resultat.refus is None:
        return ""
    autres = " ; ".join(libelle for libelle, _ in propositions(resultat))
    return (
        f"{raison(resultat)} À demander à la place\u202f: {autres}." if autres else raison(resultat)
    )


def choix_en_vigueur(resultat: Resultat, noeuds: Noeuds | None = None) -> list[tuple[str, str]]:
    """Return every choice in force, one pair (name, value) each, defaults included.

    ``noeuds``: the classification of the release, for the path down to the chosen node.
    """
    selection = resultat.selection
    restitution = selection.restitution
    choix = [("Restitution", restitution.titre)]
    for i, zone in enumerate(resultat.zones):
        nom = "Zone comparée" if i else "Zone"
        choix.append((nom, f"{zone.libelle} ({zone.id})"))
    choix.append(("Population" if selection.hors_activite else "Période", resultat.moment))
    if restitution.classification is not None and not selection.hors_activite:
        choix.append((restitution.classification.libelle, _chemin(selection, noeuds)))
    choix.append(("Lignes", _lignes(selection)))
    choix += [(f.libelle, _filtre_dit(selection, f)) for f in _filtres(selection)]
    choix.append(("Unité", selection.offre.mesure(selection.unite).libelle))
    if selection.rapportee:
        choix.append(("Rapport", LIBELLES_POUR[selection.pour]))
    choix.append(("Lecture", LIBELLES_LECTURE[selection.lecture]))
    if selection.perimetre:
        choix.append(("Périmètre", LIBELLES_PERIMETRE[selection.perimetre]))
    choix.append(("Tri", _tri(selection)))
    return choix


def _chemin(selection: Selection, noeuds: Noeuds | None) -> str:
    """The way down to the chosen node: ``Tous les… › Dispositifs… › Implants… (030102)``.

    Without the classification of the release, the code of the node.
    """
    arbre = selection.restitution.classification
    racine = arbre.racine if arbre else ""
    etapes = noeuds.chemin(selection.noeud) if noeuds else ()
    noms = [f"{n.libelle} ({n.code_court})" if n.code_court else n.libelle for n in etapes[1:]]
    return " › ".join([racine, *(noms or ([selection.noeud] if selection.noeud else []))])


def _lignes(selection: Selection) -> str:
    """What rows are: ``Département``, ``Catégorie``, ``Classification, sous-chapitre``."""
    restitution = selection.restitution
    if selection.par == "zone":
        return libelle_niveau(restitution, selection.niveau)
    nature = libelle_nature(restitution, selection.par)
    if selection.par != "classification":
        return nature
    niveau = libelle_niveau(restitution, selection.niveau)
    return f"{nature}, {niveau[:1].lower()}{niveau[1:]}"


def _filtres(selection: Selection) -> list[Dimension]:
    """The filters that hold: those offered, and those left with their default as only value."""
    offerts = {f.cle: f for f in selection.offre.filtres}
    declares = selection.restitution.filtres
    tenus = [f for f in declares if f.cle in offerts or codes_en_vigueur(selection, f)]
    return [offerts.get(f.cle, f) for f in tenus]


def codes_en_vigueur(selection: Selection, filtre: Dimension) -> tuple[str, ...]:
    """Return the values that a filter keeps, none where it leaves nothing out.

    The default of a filter holds also where it is the only value left, hence not offered.
    """
    codes, offre = selection.filtre_en_vigueur(filtre.cle), selection.offre
    if codes or filtre.defaut is None or not filtre.quand.vaut(offre.famille, offre.champ):
        return codes
    return (filtre.defaut,)


def _filtre_dit(selection: Selection, filtre: Dimension) -> str:
    codes = codes_en_vigueur(selection, filtre)
    return ", ".join(v.libelle for v in filtre.valeurs if v.code in codes) or filtre.tous


def _tri(selection: Selection) -> str:
    cle = selection.tri or f"-{selection.meneuse}"
    nom = cle.removeprefix("-")
    if nom == "libelle":
        libelle = "Libellé"
    elif nom == TAUX:
        libelle = LIBELLES_POUR[selection.pour]
    else:
        libelle = selection.offre.mesure(nom).libelle
    return f"{libelle}, {'décroissant' if cle.startswith('-') else 'croissant'}"
