"""What surrounds the outlines of a plate: heading, legend, scale bar, sources, patterns, inks."""

from __future__ import annotations

import textwrap

from components.charts import couleurs
from components.charts.graphe import source
from components.charts.titres import ou_quand, titre_mesure
from components.maps.cadrage import credits_carte
from components.maps.dessin import Dessin
from components.maps.lecture import MASQUE, NON_TRANSMIS, PARTAGE, VIDE, colonne_meneuse
from components.maps.legende import HORS, Legende
from components.maps.simples import longueur_echelle
from components.maps.svg import element, texte
from data_layer.result import Resultat

MARGE = 28.0
HALO = {"paint_order": "stroke", "stroke": "#ffffff", "stroke_width": 3, "stroke_linejoin": "round"}


def encre(fond: str) -> str:
    """Return the paint of a ground: a colour written out, or the pattern of the plate."""
    if fond in (MASQUE, NON_TRANSMIS, PARTAGE):
        return f"url(#{fond})"
    if fond == VIDE:
        return couleurs.SURFACE
    if fond == HORS:
        return couleurs.HORS
    gamme, ton = fond.split("-")
    tons = couleurs.DIVERGENTE if gamme == "div" else couleurs.SEQUENTIELLE
    return tons[int(ton) - 1]


def entete(resultat: Resultat) -> tuple[str, float]:
    """Return the heading and the height it takes: what is measured, then where and when."""
    titres = textwrap.wrap(titre_mesure(resultat, colonne_meneuse(resultat)), 90)
    suites = textwrap.wrap(ou_quand(resultat), 130)
    lignes, y = [], MARGE + 18
    for ligne in titres:
        lignes.append(texte(ligne, MARGE, y, font_size=24, font_weight=650))
        y += 30
    for ligne in suites:
        lignes.append(texte(ligne, MARGE, y, font_size=17, fill=couleurs.TEXTE_DISCRET))
        y += 24
    return "".join(lignes), y


def pied(resultat: Resultat) -> tuple[str, float]:
    """Return the sources, all of them, and the height they take."""
    dits = textwrap.wrap(". ".join([source(resultat), *credits_carte()]) + ".", 190)
    lignes = [
        texte(ligne, 0, 16.0 * i, font_size=13, fill=couleurs.TEXTE_DISCRET)
        for i, ligne in enumerate(dits)
    ]
    return "".join(lignes), 24 + 16.0 * len(dits) + 12


def motifs(dessins: list[Dessin]) -> str:
    """Return the patterns of what has no value, and the window of each frame."""
    trait = element("rect", width=1.5, height=6, fill=couleurs.MASQUE)
    point = element("circle", cx=3, cy=3, r=1.1, fill=couleurs.NON_TRANSMIS)
    bande = element("rect", width=3, height=8, fill=couleurs.SURFACE)
    fenetres = (
        element(
            "clipPath",
            element("rect", x=d.x, y=d.y, width=d.largeur, height=d.hauteur),
            id=f"cadre-{d.cle}",
        )
        for d in dessins
    )
    return element(
        "defs",
        _motif(MASQUE, 6, couleurs.SURFACE, trait, tourne="rotate(45)"),
        _motif(NON_TRANSMIS, 6, couleurs.SURFACE, point),
        _motif(PARTAGE, 8, couleurs.HORS, bande),
        *fenetres,
    )


def _motif(cle: str, cote: int, fond: str, marque: str, tourne: str | None = None) -> str:
    """Return a square tile of ``cote`` units: a mark on a ground."""
    return element(
        "pattern",
        element("rect", width=cote, height=cote, fill=fond),
        marque,
        id=cle,
        width=cote,
        height=cote,
        patternUnits="userSpaceOnUse",
        patternTransform=tourne,
    )


def bord(fond: str | None) -> str:
    """Return white between tones, grey around what is pale (the middle of a diverging scale)."""
    if fond is None or fond.startswith("seq"):
        return couleurs.CONTOUR_CARTE
    return couleurs.MASQUE


def _plein(fond: str | None) -> bool:
    return fond is None or fond[:3] in ("seq", "div")


def echelle(dessin: Dessin) -> str:
    """Return the scale bar: a simple length of at most 150 units, in the strip at the foot if any."""
    metres = longueur_echelle(150 * dessin.metres_par_unite)
    longueur = metres / dessin.metres_par_unite
    bas = dessin.y + dessin.hauteur
    x, y = dessin.x + 14, bas - (8 if dessin.pied else 16)
    bande = element(
        "rect",
        x=dessin.x,
        y=bas - dessin.pied,
        width=dessin.largeur,
        height=dessin.pied,
        fill=couleurs.SURFACE,
        stroke=couleurs.FILET,
    )
    trait = element(
        "path",
        d=f"M{x:.1f} {y - 6:.1f}v6h{longueur:.1f}v-6",
        fill="none",
        stroke=couleurs.TEXTE_DISCRET,
    )
    unite = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    return (
        (bande if dessin.pied else "")
        + trait
        + texte(
            unite.replace(" ", "\u202f"),
            x + 5,
            y - 5,
            font_size=13,
            fill=couleurs.TEXTE_DISCRET,
            **HALO,
        )
    )


def legende(modele: Legende) -> str:
    """Return the same entries as on screen, one under the other."""
    lignes, y = [], 16.0
    for ligne in textwrap.wrap(modele.titre, 32):
        lignes.append(texte(ligne, 0, y, font_size=15, font_weight=650))
        y += 20
    for entree in modele.entrees:
        filet = couleurs.FILET_FORT if not _plein(entree.fond) else "none"
        lignes.append(
            element(
                "rect", x=0, y=y - 4, width=26, height=16, fill=encre(entree.fond), stroke=filet
            )
        )
        lignes.append(texte(entree.libelle, 36, y + 9, font_size=14))
        y += 24
    for rang, (_, libelle) in enumerate(modele.zones):
        trait = {"stroke": couleurs.de_zone(rang), "stroke_width": 3}
        tirets = "7 4" if rang else None
        lignes.append(element("path", d=f"M0 {y + 4}h26", stroke_dasharray=tirets, **trait))
        for ligne in textwrap.wrap(libelle, 26):
            lignes.append(texte(ligne, 36, y + 9, font_size=14))
            y += 18
        y += 6
    for note in modele.notes:
        for ligne in textwrap.wrap(note, 36):
            lignes.append(texte(ligne, 0, y + 9, font_size=13, fill=couleurs.TEXTE_DISCRET))
            y += 17
    return "".join(lignes)


def texte_nu(contenu: str) -> str:
    """Return a text escaped, for an element that is not ``text``."""
    return texte(contenu, 0, 0).split(">", 1)[1].rsplit("<", 1)[0]
