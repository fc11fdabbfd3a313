"""Charts: pure functions from a result to a figure, and the components around them."""

from components.charts.vue import vue_annees, vue_barres, vue_evolution, vue_graphique

__all__ = ["vue_annees", "vue_barres", "vue_evolution", "vue_graphique"]
