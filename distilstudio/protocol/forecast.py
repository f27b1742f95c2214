"""What a run will take, asked before it begins. Must not know: how it is found out."""

from __future__ import annotations

from msgspec import Struct

from distilstudio.protocol.recipe import Recipe

WATCH_SHARE = 0.1
"""Share of the labelled training rows that are not trained on but watched: by their score the best student is chosen."""
MOST_WATCHED = 1000


def share_watched(labelled: int) -> float:
    """The share of so many labelled rows that is watched."""
    return min(WATCH_SHARE, MOST_WATCHED / max(labelled, 1))


class ForecastRun(Struct, frozen=True, tag="forecast_run", forbid_unknown_fields=True):
    """How long, how much memory and disk this recipe takes on this computer, from a few real steps. `out`: where the runs go, for its
    free space; relative paths of the recipe are resolved against `base`. Answer: ForecastEnded."""

    request_id: int
    recipe: Recipe
    out: str
    base: str = ""


class StopForecast(Struct, frozen=True, tag="stop_forecast", forbid_unknown_fields=True):
    """Leave off the forecast in hand: the computer is wanted for something else. Its answer comes without a forecast."""


class VocabularyUse(Struct, frozen=True, forbid_unknown_fields=True):
    """How many word pieces the teacher knows, how many a student needs that knows only those of the texts, and how many vectors it does
    without then. `strange`: the share of the word pieces in the exam rows that are not among those; `reason`: why it has to know all of them, ""
    where it has not."""

    pieces: int
    used: int
    vectors: int
    reason: str = ""
    strange: float = 0.0


MUCH_STRANGE = 0.02
"""From this share on a student that does without the other word pieces comes with a warning. Seen: 16 % of strange pieces in 340 sentences full of
names cost 23 points of F1 (81.9 to 58.8)."""


class Forecast(Struct, frozen=True, forbid_unknown_fields=True):
    """Seconds of the whole run and the range they are likely in, by stage too; bytes of memory and of GPU memory at the most (0: no GPU),
    and of disk: what stays, and at the most while the run lasts. `free_*`: what this computer has. `vocabulary`: None where a student is there.
    `cores_taken` of `cores` were left by other programs when it was measured. `rows` are learnt from, varied copies of them not counted, in
    `steps` steps if nothing ends the training earlier."""

    seconds: float
    low: float
    high: float
    stages: dict[str, float]
    memory: int
    gpu_memory: int
    disk: int
    disk_peak: int
    free_memory: int
    free_disk: int
    measured_s: float
    rows: int
    steps: int
    vocabulary: VocabularyUse | None = None
    cores_taken: int = 0
    cores: int = 0

    @property
    def beside_others(self) -> bool:
        """Other programs wanted some of the cores while it was measured."""
        return self.cores_taken < self.cores


class ForecastEnded(Struct, frozen=True, tag="forecast_ended", forbid_unknown_fields=True):
    """Answer to ForecastRun; None where it was left off, or where the teacher has to be downloaded first."""

    request_id: int
    forecast: Forecast | None = None
