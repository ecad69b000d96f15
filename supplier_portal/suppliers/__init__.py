"""Suppliers and their sites."""
