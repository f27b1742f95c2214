"""Forecasts held against the truth: for finished runs, what the window would have said before they began.

    python -m tests.benchmarks.forecasts RUN [RUN …]

Every RUN is the folder of a finished run that trained its own teacher; the forecast is made now, on this computer, with as many threads as
this process has. The seconds of the truth are those of the run's report, all stages together.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import msgspec

from distilstudio.engine.forecast import Forecaster
from distilstudio.protocol import recipe_text
from distilstudio.protocol.forecast import ForecastRun
from distilstudio.protocol.report import Report


def main() -> int:
    """Forecast each, print the table. Returns 1 where one could not be forecast."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", type=Path, nargs="+")
    failed = False
    print("| run | forecast | truth | off by | teacher | ask | distil | exam | measured in | disk forecast, truth |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for run in parser.parse_args().runs:
        report = msgspec.json.decode((run / "report.json").read_bytes(), type=Report)
        recipe = recipe_text.parse((run / "recipe.toml").read_bytes())
        found = Forecaster().forecast(ForecastRun(0, recipe, str(run.parent), str(run)))
        if found is None:
            failed = True
            continue
        truth = sum(report.seconds.values())
        parts = [
            f"{found.stages.get(stage, 0):.0f}, {report.seconds.get(stage, 0):.0f} s"
            for stage in ("teacher", "ask_teacher", "distil", "exam")
        ]
        files = sum(file.stat().st_size for file in run.rglob("*") if file.is_file() and "exports" not in file.parts)
        cells = [run.name, f"{found.seconds:.0f} s", f"{truth:.0f} s", f"{found.seconds / truth - 1:+.0%}", *parts]
        cells += [f"{found.measured_s:.0f} s", f"{found.disk / 1e6:.0f}, {files / 1e6:.0f} MB"]
        print(f"| {' | '.join(cells)} |", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
