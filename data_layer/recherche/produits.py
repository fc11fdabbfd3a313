"""Products: the nodes of a classification, found by their words or their code."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from data_layer.catalogue.schema import Restitution
from data_layer.recherche.modele import GenreTrouvaille, Trouvaille
from data_layer.recherche.ressemblance import PRESQUE, ressemblance
from data_layer.selection.noeuds import Noeud, Noeuds
from geodata.texte import mots

_LETTRES_POUR_UN_PRODUIT = 3


@dataclass(frozen=True, slots=True)
class Produits:
    """The nodes that hold every word asked; below three letters, too many would."""

    classifications: Sequence[tuple[Restitution, Noeuds]]
    texte: str
    demandes: tuple[str, ...]
    limite: int

    def nommes(self) -> list[Trouvaille]:
        """Products by their words as they are written, or by their code."""
        return [self._trouvaille(n, r, rang) for n, r, rang in self._lus(sur=True)]

    def ressemblants(self) -> list[Trouvaille]:
        """Products by words with a typing error."""
        return [
            self._trouvaille(n, r, rang)
            for n, r, rang in self._lus(sur=False)
            if all(
                any(ressemblance(d, m) >= PRESQUE for m in mots(n.libelle)) for d in self.demandes
            )
        ]

    def _lus(self, *, sur: bool) -> Iterator[tuple[Noeud, Restitution, int]]:
        if sum(map(len, self.demandes)) < _LETTRES_POUR_UN_PRODUIT:
            return
        for restitution, noeuds in self.classifications:
            trouves = noeuds.chercher(self.texte, self.limite, entiers=True, sur=sur)
            yield from ((n, restitution, rang) for rang, n in enumerate(trouves) if n.code)

    def _trouvaille(self, noeud: Noeud, restitution: Restitution, rang: int) -> Trouvaille:
        return Trouvaille(
            GenreTrouvaille.PRODUIT,
            noeud.libelle,
            detail_de_noeud(noeud, restitution),
            f"{restitution.chemin}?noeud={noeud.code}",
            1.0 - rang / 1000,
        )


def detail_de_noeud(noeud: Noeud, restitution: Restitution) -> str:
    """Its level, its code and the restitution that tells of it: ``Code LPP 3184058, …``."""
    arbre = restitution.classification
    niveau = arbre.niveau_de(noeud.code) if arbre and noeud.code_court else None
    place = f"{niveau.libelle} {noeud.code_court}, " if niveau else ""
    return f"{place}{restitution.titre_resultat}"
