"""Tests of editions, change sets, and of what writes them into files."""
