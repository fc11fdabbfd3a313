"""The search of the portal: restitutions, indicators, products, glossary terms and zones.

Accent-blind, by the start of words, forgiving of typing errors (see ``ressemblance``). Pure: the same
words over the same catalogue give the same answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data_layer.catalogue.schema import Restitution, Terme
from data_layer.recherche.codes import codes_nommes
from data_layer.recherche.fiches import fiches_de, noter, retenues
from data_layer.recherche.lieux import Lieux
from data_layer.recherche.modele import GenreTrouvaille, Trouvaille, mots_demandes
from data_layer.recherche.produits import Produits
from data_layer.selection.noeuds import Noeuds
from geodata.codes import Codes
from geodata.zones import Zones


def chercher(
    texte: str,
    restitutions: tuple[Restitution, ...],
    glossaire: tuple[Terme, ...],
    zones: Zones | None = None,
    limite: int = 5,
    classifications: Sequence[tuple[Restitution, Noeuds]] = (),
    codes: Codes | None = None,
) -> tuple[Trouvaille, ...]:
    """Return what ``texte`` may mean, ``limite`` finds at most of each kind, best first in a kind.

    Every word asked must be found in an entry; when nothing has them all, entries that have at
    least half answer. A product is found by its words or its code; one that only looks alike, when
    nothing else is. Only the first 100 characters are read. Never raises; no word gives ``()``.
    """
    demandes = mots_demandes(texte)
    if not demandes or limite < 1:
        return ()
    fiches = fiches_de(restitutions, glossaire)
    notes = [noter(demandes, fiche) for fiche in fiches]
    trouvees = retenues(fiches, notes, 1.0)
    produits = Produits(classifications, texte, demandes, limite)
    trouvees += produits.nommes()
    trouvees += codes_nommes(codes, texte) if codes is not None else []
    if zones is not None:
        nommees = Lieux(zones, texte, demandes, limite * 2, stricte=True)
        lieux = [t for r in restitutions for t in nommees.dans(r)]
        if not trouvees:
            trouvees += [] if lieux else produits.ressemblants()
            larges = replace(nommees, stricte=bool(trouvees))
            lieux = [t for r in restitutions for t in larges.dans(r)]
        trouvees += lieux
    trouvees = trouvees or produits.ressemblants()
    trouvees = trouvees or retenues(fiches, notes, 0.5)
    trouvees.sort(key=lambda t: (-t.note, len(t.titre), t.titre))
    return tuple(
        t for genre in GenreTrouvaille for t in [u for u in trouvees if u.genre is genre][:limite]
    )
