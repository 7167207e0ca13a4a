"""What can go wrong with what is kept. Knows no database."""


class RecordsUnavailable(Exception):
    """Usage and feedback can be neither written nor read at the moment."""
