"""What every file says and how it is named, whatever its format."""

from __future__ import annotations

from components.lecture import DEMONSTRATION
from data_layer.result import Resultat
from data_layer.selection import LIBELLES_LECTURE, LIBELLES_NIVEAU
from geodata.texte import sans_accent

AVERTISSEMENT = DEMONSTRATION[:1].upper() + DEMONSTRATION[1:]
SECRET = (
    "Un effectif de 1 à 10 n'est jamais montré, et ce qui en dérive (moyennes, parts, rangs, "
    "évolutions) est masqué avec lui. La règle est la même pour tous et pour tous les formats."
)
TETE, DETAIL = "zone choisie", "ligne"
_LONGUEUR_NOM = 40
# First characters that make a spreadsheet read a text as a formula; the wide ones are folded to them.
_FORMULES = "=+-@\t\r\n＝＋－＠"


def est_hostile(texte: str) -> bool:
    """Whether a spreadsheet could run this text as a formula (OWASP, CSV injection)."""
    nu = texte.lstrip(" \u00a0\u202f\ufeff")
    return nu[:1] != "" and nu[0] in _FORMULES


def nom_fichier(resultat: Resultat, extension: str) -> str:
    """Return ``portulan_activite-mco_ile-de-france_2024.csv``: ASCII, safe on any system."""
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
        *(_limace(zone.libelle) or zone.id for zone in resultat.zones),
        selection.periode.libelle.replace(" à ", "-"),
        *([suffixe] if suffixe else []),
    ]
    return "_".join(morceaux)


def _limace(texte: str) -> str:
    return sans_accent(texte).replace(" ", "-")[:_LONGUEUR_NOM].rstrip("-")


def choix_en_vigueur(resultat: Resultat) -> list[tuple[str, str]]:
    """Return every choice in force, one pair (name, value) each, defaults included."""
    selection = resultat.selection
    restitution = selection.restitution
    choix = [("Restitution", restitution.titre)]
    for i, zone in enumerate(resultat.zones):
        nom = "Zone comparée" if i else "Zone"
        choix.append((nom, f"{zone.libelle} ({zone.id})"))
    choix.append(("Période", selection.periode.libelle))
    dimension = restitution.dimension(selection.par)
    lignes = dimension.libelle if dimension else LIBELLES_NIVEAU[selection.niveau]
    choix.append(("Lignes", lignes))
    for filtre in restitution.filtres:
        codes = selection.filtre(filtre.cle)
        noms = [v.libelle for v in filtre.valeurs if v.code in codes]
        choix.append((filtre.libelle, ", ".join(noms) or filtre.tous))
    choix.append(("Unité", restitution.mesure(selection.unite).libelle))
    choix.append(("Lecture", LIBELLES_LECTURE[selection.lecture]))
    choix.append(("Tri", _tri(resultat)))
    return choix


def _tri(resultat: Resultat) -> str:
    selection = resultat.selection
    cle = selection.tri or f"-{selection.unite}"
    nom = cle.removeprefix("-")
    libelle = "Libellé" if nom == "libelle" else selection.restitution.mesure(nom).libelle
    return f"{libelle}, {'décroissant' if cle.startswith('-') else 'croissant'}"
