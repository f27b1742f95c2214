"""Reach the Hub step by step, and name the first that fails: name, connection, TLS, HTTP, token. Must not know: the window."""

from __future__ import annotations

import contextlib
import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from distilstudio.engine.hub.access import CONNECT_S, Hub
from distilstudio.engine.hub.faults import HUB_ERRORS, offline, reason_of
from distilstudio.protocol.hub import ConnectionStep, Step
from distilstudio.protocol.problems import ProblemError, problem


def test_connection(hub: Hub) -> tuple[str, list[ConnectionStep]]:
    """The host that is reached first (the proxy, where there is one), and every step up to the one that failed.

    Raises: ProblemError(hub_offline_search, hub_proxy, hub_answer).
    """
    if hub.offline:
        raise offline("")
    with hub.client_factory()():  # a proxy that cannot be used is told before the Hub is blamed for it
        host, port, encrypted = _reached_first(hub)
    steps: list[ConnectionStep] = []
    for step in _steps(hub, host, port, encrypted):
        steps.append(step)
        if not step.ok:
            break
    return host, steps


def _reached_first(hub: Hub) -> tuple[str, int, bool]:
    """Host, port, and whether it speaks TLS. Raises: ProblemError(hub_proxy, hub_answer)."""
    proxy = hub.access.proxy
    try:
        first = urlsplit(proxy or hub.endpoint)
        encrypted = first.scheme == "https"
        host, port = first.hostname, first.port or (443 if encrypted else 80)
        if not host:
            raise ValueError("This is no address: it begins with https://")
    except ValueError as error:  # or brackets that do not close, or a port that is no number
        if proxy:
            raise ProblemError(problem("hub_proxy", repr(error), reason=str(error))) from error
        raise ProblemError(problem("hub_answer", repr(error), host=hub.endpoint, reason=str(error))) from error
    return host, port, encrypted


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
