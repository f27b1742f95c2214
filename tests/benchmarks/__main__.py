"""`make bench`: the speed of distilling. `python -m tests.benchmarks.window` measures the window."""

import sys

from tests.benchmarks.speed import main

sys.exit(main())
