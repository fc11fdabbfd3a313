"""The one grammar of addresses: from a query string to a selection, and back.

``lire`` never raises: whatever the text, it returns a selection and the notices. ``ecrire`` omits
defaults and keeps a fixed order, so one view has one address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, quote

from data_layer.catalogue.schema import RACINE, Grain, Restitution
from data_layer.selection.avis import Avis, Choix, court
from data_layer.selection.contexte import Contexte
from data_layer.selection.lecteurs import SELON_LE_NOEUD, lecteurs
from data_layer.selection.modele import Selection
from data_layer.selection.niveaux import niveau_par_defaut, niveau_suivant
from data_layer.selection.periode import Periode

VERSION = 1
LONGUEUR_MAX = 2_000
CLES = (
    *("zone", "vs", "noeud", "par", "niveau", "periode", "vs_periode", "lecture", "unite"),
    *("pour", "perimetre"),
    *("vue", "tri", "maj"),
)
RESERVEES = ("scenario", "v")

# One function a grammar version, from its pairs to those of the next one; links live as long as it does.
MIGRATIONS: Mapping[int, Callable[[dict[str, str]], dict[str, str]]] = {}


@dataclass(frozen=True, slots=True)
class Lu:
    """A selection as read, and what could not be taken."""

    selection: Selection
    avis: tuple[Avis, ...]

    @property
    def bloque(self) -> bool:
        return any(a.bloquant for a in self.avis)


def par_defaut(restitution: Restitution, contexte: Contexte) -> Selection:
    """France, the latest year (its months), rows one level down, ranked on the first measure."""
    fin = contexte.etendue.fin
    mois = (1, contexte.dernier_mois) if restitution.grain is Grain.MOIS else None
    return Selection(
        restitution=restitution,
        zone="fr",
        periode=Periode(fin, fin, mois),
        niveau=niveau_suivant("fr", restitution.niveaux),
        unite=restitution.unites[0],
        noeud=restitution.noeud,
        vue=restitution.formes[0],
    )


def lire(restitution: Restitution, requete: str, contexte: Contexte) -> Lu:
    """Read a query string (with or without its ``?``).

    Every key that cannot be taken becomes a notice that says what is allowed.
    """
    avis: list[Avis] = []
    paires = _paires(requete.removeprefix("?"), avis)
    paires = _migrer(paires, avis)
    selection = par_defaut(restitution, contexte)
    tous = lecteurs(restitution)
    selon_le_noeud = SELON_LE_NOEUD | {d.cle for d in restitution.filtres}
    for cle in paires:
        if cle not in tous and cle != "v":
            avis.append(_cle_inconnue(cle, restitution, tuple(tous)))
    # The order of the readers is the order of dependence: a level is read against its zone.
    for cle, lecteur in tous.items():
        if cle in paires:
            sans_noeud = cle in selon_le_noeud and any(a.cle == "noeud" for a in avis)
            selection = lecteur(selection, paires[cle], contexte, [] if sans_noeud else avis)
    return Lu(selection, tuple(avis))


def maj_demandee(requete: str) -> str | None:
    """The release an address names, read before the rest since the rest is read against it."""
    paires = parse_qsl(requete.removeprefix("?")[:LONGUEUR_MAX], errors="replace")
    return next((valeur for cle, valeur in paires if cle == "maj"), None)


def _paires(requete: str, avis: list[Avis]) -> dict[str, str]:
    if len(requete) > LONGUEUR_MAX:
        message = (
            f"L'adresse est trop longue ({len(requete)} caractères, {LONGUEUR_MAX} au plus). "
            "Repartez de la restitution et refaites vos choix."
        )
        avis.append(Avis("adresse", message, bloquant=True))
        return {}
    paires: dict[str, str] = {}
    for cle, valeur in parse_qsl(requete, keep_blank_values=True, errors="replace"):
        if cle in paires:
            message = (
                f"Le paramètre « {court(cle)} » figure deux fois. Gardez-en un ; "
                "plusieurs valeurs s'écrivent séparées par des virgules."
            )
            avis.append(Avis(cle, message, bloquant=True))
        paires[cle] = valeur
    return paires


def _migrer(paires: dict[str, str], avis: list[Avis]) -> dict[str, str]:
    version = paires.get("v", str(VERSION))
    if not version.isascii() or not version.isdigit() or not 1 <= int(version[:6]) <= VERSION:
        message = (
            f"La version « {court(version)} » des adresses est inconnue ; {VERSION} est comprise."
        )
        avis.append(Avis("v", message, (Choix(str(VERSION), f"version {VERSION}"),)))
        return paires
    for depart in range(int(version), VERSION):
        paires = MIGRATIONS[depart](paires)
    return paires


def _cle_inconnue(cle: str, restitution: Restitution, permises: tuple[str, ...]) -> Avis:
    if cle in CLES or cle in RESERVEES:
        message = f"Le paramètre « {cle} » ne s'applique pas à « {restitution.titre} »."
    else:
        message = f"Le paramètre « {court(cle)} » est inconnu."
    return Avis(cle, f"{message} Paramètres permis : {', '.join(permises)}.")


def _dans_les_annees(selection: Selection, contexte: Contexte) -> Selection:
    """The same, its years brought into those of its family."""
    if not contexte.des_familles:
        return selection
    etendue = contexte.etendue_de(selection.offre.famille)
    periode, seconde = selection.periode.ramenee(etendue), selection.vs_periode
    if seconde is not None:
        seconde = seconde.ramenee(etendue)
    return replace(selection, periode=periode, vs_periode=None if seconde == periode else seconde)


def ecrire(selection: Selection, contexte: Contexte) -> str:
    """The query string of a selection, without ``?``: defaults omitted, order fixed.

    A year that the data of another champ had and those of this one have not is written as the nearest.
    """
    selection = _dans_les_annees(selection, contexte)
    defaut = par_defaut(selection.restitution, contexte)
    paires = [
        ("zone", selection.zone or "", "fr"),
        ("vs", ",".join(selection.vs), ""),
        # The root is everything, which addresses leave out unless something else is the default.
        ("noeud", selection.noeud or (RACINE if defaut.noeud else ""), defaut.noeud),
        ("par", selection.par, defaut.par),
        ("niveau", selection.niveau, niveau_par_defaut(selection)),
        ("periode", selection.periode.ecrire(), defaut.periode.ecrire()),
        ("vs_periode", selection.vs_periode.ecrire() if selection.vs_periode else "", ""),
        *((cle, ",".join(codes), "") for cle, codes in selection.filtres),
        ("lecture", str(selection.lecture), str(defaut.lecture)),
        ("unite", selection.unite, selection.offre.unites[0]),
        ("pour", selection.pour, ""),
        ("perimetre", selection.perimetre, ""),
        ("vue", str(selection.vue), str(defaut.vue)),
        ("tri", selection.tri, ""),
        ("maj", selection.maj or "", ""),
    ]
    return "&".join(
        f"{c}={quote(v, safe=',.')}" for c, v, par_omission in paires if v != par_omission
    )
