"""The tree of errors that reach a person; each message is one Chinese sentence that says what to do.

YusuanError
├── UsageError            the command or the question is not usable as given (exit code 2)
├── UnknownDocumentError  the home holds no document of the name asked for (exit code 1)
├── ReadError             a file cannot be read as a disclosure (exit code 1)
├── HomeError             the home holds no index, a broken one or one in use (exit code 1)
│   └── EmptyHomeError    nothing has been added yet (exit code 2: add something first)
├── ModelError            a model is missing, cannot be used, or did not make the index
└── GuardError            an answer held a figure without an address and is not shown
"""


class YusuanError(Exception):
    """Any failure whose message can be shown as it is."""

    exit_code = 1


class UsageError(YusuanError):
    """The command line or the question cannot be used as given."""

    exit_code = 2


class UnknownDocumentError(YusuanError):
    """A document was named that has not been added."""


class ReadError(YusuanError):
    """A file cannot be read as a disclosure; the other files of a call are still read."""


class HomeError(YusuanError):
    """The home directory holds a broken index or one that another process is writing."""


class EmptyHomeError(HomeError):
    """Nothing has been added to this home yet."""

    exit_code = 2


class ModelError(YusuanError):
    """The embedding model is missing, damaged or not the index's own, or a language model is unusable."""


class GuardError(YusuanError):
    """An answer held a figure that no citation and no calculation bears out."""
