"""Tests of the accounts of administrators."""
