"""The optional language model: a LangChain chat model that is asked for one object in a limited time.

Off unless YUSUAN_MODEL names one the way `init_chat_model` takes it (「openai:模型名」); address and key
are its provider's own settings. Nothing here is imported, and no connection made, while it is off.
"""

import os
import time
from collections.abc import Callable, Mapping
from queue import Empty, Queue
from threading import Thread
from typing import TYPE_CHECKING, Any

from corpus.errors import ModelError, UsageError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

SETTING = "YUSUAN_MODEL"
SECONDS_SETTING = "YUSUAN_MODEL_SECONDS"
DEFAULT_SECONDS = 20.0
# How long a model that did not answer in time is left alone, so that many questions do not all wait.
REST_SECONDS = 30.0
_NO_OBJECT = "没有按规定的格式作答"


class NoReplyError(Exception):
    """The model gave no object of the form asked for; the message says why, in Chinese."""


class LanguageModel:
    """Asks a chat model for one object of a JSON schema, and never waits longer than it may."""

    def __init__(
        self, chat: "BaseChatModel", seconds: float, rest_seconds: float = REST_SECONDS
    ) -> None:
        self.chat = chat
        self._seconds = seconds
        self._rest_seconds = rest_seconds
        self._resting_until = 0.0

    def ask(self, rules: str, question: str, schema: Mapping[str, Any]) -> dict[str, Any]:
        """Return the object that the model gives. Raises NoReplyError where it gives none in time."""
        if time.monotonic() < self._resting_until:
            raise NoReplyError("刚才没有按时应答，暂时不再问它")
        # Every provider knows tools; few take a recursive schema in another way.
        asked = self.chat.with_structured_output(
            dict(schema), method="function_calling", include_raw=True
        )
        messages = [("system", rules), ("human", question)]
        try:
            reply = _within(self._seconds, lambda: asked.invoke(messages))
        except TimeoutError as error:
            self._resting_until = time.monotonic() + self._rest_seconds
            raise NoReplyError(f"没有在{self._seconds:g}秒内应答") from error
        except ValueError as error:
            raise NoReplyError(_NO_OBJECT) from error
        except Exception as error:  # each provider's package has errors of its own
            raise NoReplyError(f"接口出错（{_kind(error)}）") from error
        parsed = reply["parsed"] if isinstance(reply, Mapping) else None
        if not isinstance(parsed, dict):
            raise NoReplyError(_NO_OBJECT)
        return parsed


def language_model() -> LanguageModel | None:
    """Return the model that is set, None where none is.

    Raises:
        UsageError: the time limit is no number of seconds.
        ModelError: the model cannot be used; the message says what to do.
    """
    name = os.environ.get(SETTING, "").strip()
    if not name:
        return None
    seconds = _seconds()
    from langchain.chat_models import init_chat_model

    try:
        chat = init_chat_model(name, timeout=seconds, max_retries=0)
    except ImportError as error:
        raise ModelError(
            f"语言模型「{name}」需要另外安装它的 LangChain 包，例如安装本项目的可选依赖 model；"
            f"不用语言模型时请去掉 {SETTING}。"
        ) from error
    except Exception as error:  # each provider's package has errors of its own
        raise ModelError(
            f"语言模型「{name}」不能使用（{_kind(error)}），请检查 {SETTING} 的写法和模型服务的密钥；"
            f"不用语言模型时请去掉 {SETTING}。"
        ) from error
    return LanguageModel(chat, seconds)


def _seconds() -> float:
    setting = os.environ.get(SECONDS_SETTING, "").strip()
    try:
        seconds = float(setting) if setting else DEFAULT_SECONDS
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= 3600:
        raise UsageError(f"{SECONDS_SETTING} 要写成秒数，例如 20。")
    return seconds


def _within(seconds: float, work: Callable[[], Any]) -> Any:
    """Return what `work` comes to; raise TimeoutError when it takes longer than `seconds`.

    A client's own limit starts anew with every byte, so it alone does not bound the wait.
    """
    outcome: Queue[tuple[Any, Exception | None]] = Queue(1)

    def run() -> None:
        try:
            outcome.put((work(), None))
        except Exception as error:  # raised again by the thread that waits
            outcome.put((None, error))

    Thread(target=run, daemon=True).start()
    try:
        value, error = outcome.get(timeout=seconds)
    except Empty:
        raise TimeoutError from None
    if error is not None:
        if "Timeout" in type(error).__name__:
            raise TimeoutError from error
        raise error
    return value


def _kind(error: Exception) -> str:
    status = getattr(error, "status_code", None)
    return f"HTTP {status}" if isinstance(status, int) else type(error).__name__
