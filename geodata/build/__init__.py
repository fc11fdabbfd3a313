"""Builds the outlines and tables of ``<PORTULAN_VAR>/geodata`` from pinned public packages.

Run by ``python -m geodata``. Everything heavy is imported inside the step which needs it, so
that a run with nothing to do stays quick and the server never loads shapely or pyproj.
"""
