"""A chat model behind a loopback HTTP server: it answers as a script says, and notes what it is asked."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from assistant.candidates import Candidates
from assistant.plan import Plan
from assistant.proposal import schema

Request = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """What the server sends: a status and a body; after `pause` seconds between its bytes."""

    body: str
    status: int = 200
    pause: float = 0.0


def calls(arguments: str | Mapping[str, Any], tool: str = "Plan") -> Reply:
    """Return the reply of a model that calls a tool with these arguments."""
    text = arguments if isinstance(arguments, str) else json.dumps(arguments, ensure_ascii=False)
    function = {"name": tool, "arguments": text}
    message = {"tool_calls": [{"id": "call_1", "type": "function", "function": function}]}
    return _completion({"content": None, **message}, "tool_calls")


def says(words: str) -> Reply:
    """Return the reply of a model that writes prose."""
    return _completion({"content": words}, "stop")


def _completion(message: Mapping[str, Any], reason: str) -> Reply:
    choice = {"index": 0, "message": {"role": "assistant", **message}, "finish_reason": reason}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    return Reply(
        json.dumps(
            {
                "id": "chatcmpl-1",
                "object": "chat.completion",
                "created": 0,
                "model": "scripted",
                "choices": [choice],
                "usage": usage,
            }
        )
    )


@dataclass(slots=True)
class Server:
    """The server: set `script`, read `requests`."""

    url: str = ""
    script: Callable[[str], Reply] = lambda _: says("")
    requests: list[Request] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    released: Event = field(default_factory=Event)

    @property
    def prompts(self) -> list[str]:
        """What the model was asked each time."""
        return [request["messages"][-1]["content"] for request in self.requests]


@contextmanager
def serving() -> Iterator[Server]:
    """Serve scripted replies on a free loopback port."""
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append(request)
            try:
                reply = server.script(request["messages"][-1]["content"])
            except Exception as error:
                # A script that fails must fail its test, not pass for a server that does.
                server.failures.append(error)
                raise
            body = reply.body.encode()
            self.send_response(reply.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            for byte in body if reply.pause else ():
                if server.released.wait(reply.pause):
                    return
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
            if not reply.pause:
                self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep the tests' output clean."""

    class Quiet(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Pass over clients that have gone away, as they do after a time-out."""

    listening = Quiet(("127.0.0.1", 0), Handler)
    server.url = f"http://127.0.0.1:{listening.server_address[1]}/v1"
    thread = Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        listening.shutdown()
        listening.server_close()
    assert [] == server.failures


def proposal(plan: Plan, candidates: Candidates) -> dict[str, Any]:
    """Return what a model that understands like the rules would propose: their goals by short ids."""
    offered = schema()["$defs"]
    fields = {
        node["properties"]["op"]["const"]: set(node["properties"])
        for node in offered.values()
        if "properties" in node
    }
    groups = {tuple(f.id for f in group): short for short, group in candidates.groups.items()}
    passages = {passage.id: short for short, passage in candidates.passages.items()}
    findings = {name: short for short, name in candidates.findings.items()}

    def short(text: str) -> str:
        return candidates.short(text) or findings.get(text) or text

    def shortened(part: Any) -> Any:
        if isinstance(part, dict) and part["op"] == "quote":
            # The text of a long cell is a passage with the cell's own id.
            return {"op": "quote", "passages": [passages[one] for one in part["passages"]]}
        if isinstance(part, dict):
            kept = {k: v for k, v in part.items() if k in fields[part["op"]] and v is not None}
            return {name: shortened(one) for name, one in kept.items()}
        if isinstance(part, list):
            whole = tuple(one for one in part if isinstance(one, str))
            return [groups[whole]] if whole in groups else [shortened(one) for one in part]
        return short(part) if isinstance(part, str) else part

    return {"goals": [shortened(goal.model_dump(mode="json")) for goal in plan.goals]}


def cell_in(prompt: str, row: str, column: str) -> str:
    """Return the short id of the first cell of a row and column that a prompt lists."""
    line = next(
        line for line in prompt.splitlines() if re.match(rf"- (?:.*› )?[\d ]*{row}：", line)
    )
    return re.search(rf"{re.escape(column)}（[^）]*）=(c\d+)", line)[1]  # type: ignore[index]
