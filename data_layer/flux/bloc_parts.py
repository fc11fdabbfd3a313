"""The blocks of market shares: establishments or kinds over two years, concentration, every year."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from data_layer.catalogue.mesures import Format, Mesure, NatureMesure
from data_layer.catalogue.schema import Dimension, Lecture
from data_layer.disclosure import Garde
from data_layer.flux import parts
from data_layer.flux.demande import COLONNES, DemandeFlux
from data_layer.flux.gardes import bout_a_bout, deduire, tout
from data_layer.flux.publie import AILLEURS
from data_layer.flux.regions import nom_region
from data_layer.flux.reponse import Reponse, part_masquee
from data_layer.requete.blocs import Paquet, bloc, ligne
from data_layer.requete.mesurer import colonnes
from data_layer.requete.noms import Nom, nom_zone
from data_layer.result import Bloc, Ligne
from data_layer.selection import genre_de
from geodata.zones import Genre, Zone

CLASSEMENT, SYNTHESE, CONCENTRATION, EVOLUTION = (
    *("classement", "synthese", "concentration", "evolution"),
)


def _derivee(
    cle: str, libelle: str, unite: str, forme: Format, decimales: int, definition: str
) -> Mesure:
    return Mesure(
        cle=cle,
        libelle=libelle,
        court=libelle,
        unite=unite,
        format=forme,
        decimales=decimales,
        nature=NatureMesure.DERIVEE,
        protege_par="sejours",
        definition=definition,
    )


_CONCENTRATION = (
    _derivee(
        "hhi",
        "Indice de Herfindahl-Hirschman",
        "de 0 à 1",
        Format.DECIMAL,
        3,
        "Somme des carrés des parts des établissements : 1 quand un seul soigne tous les habitants. Un "
        "minimum où des parts sont masquées, ou réunies par région.",
    ),
    _derivee(
        "equivalent",
        "Nombre équivalent d'établissements",
        "établissements",
        Format.DECIMAL,
        1,
        "Combien d'établissements de même taille donneraient le même indice.",
    ),
    _derivee(
        "trois",
        "Part des trois premiers",
        "%",
        Format.POURCENT,
        1,
        "Part que prennent ensemble les trois premiers établissements.",
    ),
)


def repondre(demande: DemandeFlux, zones: tuple[Zone, ...], voulus: Collection[str]) -> Reponse:
    """Blocks ``classement``, ``synthese``, ``concentration`` and ``evolution``: those of ``voulus``."""
    tetes = tuple(_tete(demande, i, z) for i, z in enumerate(zones))
    dimension = demande.selection.restitution.dimension("statut")
    assert dimension is not None
    par_genre = demande.selection.par == dimension.cle
    etablissements = [_etablissements(demande, i, z) for i, z in enumerate(zones)]
    genres: list[Paquet] = []
    if par_genre or SYNTHESE in voulus:
        genres = [_genres(demande, dimension, i, z) for i, z in enumerate(zones)]
    paquets, nature = (genres, dimension.cle) if par_genre else (etablissements, "zone")
    blocs = {CLASSEMENT: _bloc(demande, CLASSEMENT, nature, tetes, paquets, en_ordre=not par_genre)}
    if SYNTHESE in voulus:
        blocs[SYNTHESE] = _bloc(demande, SYNTHESE, dimension.cle, tetes, genres, en_ordre=False)
    if CONCENTRATION in voulus:
        blocs[CONCENTRATION] = _concentration(demande, zones, tetes)
    if EVOLUTION in voulus:
        blocs[EVOLUTION] = _evolution(demande, dimension, zones, tetes)
    totaux = [parts.des_genres(demande, demande.annee, z, []).total for z in zones]
    masquee = part_masquee([p.gardes["volume"] for p in etablissements], totaux)
    return Reponse(blocs, CLASSEMENT, masquee)


def mesures(demande: DemandeFlux) -> tuple[Mesure, ...]:
    """The columns, each with its year: « Journées 2021 », « Part 2020 »."""
    volume = demande.selection.offre.mesure("volume")
    dites = []
    for m in demande.mesures:
        annee = demande.annee - 1 if m.cle.endswith("_avant") else demande.annee
        base = volume if m.cle == "volume_avant" else m
        if m.cle == "ecart_part":
            dites.append(m)
            continue
        nom = "Part" if m.cle.startswith("part") else base.court
        libelle = "Part de marché" if m.cle.startswith("part") else base.libelle
        suite = {"libelle": f"{libelle} {annee}", "court": f"{nom} {annee}", "unite": base.unite}
        dites.append(m.model_copy(update=suite))
    return tuple(dites)


def _mesurer(courant: parts.Parts, avant: parts.Parts) -> dict[str, Garde]:
    return {
        "volume": courant.volume,
        "part": courant.part,
        "volume_avant": avant.volume,
        "part_avant": avant.part,
        "ecart_part": deduire(courant.part.valeurs - avant.part.valeurs, courant.part, avant.part),
    }


def _tete(demande: DemandeFlux, rang: int, zone: Zone) -> Ligne:
    courant, avant = (
        parts.des_genres(demande, a, zone, []).total for a in (demande.annee, demande.annee - 1)
    )

    lues = _mesurer(
        parts.Parts(courant, tout(courant), courant), parts.Parts(avant, tout(avant), avant)
    )
    return ligne(Nom(zone.code, zone.libelle, zone.id, zone.id, rang), rang, lues, None)


def _etablissements(demande: DemandeFlux, rang: int, zone: Zone) -> Paquet:
    genre = Genre(genre_de(demande.selection.niveau))
    colonne, annees = COLONNES[genre], (demande.annee, demande.annee - 1)
    codes = parts.presents(demande, annees, zone, colonne)
    lus = [parts.des_etablissements(demande, a, zone, colonne, codes) for a in annees]
    noms = tuple(_nom(demande, genre, c) for c in codes)
    return Paquet(rang, noms, _mesurer(*lus))


def _nom(demande: DemandeFlux, genre: Genre, code: str) -> Nom:
    """An establishment, or those of another région together."""
    if code.startswith(AILLEURS):
        region = nom_region(code.removeprefix(AILLEURS), demande.contexte)
        return Nom(code, f"Établissements d'autres régions\u202f: {region}", code, apart=True)
    zone = demande.contexte.zones.get(f"{genre}-{code}")
    assert zone is not None, "a site without a zone"
    return nom_zone(code, zone, demande.selection)


def _genres(demande: DemandeFlux, dimension: Dimension, rang: int, zone: Zone) -> Paquet:
    codes = [v.code for v in dimension.valeurs]
    lus = [parts.des_genres(demande, a, zone, codes) for a in (demande.annee, demande.annee - 1)]
    noms = tuple(Nom(v.code, v.libelle, zone.id) for v in dimension.valeurs)
    return Paquet(rang, noms, _mesurer(*lus))


def _bloc(
    demande: DemandeFlux,
    cle: str,
    nature: str,
    tetes: tuple[Ligne, ...],
    paquets: Sequence[Paquet],
    *,
    en_ordre: bool,
) -> Bloc:
    selection = demande.selection
    titre = demande.titre_bloc() if cle == CLASSEMENT else "Synthèse par secteur et statut"
    return bloc(
        cle,
        titre,
        nature,
        selection,
        colonnes(Lecture.TOTAL, mesures(demande)),
        tetes,
        paquets,
        meneuse="volume",
        niveau=selection.niveau if nature == "zone" else None,
        en_ordre=en_ordre,
    )


def _concentration(demande: DemandeFlux, zones: tuple[Zone, ...], tetes: tuple[Ligne, ...]) -> Bloc:
    """The concentration of establishments (FINESS juridique), year by year."""
    annees = demande.annees()
    paquets = [
        Paquet(
            i,
            tuple(Nom(str(a), str(a), z.id) for a in annees),
            parts.concentration(demande, annees, z, "finess"),
        )
        for i, z in enumerate(zones)
    ]
    return bloc(
        CONCENTRATION,
        "Concentration entre établissements",
        "annee",
        demande.selection,
        colonnes(Lecture.TOTAL, _CONCENTRATION),
        tetes,
        paquets,
        meneuse="hhi",
        en_ordre=False,
    )


def _evolution(
    demande: DemandeFlux, dimension: Dimension, zones: tuple[Zone, ...], tetes: tuple[Ligne, ...]
) -> Bloc:
    """Volumes and shares of the finest kinds, year by year: codes ``2021|daf-public-ch``."""
    codes = [v.code for v in dimension.valeurs]
    fins = [v for v in dimension.valeurs if not any(c.startswith(f"{v.code}-") for c in codes)]
    annees = demande.annees()
    paquets = []
    for i, zone in enumerate(zones):
        lus = [parts.des_genres(demande, a, zone, [v.code for v in fins]) for a in annees]
        noms = tuple(
            Nom(f"{a}|{v.code}", f"{v.libelle}, {a}", zone.id) for a in annees for v in fins
        )
        gardes = {cle: bout_a_bout([getattr(p, cle) for p in lus]) for cle in ("volume", "part")}
        paquets.append(Paquet(i, noms, gardes))
    return bloc(
        EVOLUTION,
        f"Évolution par secteur et statut, {annees[0]}-{annees[-1]}",
        "statut",
        demande.selection,
        colonnes(Lecture.TOTAL, [m for m in demande.mesures if m.cle in ("volume", "part")]),
        tetes,
        paquets,
        meneuse="volume",
        en_ordre=False,
    )
