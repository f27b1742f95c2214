"""What the Hub or the network said, as a Problem. Must not know: what was asked for and why."""

from __future__ import annotations

import errno
import socket
import ssl

import httpx2
from huggingface_hub.errors import HfHubHTTPError, OfflineModeIsEnabled
from huggingface_hub.utils._http import parse_ratelimit_headers

from distilstudio.engine.hub.access import RepoKind
from distilstudio.protocol.problem_reasons import CUT_OFF, NO_ROAD, NOT_TRUSTED, REFUSED, TOO_LATE, UNKNOWN_NAME
from distilstudio.protocol.problems import Problem, ProblemError, problem

PATIENCE_S = 60
"""Seconds to wait where the Hub asks for a pause and does not say how long."""

HUB_ERRORS = (HfHubHTTPError, httpx2.HTTPError, httpx2.InvalidURL, OfflineModeIsEnabled)
"""What is raised while the Hub is asked."""


def told(error: Exception, endpoint: str, model: str = "", token: str = "", kind: RepoKind = "model") -> ProblemError:
    """The problem behind an error of HUB_ERRORS. `model`: the model or dataset that was asked for."""
    host = host_of(endpoint)
    if isinstance(error, OfflineModeIsEnabled):
        return offline(model, repr(error))
    response = getattr(error, "response", None)
    if not isinstance(response, httpx2.Response):
        return ProblemError(problem("hub_unreachable", repr(error), host=host, reason=reason_of(error)))
    status, code = response.status_code, response.headers.get("X-Error-Code", "")
    detail = f"{status} {code} {response.url.host}"
    if kind == "dataset" and status in (401, 403, 404):
        return ProblemError(_dataset_problem(status, code, detail, endpoint, model, token))
    if code == "GatedRepo":
        return ProblemError(problem("hub_gated", detail, model=model, page=f"{endpoint}/{model}"))
    if status == 403:  # by whom, nobody says: a token's rights, the Hub for a region, a company's proxy
        return ProblemError(problem("hub_forbidden", detail, model=model or host, host=host, page=f"{endpoint}/settings/tokens"))
    if status == 401 and token and code != "RepoNotFound":
        return ProblemError(problem("hub_token", detail, page=f"{endpoint}/settings/tokens"))
    if model and (code in ("RepoNotFound", "RevisionNotFound") or status in (401, 404)):
        return ProblemError(problem("hub_no_repo", detail, model=model))
    if status == 429:
        return ProblemError(problem("hub_limit", detail, seconds=pause_of(response)))
    if status >= 500:
        return ProblemError(problem("hub_down", detail, host=host, status=status))
    return ProblemError(problem("hub_answer", detail, host=host, reason=f"HTTP {status}"))


def offline(model: str, detail: str = "") -> ProblemError:
    """The problem of who stays offline and asks for this model or dataset; "": searches."""
    return ProblemError(problem("hub_offline", detail, model=model) if model else problem("hub_offline_search", detail))


def _dataset_problem(status: int, code: str, detail: str, endpoint: str, name: str, token: str) -> Problem:
    """Why the Hub does not give out a dataset, or "" for the name where datasets are searched."""
    tokens = f"{endpoint}/settings/tokens"
    if code == "GatedRepo":
        return problem("hub_gated", detail, model=name, page=f"{endpoint}/datasets/{name}")
    if status == 403 and name:
        return problem("hub_dataset_refused", detail, name=name, page=tokens)
    if status in (401, 403) and token and code != "RepoNotFound":
        return problem("hub_token", detail, page=tokens)
    if name:
        return problem("hub_no_dataset", detail, name=name)
    return problem("hub_answer", detail, host=host_of(endpoint), reason=f"HTTP {status}")


def host_of(endpoint: str) -> str:
    """The name in an address; the whole of what is no address."""
    try:
        return httpx2.URL(endpoint).host or endpoint
    except httpx2.InvalidURL:
        return endpoint


def pause_of(response: httpx2.Response) -> int:
    """Seconds that the Hub asks to wait."""
    after = response.headers.get("Retry-After", "")
    limit = parse_ratelimit_headers(response.headers)
    return int(after) if after.isdigit() else limit.reset_in_seconds if limit is not None else PATIENCE_S


def reason_of(error: BaseException) -> str:
    """The deepest cause: one of NETWORK_REASONS, else in words of the system."""
    cause: BaseException = error
    while (deeper := cause.__cause__ or cause.__context__) is not None:
        cause = deeper
    plain = _plain_reason(cause)
    if plain:
        return plain
    if isinstance(cause, OSError) and str(cause):
        return str(cause)
    return str(error) or type(error).__name__


def _plain_reason(cause: BaseException) -> str:
    match cause:
        case socket.gaierror():
            return UNKNOWN_NAME
        case ssl.SSLCertVerificationError():
            return NOT_TRUSTED
        case ConnectionRefusedError():
            return REFUSED
        case TimeoutError() | httpx2.TimeoutException():
            return TOO_LATE
        case ConnectionResetError() | ConnectionAbortedError() | BrokenPipeError():
            return CUT_OFF
        case OSError(errno=errno.ENETUNREACH | errno.EHOSTUNREACH | errno.ENETDOWN):
            return NO_ROAD
    return ""
