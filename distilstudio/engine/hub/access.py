"""The client for the Hub as the person has set it: endpoint, token, proxy, offline, cache. Must not know: what is asked of it.

`huggingface_hub` reads its environment once, at import; so everything is handed to it by name.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Literal

import httpx2
from huggingface_hub import HfApi, constants, set_client_factory
from huggingface_hub.errors import OfflineModeIsEnabled

from distilstudio.engine.endpoint import endpoint_wanted
from distilstudio.protocol.hub import ENDPOINT, HubAccess
from distilstudio.protocol.problems import ProblemError, problem

RepoKind = Literal["model", "dataset"]
"""What is on the Hub."""
CONNECT_S = 10.0
READ_S = 20.0


class Hub:
    """One way to the Hub. Opening it sends nothing."""

    def __init__(self, access: HubAccess | None = None) -> None:
        self.access = access if access is not None else access_from_environment()
        self.endpoint = (self.access.endpoint or endpoint_wanted() or ENDPOINT).rstrip("/")
        self.token = self.access.token
        self.cache = Path(self.access.cache or constants.HF_HUB_CACHE).expanduser()
        self._closed = False

    @property
    def offline(self) -> bool:
        """Whether no socket may be opened."""
        return self.access.offline or self._closed

    def close(self) -> None:
        """Go offline for good: also who is under way on it asks nothing more."""
        self._closed = True

    @cached_property
    def api(self) -> HfApi:
        """The Hub's own client. From its first use on the whole process reaches the Hub this way."""
        set_client_factory(self.client_factory())
        return HfApi(endpoint=self.endpoint, token=self.token or False)

    def client_factory(self) -> Callable[[], httpx2.Client]:
        """Makes HTTP clients with this proxy, which send nothing while offline."""
        proxy = self.access.proxy or None

        def refuse_while_offline(request: httpx2.Request) -> None:
            if self.offline:
                raise OfflineModeIsEnabled(f"no request to {request.url.host}: offline")

        def make() -> httpx2.Client:
            try:
                return httpx2.Client(
                    event_hooks={"request": [refuse_while_offline]},
                    follow_redirects=True,
                    timeout=httpx2.Timeout(READ_S, connect=CONNECT_S),
                    proxy=proxy,
                )
            # No address, or of a kind that needs a library which is not there.
            except (ValueError, ImportError, httpx2.InvalidURL) as error:
                raise ProblemError(problem("hub_proxy", repr(error), reason=str(error))) from error

        return make

    def headers(self) -> dict[str, str]:
        """What goes with a request for a file. A redirect to another host loses the token, which httpx sees to."""
        return {"Authorization": f"Bearer {self.token}"} if self.token else {}


def access_from_environment() -> HubAccess:
    """As the variables of huggingface_hub say, for the command line."""
    return HubAccess(
        endpoint=endpoint_wanted(),
        token=os.environ.get("HF_TOKEN", ""),
        offline=bool(constants.HF_HUB_OFFLINE),
    )
