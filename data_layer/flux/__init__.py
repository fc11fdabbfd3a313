"""Flows: from where people live to where they are treated, by activity, age, sex and year."""
