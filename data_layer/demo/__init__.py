"""Synthetic twins: what a fresh machine shows before a real file is imported."""

from data_layer.demo.activite_mco import publier_demo

__all__ = ["publier_demo"]
