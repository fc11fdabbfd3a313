"""Protecting a fact dataset: its publication family over its cubes, stage by stage, and the keys written beside."""
