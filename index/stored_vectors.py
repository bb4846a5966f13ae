"""The vectors we keep ourselves, by wording, so that Chroma can be made anew without embedding."""

import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class StoredVectors:
    """Vectors (n, d) with the keys of their wordings."""

    keys: tuple[str, ...] = ()
    matrix: NDArray[np.float32] = field(default_factory=lambda: np.zeros((0, 0), np.float32))

    @classmethod
    def load(cls, path: Path) -> "StoredVectors":
        """Read a file; one that is missing or damaged counts as empty, as all can be made again."""
        try:
            with np.load(path) as parts:
                return cls(tuple(parts["keys"].tolist()), parts["matrix"])
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return cls()

    def save(self, path: Path) -> None:
        """Write the file."""
        np.savez(path, keys=np.array(self.keys, dtype="U32"), matrix=self.matrix)

    def joined(self, keys: Sequence[str], matrix: NDArray[np.float32]) -> "StoredVectors":
        """Return these vectors and the new ones."""
        if not keys:
            return self
        both = np.concatenate([self.matrix, matrix]) if self.keys else matrix
        return StoredVectors((*self.keys, *keys), both)

    def only(self, keys: Collection[str]) -> "StoredVectors":
        """Return the vectors of `keys`."""
        wanted = set(keys)
        places = [place for place, key in enumerate(self.keys) if key in wanted]
        return StoredVectors(tuple(self.keys[place] for place in places), self.matrix[places])

    def rows(self, keys: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of `keys` in that order; raises KeyError for one that is not here."""
        places = {key: place for place, key in enumerate(self.keys)}
        return np.asarray(self.matrix[[places[key] for key in keys]], dtype=np.float32)
