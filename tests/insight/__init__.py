"""Tests of usage, feedback and the report."""
