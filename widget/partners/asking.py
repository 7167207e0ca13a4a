"""Asks questions that may never be answered, without waiting for longer than one can. Knows threads; no database."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")


class QueryThread:
    """A thread that answers one question after another, so that no request hangs when an answer does not come.

    The thread is started by the first question, and thus in the process that asks, after any fork.
    """

    def __init__(self) -> None:
        self._questions: SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._overdue: Future[Any] | None = None

    def ask(self, question: Callable[[], T], patience: float) -> T:
        """The answer, or the exception that the question ended in; `TimeoutError` after `patience` seconds."""
        answer: Future[T] = Future()
        self._start()
        self._questions.put((question, answer))
        try:
            return answer.result(patience)
        except TimeoutError:
            if not answer.cancel() and not answer.done():
                self._overdue = answer
            raise

    @property
    def is_stuck(self) -> bool:
        """Whether a question that its caller gave up on is still without an answer: others would wait behind it."""
        return self._overdue is not None and not self._overdue.done()

    def stop(self) -> None:
        """End the thread after the questions that it has."""
        with self._starting:
            if self._thread is not None:
                self._questions.put(None)
                self._thread.join()
                self._thread = None

    def _start(self) -> None:
        if self._thread is None:
            with self._starting:
                if self._thread is None:
                    self._thread = threading.Thread(target=self._work, name="partners", daemon=True)
                    self._thread.start()

    def _work(self) -> None:
        while (task := self._questions.get()) is not None:
            question, answer = task
            if answer.set_running_or_notify_cancel():
                try:
                    answer.set_result(question())
                except BaseException as error:  # of any kind: the caller gets it
                    answer.set_exception(error)
