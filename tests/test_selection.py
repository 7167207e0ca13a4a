"""What `tests/run` leaves to the thorough run is more of the same, never all of one kind."""

import ast
from pathlib import Path

from tests.selection import Values, cover

TESTS = Path(__file__).parent


def case(**values: str) -> Values:
    return frozenset(values.items())


def test_each_value_of_each_parameter_is_tried() -> None:
    product = [case(guide=guide, width=width) for guide in ("one", "two") for width in ("320", "768", "1280")]
    chosen = cover(product)
    assert chosen == {0, 4, 2}
    assert {value for index in chosen for value in product[index]} == set().union(*product)


def test_one_case_is_tried_of_a_test_without_parameters() -> None:
    assert cover([case(guide="one")]) == {0}
    assert cover([]) == set()


def test_no_whole_file_is_left_to_the_thorough_run() -> None:
    for path in TESTS.rglob("test_*.py"):
        functions = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.FunctionDef)]
        tests = [function for function in functions if function.name.startswith("test_")]
        left = [test for test in tests if "pytest.mark.thorough" in map(ast.unparse, test.decorator_list)]
        assert not tests or len(left) < len(tests), path
