"""What can go wrong with the database, for callers that do not load what speaks to it."""


class UnstorableValue(ValueError):
    """A value that the database cannot hold, such as a text with a NUL or one that is too long."""


class DatabaseUnavailable(Exception):
    """The database cannot be reached, or does not answer in time. Nothing was changed.

    With `connection_lost`, a connection that had been there was lost, and a new one may well work.
    """

    def __init__(self, message: str, *, connection_lost: bool = False) -> None:
        super().__init__(message)
        self.connection_lost = connection_lost
