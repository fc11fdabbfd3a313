"""The static plate of a map: one SVG that stands alone, for a file, a slide or a printer.

Same classes, same tones and same words as the interactive map, in day colours written out.
"""

from __future__ import annotations

from components.charts import couleurs
from components.charts.titres import titre_mesure
from components.maps.cadrage import Cadrage, cadrer
from components.maps.classes import Methode
from components.maps.dessin import HAUTEUR, LARGEUR, Dessin, dessiner
from components.maps.habillage import (
    HALO,
    MARGE,
    bord,
    echelle,
    encre,
    entete,
    legende,
    motifs,
    pied,
    texte_nu,
)
from components.maps.lecture import (
    VIDE,
    colonne_meneuse,
    compositions,
    dessinees,
    fonds,
    identifiant,
    tracable,
)
from components.maps.legende import HORS, decrire
from components.maps.svg import element, texte
from components.maps.territoires import groupes_du_plan
from data_layer.result import Resultat
from geodata.contours import NiveauCarte

_COLONNE = 260.0
_NOMS_AU_PLUS = 30


def planche_svg(resultat: Resultat, methode: Methode = Methode.QUANTILE) -> str:
    """Return the plate as an SVG document; width and height in px are those of its view box.

    Raises:
        ContoursAbsents: the geography was not built.
        ValueError: the rows are no zones of which there are outlines.
    """
    niveau = resultat.bloc.niveau
    if not tracable(resultat):
        raise ValueError(f"no outlines for {niveau!r}")
    cadrage = cadrer(resultat)
    fond: NiveauCarte = "region" if niveau == "region" else "departement"
    dessins = dessiner(fond, cadrage, groupes_du_plan(resultat))
    poses = fonds(resultat, methode)
    titres, haut = entete(resultat)
    sources, bas = pied(resultat)
    dit = legende(decrire(resultat, methode, hors=cadrage.hors))
    largeur = LARGEUR + _COLONNE + 2 * MARGE
    hauteur = haut + HAUTEUR + bas
    return element(
        "svg",
        element("title", texte_nu(titre_mesure(resultat, colonne_meneuse(resultat)))),
        motifs(dessins),
        element("rect", width="100%", height="100%", fill=couleurs.SURFACE),
        titres,
        element(
            "g",
            *(_cadre(resultat, poses, dessin, cadrage) for dessin in dessins),
            transform=f"translate({MARGE} {haut})",
        ),
        element("g", dit, transform=f"translate({MARGE + LARGEUR + 20} {haut})"),
        element("g", sources, transform=f"translate({MARGE} {haut + HAUTEUR + 24})"),
        xmlns="http://www.w3.org/2000/svg",
        width=largeur,
        height=hauteur,
        viewBox=f"0 0 {largeur:g} {hauteur:g}",
        font_family=couleurs.POLICE.replace('"', "'"),
        fill=couleurs.TEXTE,
        role="img",
    )


def _cadre(resultat: Resultat, poses: dict[str, str], dessin: Dessin, cadrage: Cadrage) -> str:
    zones = [z for z in _sol(resultat, dessin) if z in dessin.chemins]
    terres = [element("path", d=d, fill=couleurs.VOISINS) for d in dessin.voisins]
    formes = [
        element(
            "path",
            d=dessin.chemins[zone],
            fill=encre(poses.get(zone, VIDE if cadrage.nationale else HORS)),
            stroke=bord(poses.get(zone)),
            stroke_width=0.8,
        )
        for zone in zones
    ]
    filet = element(
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
        filet + titre if dessin.titre else filet + echelle(dessin)
    )


def _sol(resultat: Resultat, dessin: Dessin) -> list[str]:
    """Return the zones that cover a frame: territories, then the départements of none."""
    faites = compositions(resultat)
    pris = {d for composition in faites.values() for d in composition}
    prefixe = "reg-" if resultat.bloc.niveau == "region" else "dep-"
    return [*faites, *(z for z in dessin.chemins if z.startswith(prefixe) and z not in pris)]


def _contours(resultat: Resultat, dessin: Dessin) -> str:
    """Outline the chosen zones, the main one last, each on a white casing."""
    traits = []
    for rang, zone in reversed(list(enumerate(resultat.zones))):
        chemin = dessin.chemins.get(zone.id)
        if chemin is None:
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
    lignes = list(dessinees(resultat))
    if dessin.titre or len(lignes) > _NOMS_AU_PLUS:
        return ""
    places = [(li.libelle, dessin.centres.get(identifiant(li))) for li in lignes]
    return "".join(
        texte(nom, lieu[0], lieu[1] + 4, font_size=13, text_anchor="middle", **HALO)
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
