"""The static plate of a map: one SVG that stands alone, for a file, a slide or a printer.

Same classes, same tones and same words as the interactive map, in day colours written out.
"""

from __future__ import annotations

import textwrap

from components.charts import couleurs
from components.charts.graphe import source
from components.charts.titres import ou_quand, titre_mesure
from components.maps.cadrage import Cadrage, cadrer, credits_carte
from components.maps.classes import Methode
from components.maps.dessin import HAUTEUR, LARGEUR, Dessin, dessiner
from components.maps.lecture import MASQUE, NON_TRANSMIS, VIDE, colonne_meneuse, fonds, identifiant
from components.maps.legende import HORS, Legende, decrire
from components.maps.simples import longueur_echelle
from components.maps.svg import element, texte
from data_layer.result import Resultat
from data_layer.selection.modele import niveau_de

_MARGE, _COLONNE = 28.0, 260.0
_NOMS_AU_PLUS = 30
_HALO = {
    "paint_order": "stroke",
    "stroke": "#ffffff",
    "stroke_width": 3,
    "stroke_linejoin": "round",
}


def planche_svg(resultat: Resultat, methode: Methode = Methode.QUANTILE) -> str:
    """Return the plate as an SVG document; width and height in px are those of its view box.

    Raises:
        ContoursAbsents: the geography was not built.
        ValueError: the rows are neither régions nor départements.
    """
    niveau = resultat.bloc.niveau
    if niveau not in ("region", "departement"):
        raise ValueError(f"no outlines for {niveau!r}")
    cadrage = cadrer(resultat)
    dessins = dessiner(niveau, cadrage)  # type: ignore[arg-type]
    entete, haut = _entete(resultat)
    pied, bas = _pied(resultat)
    legende = _legende(decrire(resultat, methode, hors=cadrage.hors))
    largeur = LARGEUR + _COLONNE + 2 * _MARGE
    hauteur = haut + HAUTEUR + bas
    return element(
        "svg",
        element("title", texte_nu(titre_mesure(resultat, colonne_meneuse(resultat)))),
        _motifs(dessins),
        element("rect", width="100%", height="100%", fill=couleurs.SURFACE),
        entete,
        element(
            "g",
            *(_cadre(resultat, methode, dessin, cadrage) for dessin in dessins),
            transform=f"translate({_MARGE} {haut})",
        ),
        element("g", legende, transform=f"translate({_MARGE + LARGEUR + 20} {haut})"),
        element("g", pied, transform=f"translate({_MARGE} {haut + HAUTEUR + 24})"),
        xmlns="http://www.w3.org/2000/svg",
        width=largeur,
        height=hauteur,
        viewBox=f"0 0 {largeur:g} {hauteur:g}",
        font_family=couleurs.POLICE.replace('"', "'"),
        fill=couleurs.TEXTE,
        role="img",
    )


def texte_nu(contenu: str) -> str:
    """Return a text escaped, for an element that is not ``text``."""
    return texte(contenu, 0, 0).split(">", 1)[1].rsplit("<", 1)[0]


def encre(fond: str) -> str:
    """Return the paint of a ground: a colour written out, or the pattern of the plate."""
    if fond in (MASQUE, NON_TRANSMIS):
        return f"url(#{fond})"
    if fond == VIDE:
        return couleurs.SURFACE
    if fond == HORS:
        return couleurs.HORS
    gamme, ton = fond.split("-")
    tons = couleurs.DIVERGENTE if gamme == "div" else couleurs.SEQUENTIELLE
    return tons[int(ton) - 1]


def _entete(resultat: Resultat) -> tuple[str, float]:
    titres = textwrap.wrap(titre_mesure(resultat, colonne_meneuse(resultat)), 90)
    suites = textwrap.wrap(ou_quand(resultat), 130)
    lignes, y = [], _MARGE + 18
    for ligne in titres:
        lignes.append(texte(ligne, _MARGE, y, font_size=24, font_weight=650))
        y += 30
    for ligne in suites:
        lignes.append(texte(ligne, _MARGE, y, font_size=17, fill=couleurs.TEXTE_DISCRET))
        y += 24
    return "".join(lignes), y


def _pied(resultat: Resultat) -> tuple[str, float]:
    dits = textwrap.wrap(". ".join([source(resultat), *credits_carte()]) + ".", 190)
    lignes = [
        texte(ligne, 0, 16.0 * i, font_size=13, fill=couleurs.TEXTE_DISCRET)
        for i, ligne in enumerate(dits)
    ]
    return "".join(lignes), 24 + 16.0 * len(dits) + 12


def _motifs(dessins: list[Dessin]) -> str:
    hachure = element(
        "pattern",
        element("rect", width=6, height=6, fill=couleurs.SURFACE),
        element("rect", width=1.5, height=6, fill=couleurs.MASQUE),
        id=MASQUE,
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )
    points = element(
        "pattern",
        element("rect", width=6, height=6, fill=couleurs.SURFACE),
        element("circle", cx=3, cy=3, r=1.1, fill=couleurs.NON_TRANSMIS),
        id=NON_TRANSMIS,
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
    )
    fenetres = (
        element(
            "clipPath",
            element("rect", x=d.x, y=d.y, width=d.largeur, height=d.hauteur),
            id=f"cadre-{d.cle}",
        )
        for d in dessins
    )
    return element("defs", hachure, points, *fenetres)


def _cadre(resultat: Resultat, methode: Methode, dessin: Dessin, cadrage: Cadrage) -> str:
    poses = fonds(resultat, methode)
    prefixe = "reg-" if resultat.bloc.niveau == "region" else "dep-"
    zones = [z for z in dessin.chemins if z.startswith(prefixe)]
    terres = [element("path", d=d, fill=couleurs.TERRE_VOISINE) for d in dessin.voisins]
    formes = [
        element(
            "path",
            d=dessin.chemins[zone],
            fill=encre(poses.get(zone, HORS if cadrage.hors else VIDE)),
            stroke=couleurs.CONTOUR_CARTE if _plein(poses.get(zone)) else couleurs.MASQUE,
            stroke_width=0.8,
        )
        for zone in zones
    ]
    bord = element(
        "rect",
        x=dessin.x,
        y=dessin.y,
        width=dessin.largeur,
        height=dessin.hauteur,
        fill="none",
        stroke=couleurs.FILET,
    )
    titre = texte(
        dessin.titre, dessin.x + 6, dessin.y + 15, font_size=13, fill=couleurs.TEXTE_DISCRET
    )
    fond = element(
        "rect",
        x=dessin.x,
        y=dessin.y,
        width=dessin.largeur,
        height=dessin.hauteur,
        fill=couleurs.SURFACE,
    )
    dedans = [fond, *terres, *formes, _contours(resultat, dessin), _noms(resultat, dessin)]
    return element("g", *dedans, clip_path=f"url(#cadre-{dessin.cle})", fill_rule="evenodd") + (
        bord + titre if dessin.titre else bord + _echelle(dessin)
    )


def _plein(fond: str | None) -> bool:
    return fond is None or fond[:3] in ("seq", "div")


def _contours(resultat: Resultat, dessin: Dessin) -> str:
    """Outline the chosen zones, the main one last, each on a white casing."""
    traits = []
    for rang, zone in reversed(list(enumerate(resultat.zones))):
        chemin = dessin.chemins.get(zone.id)
        if chemin is None or niveau_de(zone.id) is None:
            continue
        commun = {"d": chemin, "fill": "none", "stroke_linejoin": "round"}
        traits.append(element("path", stroke=couleurs.SURFACE, stroke_width=5.5, **commun))
        tirets = "8 5" if rang else None
        traits.append(
            element(
                "path",
                stroke=couleurs.de_zone(rang),
                stroke_width=2.8,
                stroke_dasharray=tirets,
                **commun,
            )
        )
    return "".join(traits)


def _noms(resultat: Resultat, dessin: Dessin) -> str:
    """Write the names of the rows in the main frame, when there are few enough to be read."""
    lignes = list(resultat.bloc.lignes())
    if dessin.titre or len(lignes) > _NOMS_AU_PLUS:
        return ""
    places = [(li.libelle, dessin.centres.get(identifiant(li))) for li in lignes]
    return "".join(
        texte(nom, lieu[0], lieu[1] + 4, font_size=13, text_anchor="middle", **_HALO)
        for nom, lieu in places
        if lieu is not None and _tient(nom, lieu, places)
    )


def _tient(
    nom: str,
    lieu: tuple[float, float],
    places: list[tuple[str, tuple[float, float] | None]],
) -> bool:
    """Whether a name touches none of those before it; a name left out is in the table."""
    for autre, ailleurs in places:
        if (autre, ailleurs) == (nom, lieu):
            return True
        if ailleurs is None:
            continue
        large = 3.6 * (len(nom) + len(autre))
        if abs(ailleurs[0] - lieu[0]) < large and abs(ailleurs[1] - lieu[1]) < 15:
            return False
    return True


def _echelle(dessin: Dessin) -> str:
    """Return the scale bar: a simple length, of at most 150 units."""
    metres = longueur_echelle(150 * dessin.metres_par_unite)
    longueur = metres / dessin.metres_par_unite
    x, y = dessin.x + 14, dessin.y + dessin.hauteur - 16
    trait = element(
        "path",
        d=f"M{x:.1f} {y - 6:.1f}v6h{longueur:.1f}v-6",
        fill="none",
        stroke=couleurs.TEXTE_DISCRET,
    )
    unite = f"{metres / 1000:g} km" if metres >= 1000 else f"{metres:g} m"
    return trait + texte(
        unite.replace(" ", "\u202f"),
        x + 5,
        y - 5,
        font_size=13,
        fill=couleurs.TEXTE_DISCRET,
        **_HALO,
    )


def _legende(modele: Legende) -> str:
    lignes, y = [], 16.0
    for ligne in textwrap.wrap(modele.titre, 32):
        lignes.append(texte(ligne, 0, y, font_size=15, font_weight=650))
        y += 20
    for entree in modele.entrees:
        bord = couleurs.FILET_FORT if not _plein(entree.fond) else "none"
        lignes.append(
            element("rect", x=0, y=y - 4, width=26, height=16, fill=encre(entree.fond), stroke=bord)
        )
        lignes.append(texte(entree.libelle, 36, y + 9, font_size=14))
        y += 24
    for rang, (_, libelle) in enumerate(modele.zones):
        trait = {"stroke": couleurs.de_zone(rang), "stroke_width": 3}
        tirets = "7 4" if rang else None
        lignes.append(element("path", d=f"M0 {y + 4}h26", stroke_dasharray=tirets, **trait))
        lignes.append(texte(libelle, 36, y + 9, font_size=14))
        y += 24
    for note in modele.notes:
        for ligne in textwrap.wrap(note, 36):
            lignes.append(texte(ligne, 0, y + 9, font_size=13, fill=couleurs.TEXTE_DISCRET))
            y += 17
    return "".join(lignes)
