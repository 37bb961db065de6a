"""Hostile submissions."""

HOSTILE: list = []
