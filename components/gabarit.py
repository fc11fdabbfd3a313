"""The HTML page that Dash fills."""

from __future__ import annotations

# Loaded before anything is painted: theme.js puts the theme on <html>, so no light flash in the dark.
GABARIT_HTML = """<!DOCTYPE html>
<html lang="fr">
<head>
{%metas%}
<title>{%title%}</title>
<meta name="description" content="Portail ouvert de restitutions hospitalières et d'accès aux soins.">
<meta name="color-scheme" content="light dark">
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<script src="/assets/theme.js"></script>
{%css%}
</head>
<body>
{%app_entry%}
<noscript>Portulan a besoin de JavaScript pour dessiner ses tableaux et ses cartes. Les mêmes chiffres
se lisent sans lui par l'API&#8239;: /api/v1/catalogue.json.</noscript>
<div>{%config%}{%scripts%}{%renderer%}</div>
</body>
</html>"""
