"""The trap of PySide6 6.12.0 on Python 3.11: each Signal.emit lost a reference to True, until the process died of it."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Signal, Slot

EMITS = 5_000
# Other code may take or give back a few references meanwhile; the fault loses one for every emit.
NOISE = 100


class Bell(QObject):
    rung = Signal(bool)
    told = Signal(object)


class Ear(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.heard = 0

    @Slot(bool)
    def on_rung(self, _loud: bool) -> None:
        self.heard += 1

    @Slot(object)
    def on_told(self, _thing: object) -> None:
        self.heard += 1


def test_emitting_a_signal_takes_no_reference_to_true_away() -> None:
    bell, ear = Bell(), Ear()
    bell.rung.connect(ear.on_rung)
    bell.told.connect(ear.on_told)
    before = sys.getrefcount(True)
    for _ in range(EMITS):
        bell.rung.emit(True)
        bell.told.emit(True)
    after = sys.getrefcount(True)
    assert ear.heard == 2 * EMITS
    # Immortal objects (Python 3.12 and later) have a fixed count.
    assert abs(after - before) < NOISE, f"{before} → {after} after {2 * EMITS} emits"
