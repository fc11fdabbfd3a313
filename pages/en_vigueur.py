"""What the release in force holds, as the pages of the portal say it."""

from __future__ import annotations

from components.mises_a_jour import MiseAJour
from data_layer import Release, release_courante
from data_layer.catalogue import restitutions
from geodata import contours
from pages.methodologie_famille import Protege


def mises_a_jour() -> tuple[MiseAJour, ...]:
    """The datasets of the live release; empty when nothing was published."""
    release = release_courante()
    return () if release is None else mises_a_jour_de(release)


def mises_a_jour_de(release: Release) -> tuple[MiseAJour, ...]:
    """The datasets of a release, under the title of the restitution that reads them."""
    titres = {r.jeu: r.titre for r in restitutions()}
    return tuple(
        MiseAJour(
            nom=jeu.name,
            titre=titres.get(jeu.name, jeu.name),
            date=jeu.date_import.date().isoformat(),
            millesime=jeu.millesime,
            synthetique=jeu.synthetique,
            editeur=jeu.editeur,
            licence=jeu.licence,
            credit=jeu.credit,
        )
        for jeu in release.jeux.values()
    )


def proteges() -> tuple[Protege, ...]:
    """The restitutions whose published cells are declared, with the report of their protection."""
    release = release_courante()
    jeux = {} if release is None else release.jeux
    declarees = [r for r in restitutions() if r.publication is not None]
    return tuple(
        Protege(r, jeu.rapport.get("secret"), jeu.synthetique)
        if (jeu := jeux.get(r.jeu)) is not None
        else Protege(r)
        for r in declarees
    )


def credits_geographie() -> tuple[str, ...]:
    """Who the outlines of the maps come from; empty when they are not built."""
    return contours.credits()
