"""Reads conditions as editors write them: `{a-kasse: ja, any: [...], not: {...}}`. Evaluates nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from widget.guides.conditions import EVERYBODY, All, AnyOf, Condition, Is, Not
from widget.guides.model import Question
from widget.guides.problems import Place, Problems
from widget.guides.schema import Fields, scalar_words, suggestion


@dataclass(frozen=True, slots=True)
class ConditionReader:
    """Reads the conditions of one file, whose guide asks `questions`."""

    questions: Mapping[str, Question]
    file: str
    problems: Problems

    def condition(self, node: yaml.Node) -> Condition:
        """All lines of a mapping must hold."""
        fields = Fields(node, self.file, self.problems)
        parts = tuple(self._part(fields, key, value) for key, value in fields.lines())
        return parts[0] if len(parts) == 1 else All(parts)

    def _part(self, fields: Fields, key: str, node: yaml.Node) -> Condition:
        if key == "not":
            return Not(self.condition(node))
        if key == "any":
            children = node.value if isinstance(node, yaml.SequenceNode) else [node]
            return AnyOf(tuple(self.condition(child) for child in children))
        return self._is(key, node, fields.place_of(key))

    def _is(self, key: str, node: yaml.Node, place: Place) -> Condition:
        words = scalar_words(node, place, self.problems)
        question = self.questions.get(key)
        if question is None:
            message = f"“{key}” er ikke et spørgsmål i denne guide."
            self.problems.add(place, message, suggestion(key, {*self.questions, "any", "not"}), rule="unknown-id")
            return EVERYBODY
        for word in words:
            if word not in question.by_id:
                message = f"“{word}” er ikke et svar på “{key}”."
                self.problems.add(place, message, suggestion(word, question.by_id), rule="unknown-id")
        return Is(key, frozenset(words), question.undecided)
