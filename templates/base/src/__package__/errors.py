"""Errors that a person can act on; the command line prints them without a traceback."""


class ProjectError(Exception):
    """Something in the project stops this stage; the message says what happened and what to do."""


class ConfigError(ProjectError):
    """The configuration or the command line is wrong; nothing was read or written."""
