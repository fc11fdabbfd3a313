"""What is said of a sum of establishments of which some are masked: « au moins » what the others make."""

from __future__ import annotations

from data_layer.requete.tableau import Tableau

_SORTIE = "sejours_distincts"


def membres_dits(total: Tableau) -> tuple[str, ...]:
    """What to say of a total that is a lower bound: how many members it adds up, how many it leaves out.

    Both follow from the statuses that the members have in any table of establishments.
    """
    brut = total.effectifs.get(_SORTIE)
    if brut is None or not brut.masques[0]:
        return ()
    montres, masques = int(brut.publies[0]), int(brut.masques[0])
    un, des = montres <= 1, masques > 1
    reunis = f"somme de {montres} établissement{'' if un else 's'} montré{'' if un else 's'}"
    return (f"{reunis}, sans {masques} masqué{'s' if des else ''}",)
