"""The blocks of the map: codes or communes, circles of establishments, lines of flows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from data_layer.catalogue.mesures import Mesure
from data_layer.catalogue.schema import Lecture
from data_layer.disclosure import Garde
from data_layer.flux import carte, demographie
from data_layer.flux.carte import Indicateur
from data_layer.flux.demande import COLONNES, DemandeFlux
from data_layer.flux.gardes import absente, lire, tout
from data_layer.flux.questions import HorsFamille
from data_layer.flux.refus_carte import refus_de_carte
from data_layer.flux.reponse import Reponse, bloc_vide, noms_de, part_masquee
from data_layer.indicators.flux_zones import Verdict
from data_layer.requete.blocs import Paquet, bloc, ligne
from data_layer.requete.mesurer import colonnes
from data_layer.requete.noms import Nom
from data_layer.result import Bloc, Ligne
from geodata.zones import Genre, Zone

CARTE, CERCLES, LIENS = "carte", "cercles", "liens"
_SANS_FLUX = (
    "Les flux se dessinent pour une zone : choisissez une région, un département ou un "
    "établissement."
)
_SANS_CERCLES = (
    "Les cercles ne se dessinent pas pour un bassin de vie : choisissez un code, un territoire de "
    "santé, un département ou une région."
)
_DITS = {
    Verdict.EX_AEQUO: "plusieurs villes à égalité",
    Verdict.INDETERMINE: "pôle indéterminé, des flux étant masqués",
    Verdict.AUCUN: "aucune activité",
}


SECONDE = "@1"
"""What the names of the blocks of a second map end with."""


def repondre(demande: DemandeFlux, zones: tuple[Zone, ...], voulus: Collection[str]) -> Reponse:
    """Block ``carte``; ``cercles`` and ``liens`` where they are asked for; those of a second map beside."""
    reponse = _une(demande, zones[:1])
    autre = _seconde(demande, zones)
    if autre is None or reponse.refus is not None:
        return reponse
    suite = _une(*autre)
    blocs = {
        **reponse.blocs,
        **{f"{cle}{SECONDE}": replace(b, cle=f"{cle}{SECONDE}") for cle, b in suite.blocs.items()},
    }
    if len(zones) > 1:
        # Two zones are read side by side: the main block says both as a whole.
        secondes = (replace(t, groupe=1, marque=1) for t in suite.blocs[suite.principal].tetes)
        premier = blocs[reponse.principal]
        blocs[reponse.principal] = replace(premier, tetes=(*premier.tetes, *secondes))
    remarques = tuple(dict.fromkeys((*reponse.remarques, *suite.remarques)))
    return replace(reponse, blocs=blocs, remarques=remarques)


def _seconde(
    demande: DemandeFlux, zones: tuple[Zone, ...]
) -> tuple[DemandeFlux, tuple[Zone, ...]] | None:
    """What is put beside: a second zone, a second year, or production beside consumption."""
    choix = demande.selection
    if len(zones) > 1:
        return demande, zones[1:2]
    # A population has one vintage: two years of it would be one map twice.
    if choix.vs_periode is not None and not choix.hors_activite:
        return DemandeFlux(replace(choix, periode=choix.vs_periode), demande.ouverture), zones[:1]
    if choix.filtre("face"):
        autre = choix.filtrer("indicateur", (Indicateur.PRODUCTION,))
        return DemandeFlux(autre, demande.ouverture), zones[:1]
    return None


def _une(demande: DemandeFlux, zones: tuple[Zone, ...]) -> Reponse:
    choix = demande.selection
    indicateur = choix.filtre_en_vigueur("indicateur")[0]
    zone = zones[0]
    if choix.hors_activite:
        return demographie.repondre(demande, zones, indicateur)
    voulu = Indicateur(indicateur)
    if (refus := refus_de_carte(demande, voulu, zone)) is not None:
        return Reponse({CARTE: bloc_vide(demande)}, CARTE, None, refus=refus)
    codes = demande.contexte.zones.toutes(Genre.PMSI)
    paquet, tetes = _codes(demande, voulu, zone, codes), _tetes(demande, voulu, zone)
    blocs = {CARTE: _bloc(demande, zone, tetes, paquet)}
    remarques: tuple[str, ...] = ()
    if choix.filtre("cercles"):
        try:
            blocs[CERCLES] = _cercles(demande, zone, voulu)
        except HorsFamille:
            remarques = (_SANS_CERCLES,)
    if choix.filtre("liens"):
        if zone.genre is Genre.FRANCE:
            remarques += (_SANS_FLUX,)
        else:
            blocs[LIENS] = _liens(demande, zone, voulu)
    return Reponse(blocs, CARTE, _part_masquee(demande, voulu, zone, paquet), remarques)


def _part_masquee(
    demande: DemandeFlux, indicateur: Indicateur, zone: Zone, paquet: Paquet
) -> float | None:
    """Of all that the codes have, what is not shown; a pole and an evolution have no volume."""
    if "volume" not in paquet.gardes or demande.compare:
        return None
    if indicateur is Indicateur.PRODUCTION and zone.genre is Genre.DEPARTEMENT:
        # From its région to a département is not published: the whole of what codes have is not told.
        return None
    # What is published by région only is not masked: it is left out of the whole.
    totaux = (
        [carte.ensemble(demande)]
        if indicateur is Indicateur.CONSOMMATION
        else carte.des_proches(demande, zone)
    )
    return part_masquee([paquet.gardes["volume"]], totaux)


def mesures(demande: DemandeFlux) -> tuple[Mesure, ...]:
    """The columns, the volume in the words of its champ and type of stay."""
    choix = demande.selection
    types = next(iter(choix.filtre("type")), "")
    return tuple(
        m.dans(choix.offre.famille, types) if m.cle == "volume" else m for m in demande.mesures
    )


def _codes(
    demande: DemandeFlux, indicateur: Indicateur, zone: Zone, zones: Sequence[Zone]
) -> Paquet:
    codes = [z.code for z in zones]
    noms = noms_de(zones, demande.selection)
    dites: dict[int, tuple[str, ...]] = {}

    def lus(d: DemandeFlux) -> dict[str, Garde]:
        if not d.connue(d.annee):
            return carte.absents(codes)
        if indicateur is Indicateur.CONSOMMATION:
            return carte.consommation(d, codes)
        if indicateur is Indicateur.POLE:
            p = carte.poles(d, codes)
            lus_ici = zip(p.villes, p.verdicts, strict=True)
            dites.update({i: (v or _DITS[Verdict(k)],) for i, (v, k) in enumerate(lus_ici)})
            return {"part_pole": p.part}
        return carte.recrutement(d, codes, zone)

    passe = lus(demande.avant()) if demande.compare else None
    courant = lus(demande)
    return Paquet(0, noms, lire(demande.selection.lecture, courant, passe), remarques=dites)


def _tetes(demande: DemandeFlux, indicateur: Indicateur, zone: Zone) -> tuple[Ligne, ...]:
    """The zone as a whole, where a figure of it means something."""
    if indicateur is Indicateur.POLE or demande.compare:
        return ()
    nom = Nom(zone.code, zone.libelle, zone.id, zone.id, 0)
    return (ligne(nom, 0, _de_la_zone(demande, indicateur, zone), None),)


def _de_la_zone(demande: DemandeFlux, indicateur: Indicateur, zone: Zone) -> dict[str, Garde]:
    if not demande.connue(demande.annee):
        return carte.absents([zone.code])
    if indicateur is not Indicateur.CONSOMMATION:
        total = carte.ensemble(demande, lieu=zone)
        return {
            "volume": total,
            "part": tout(total),
            "emprise": absente(1),
        }
    if zone.genre in carte.ETABLISSEMENTS:
        return carte.absents([zone.code])
    total = carte.ensemble(demande, residence=zone)
    return carte.rapporter(total, carte.habitants(demande, zone))


def _bloc(demande: DemandeFlux, zone: Zone, tetes: tuple[Ligne, ...], paquet: Paquet) -> Bloc:
    choix = demande.selection
    fait = bloc(
        CARTE,
        titre_de(demande),
        "zone",
        choix,
        colonnes(choix.lecture, mesures(demande)),
        tetes,
        [paquet],
        meneuse=choix.unite,
        niveau="pmsi",
    )
    return replace(fait, positions=_place(demande, zone))


def _place(demande: DemandeFlux, zone: Zone) -> dict[str, tuple[float, float]]:
    """Where the chosen establishment is, by its code: it has no outline."""
    if zone.genre not in carte.ETABLISSEMENTS:
        return {}
    lieux = carte.places(demande, "sites", COLONNES[zone.genre])
    return {zone.code: lieux[zone.code]} if zone.code in lieux else {}


def titre_de(demande: DemandeFlux) -> str:
    """« Taux de recours brut, MCO, 2021 »: what a map shows, and when."""
    choix = demande.selection
    mesure = next(m for m in mesures(demande) if m.cle == choix.unite)
    dits = [mesure.libelle, demande.noeud.libelle, choix.periode.libelle]
    dimension, codes = choix.restitution.dimension("indicateur"), choix.filtre("indicateur")
    if dimension is not None and codes and codes[0] != Indicateur.CONSOMMATION:
        # Stays are those of residents, of places or of one place: a picture must say which.
        libelle = next(v.libelle for v in dimension.valeurs if v.code == codes[0])
        dits[0] = f"{libelle}, {dits[0][:1].lower()}{dits[0][1:]}"
    return ", ".join(dits)


def _cercles(demande: DemandeFlux, zone: Zone, indicateur: Indicateur) -> Bloc:
    codes, volume, colonne = carte.cercles(demande, zone, indicateur)
    genre = "fig" if colonne == "fig" else "fin"
    index = demande.contexte.zones
    trouvees = [index.get(f"{genre}-{c}") for c in codes]
    noms = noms_de([z for z in trouvees if z is not None], demande.selection)
    mesure = _volume(demande)
    fait = bloc(
        CERCLES,
        f"{mesure.libelle} par établissement",
        "zone",
        replace(demande.selection, tri=""),
        colonnes(Lecture.TOTAL, (mesure,)),
        (),
        [Paquet(0, noms, {"volume": volume})],
        meneuse="volume",
        niveau="site" if genre == "fig" else "etablissement",
    )
    return replace(fait, positions=carte.places(demande, "sites", colonne))


def _liens(demande: DemandeFlux, zone: Zone, indicateur: Indicateur) -> Bloc:
    """Codes ``37000|370000481``: from a residence to an establishment."""
    paires, volume = carte.liens(demande, zone, indicateur)
    index = demande.contexte.zones
    genre = "fig" if zone.genre is Genre.ETABLISSEMENT_GEOGRAPHIQUE else "fin"

    def nom(de: str, vers: str) -> Nom:
        depart, arrivee = index.get(f"pmsi-{de}"), index.get(f"{genre}-{vers}")
        dit = f"{depart.libelle if depart else de} vers {arrivee.libelle if arrivee else vers}"
        return Nom(f"{de}|{vers}", dit, f"pmsi-{de}")

    mesure = _volume(demande)
    fait = bloc(
        LIENS,
        f"{mesure.libelle} par flux",
        "flux",
        replace(demande.selection, tri=""),
        colonnes(Lecture.TOTAL, (mesure,)),
        (),
        [Paquet(0, tuple(nom(*p) for p in paires), {"volume": volume})],
        meneuse="volume",
    )
    de, vers = (
        carte.places(demande, "residences", "code"),
        carte.places(demande, "sites", "fig" if genre == "fig" else "finess"),
    )
    return replace(fait, positions={**de, **vers})


def _volume(demande: DemandeFlux) -> Mesure:
    choix = demande.selection
    types = next(iter(choix.filtre("type")), "")
    return choix.restitution.mesure("volume").dans(choix.offre.famille, types)
