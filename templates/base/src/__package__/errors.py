"""Errors that a person can act on; the command line prints them without a traceback."""


class ProjectError(Exception):
    """Something in the project stops this stage; the message says what happened and what to do."""

    exit_code = 1


class ConfigError(ProjectError):
    """The configuration or the command line is wrong; nothing was read or written."""

    exit_code = 2


class StoppedError(ProjectError):
    """A signal from outside ended the stage, which has saved what it had."""

    def __init__(self, message: str, *, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code
