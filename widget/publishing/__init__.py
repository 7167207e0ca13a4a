"""Editions of the content, and the change sets that lead to them: files, edits, history."""
