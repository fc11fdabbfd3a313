"""The base of every declared model: frozen, and refusing keys it does not know."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Modele(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Quand(Modele):
    """Where something is offered: under which families of a classification, in which champs; empty is all.

    ``famille``: codes of depth 1 of the classification, or ``tout`` for the whole of it. ``champ``: codes of
    the leading filter, see :attr:`data_layer.catalogue.schema.Restitution.menante`.
    """

    famille: tuple[str, ...] = ()
    champ: tuple[str, ...] = ()

    def vaut(self, famille: str, champ: str) -> bool:
        return (not self.famille or famille in self.famille) and (
            not self.champ or champ in self.champ
        )


TOUJOURS = Quand()
