"""Zones of every kind, their hierarchy and their outlines.

The public doors are the modules :mod:`geodata.zones`, :mod:`geodata.referentiel`,
:mod:`geodata.contours` and :mod:`geodata.texte`; ``python -m geodata`` builds the outlines.
"""
