"""Fact tables of stays and products: how they are written, so that every count is a sum.

A stay that takes three products is one stay of the whole, and one of each product: counts of stays are not
additive over products. The builder designates one row for each (stay, node), so that they become sums
(:mod:`data_layer.faits.masques`), and rolls the facts up into the cubes that a dataset publishes.
"""
