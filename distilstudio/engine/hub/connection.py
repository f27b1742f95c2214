"""Reach the Hub step by step, and name the first that fails: name, connection, TLS, HTTP, token. Must not know: the window."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from distilstudio.engine.hub.access import CONNECT_S, Hub
from distilstudio.engine.hub.faults import HUB_ERRORS, reason_of
from distilstudio.protocol.hub import ConnectionStep, Step
from distilstudio.protocol.problems import ProblemError, problem


def test_connection(hub: Hub) -> tuple[str, list[ConnectionStep]]:
    """The host that is reached first (the proxy, where there is one), and every step up to the one that failed.

    Raises: ProblemError(hub_offline, hub_answer).
    """
    if hub.offline:
        raise ProblemError(problem("hub_offline", model=hub.endpoint))
    first = urlsplit(hub.access.proxy or hub.endpoint)
    try:
        host, port = first.hostname, first.port or (443 if first.scheme == "https" else 80)
    except ValueError as error:  # a port that is no number
        raise ProblemError(problem("hub_answer", repr(error), host=hub.endpoint, reason=str(error))) from error
    if not host:
        raise ProblemError(problem("hub_answer", host=hub.endpoint, reason="This is no address: it begins with https://"))
    steps: list[ConnectionStep] = []
    for step in _steps(hub, host, port, first.scheme == "https"):
        steps.append(step)
        if not step.ok:
            break
    return host, steps


def _steps(hub: Hub, host: str, port: int, encrypted: bool) -> Iterator[ConnectionStep]:
    with contextlib.ExitStack() as open_things:
        try:
            addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            yield _failed("name", error)
            return
        yield ConnectionStep("name", True, str(addresses[0][4][0]))
        try:
            plain = open_things.enter_context(socket.create_connection((host, port), CONNECT_S))
        except OSError as error:
            yield _failed("connect", error)
            return
        yield ConnectionStep("connect", True, str(port))
        if encrypted:
            try:
                secure = open_things.enter_context(ssl.create_default_context().wrap_socket(plain, server_hostname=host))
            except (OSError, ValueError) as error:
                yield _failed("tls", error)
                return
            yield ConnectionStep("tls", True, secure.version() or "")
    yield from _questions(hub)


def _questions(hub: Hub) -> Iterator[ConnectionStep]:
    """What only the Hub can answer."""
    asked: list[tuple[Step, str]] = [("http", "/api/models?limit=1")]
    if hub.token:
        asked.append(("token", "/api/whoami-v2"))
    with hub.client_factory()() as client:
        for step, path in asked:
            try:
                answer = client.get(hub.endpoint + path, headers=hub.headers() if step == "token" else {})
                answer.raise_for_status()
                found = answer.json()
            except (*HUB_ERRORS, ValueError) as error:
                yield _failed(step, error)
                return
            fits = isinstance(found, list if step == "http" else dict)
            told = str(found.get("name", "")) if isinstance(found, dict) else "200"
            yield ConnectionStep(step, fits, told if fits else "This is no Hub.")


def _failed(step: Step, error: Exception) -> ConnectionStep:
    return ConnectionStep(step, False, reason_of(error)[:300])
