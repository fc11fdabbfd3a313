"""A demonstration never takes the place of real data unless it is told to."""

from __future__ import annotations

from collections.abc import Callable

from data_layer.warehouse import PublicationRefusee, Release


def jamais_un_reel(nom: str, force: bool) -> Callable[[Release | None], None]:
    """Return the condition to publish the synthetic dataset ``nom``.

    It raises PublicationRefusee when a real one is in force, unless ``force``.
    """

    def condition(avant: Release | None) -> None:
        jeu = avant.jeux.get(nom) if avant else None
        if jeu is not None and not jeu.synthetique and not force:
            raise PublicationRefusee(
                f"Un jeu réel est en service ({jeu.source}, {jeu.millesime}) : la démonstration ne "
                "le remplace pas. Ajoutez --force pour le remplacer quand même."
            )

    return condition
