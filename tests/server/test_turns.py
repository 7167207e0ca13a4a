"""Who has a turn, who waits for one, and what a single visitor cannot take."""

import threading

from widget.server.turns import Turns

A, B = "192.0.2.1", "192.0.2.2"
TIMEOUT = 20.0


def test_one_turn_is_always_left_for_another_visitor() -> None:
    turns = Turns(at_once=4, in_line=0, patience=0)
    assert [turns.take(A) for _ in range(5)] == [True, True, True, False, False]
    assert [turns.take(B) for _ in range(2)] == [True, False]
    turns.release(A)
    assert [turns.take(B), turns.take(A)] == [True, False]


def test_a_turn_that_is_given_back_can_be_taken_again() -> None:
    turns = Turns(at_once=1, in_line=0, patience=0)
    for _ in range(3):
        assert turns.take(A)
        assert not turns.take(B)
        turns.release(A)


def test_who_waits_gets_the_turn_that_is_given_back() -> None:
    turns = Turns(at_once=1, in_line=1, patience=TIMEOUT)
    assert turns.take(A)
    got: list[bool] = []
    waits = threading.Thread(target=lambda: got.append(turns.take(B)))
    waits.start()
    while not turns.waiting:
        pass
    assert not turns.take(B), "the line has one place"
    turns.release(A)
    waits.join(TIMEOUT)
    assert got == [True]
    assert turns.waiting == 0


def test_who_waits_in_vain_leaves_the_line() -> None:
    turns = Turns(at_once=1, in_line=1, patience=0)
    assert turns.take(A)
    assert [turns.take(B), turns.take(B)] == [False, False]
    assert turns.waiting == 0


def test_one_place_in_the_line_is_left_for_another_visitor() -> None:
    turns = Turns(at_once=2, in_line=2, patience=TIMEOUT)
    assert turns.take(A)
    first = threading.Thread(target=turns.take, args=(A,))
    first.start()
    while not turns.waiting:
        pass
    assert not turns.take(A)
    assert turns.take(B)
    turns.release(A)
    first.join(TIMEOUT)
    assert not first.is_alive()
