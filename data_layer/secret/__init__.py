"""Protecting a fact dataset: its publication family over its cubes, stage by stage, and its keys."""
