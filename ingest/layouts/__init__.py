"""Kinds of page: how each shows itself, and what of it is whose words."""
