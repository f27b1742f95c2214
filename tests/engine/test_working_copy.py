"""Our attention kernel against transformers' plain one; layers in bfloat16 against the same model in float32, for every family."""

from __future__ import annotations

import copy
import itertools
from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from distilstudio.engine import attention, explicit_attention, whole_layer
from distilstudio.engine.device import Compute
from distilstudio.engine.dropout import Dropout
from distilstudio.engine.optimizer import Optimizer, Schedule
from distilstudio.engine.reading import read_all
from distilstudio.engine.tasks.classification import Classification
from distilstudio.engine.working_copy import WorkingCopy, to_run
from tests.engine.lessons import CPU, LABELS, encoded, plan, tiny_model, trainer, weights_of
from tests.tiny_models import FAMILIES

LOWER = Compute(torch.device("cpu"), "bf16")


def texts(length: int, rows: int = 5) -> dict[str, Tensor]:
    """Rows of every length up to this one, padded."""
    draw = torch.Generator().manual_seed(length)
    mask = (torch.arange(length) < torch.linspace(2, length, rows).round()[:, None]).long()
    return {"input_ids": torch.randint(5, 60, (rows, length), generator=draw) * mask, "attention_mask": mask}


def learn(model: Any, inputs: dict[str, Tensor], lower: WorkingCopy | None = None) -> tuple[Tensor, dict[str, Tensor]]:
    """Logits, and the gradient of their cross entropy for each weight of the model."""
    in_bfloat16 = lower is not None and torch.bfloat16 in {weight.dtype for weight in lower.model.parameters()}
    with torch.autocast("cpu", torch.bfloat16, enabled=in_bfloat16):
        logits = (model if lower is None else lower.model)(**inputs).logits
    nn.functional.cross_entropy(logits.float(), torch.arange(len(logits)) % 2).backward()
    if lower is not None:
        lower.hand_over()
    return logits.detach().float(), {name: weight.grad for name, weight in model.named_parameters() if weight.grad is not None}


@pytest.mark.parametrize("length", [3, 16, 21])
@pytest.mark.parametrize("family", ["bert", "distilbert", "modernbert"])
def test_our_kernel_gives_what_the_plain_one_gives(family: str, length: int) -> None:
    found = []
    for kernel in ("eager", attention.NAME):
        model = tiny_model(family=family)
        model.set_attn_implementation(kernel)
        found.append(learn(model, texts(length)))
    (expected, gradients), (logits, ours) = found
    torch.testing.assert_close(logits, expected, rtol=0, atol=1e-5)
    assert gradients.keys() == ours.keys()
    for name, gradient in gradients.items():
        torch.testing.assert_close(ours[name], gradient, rtol=1e-4, atol=1e-6)


def test_our_kernel_drops_shares_of_attention_while_a_model_learns() -> None:
    model = tiny_model(dropout=0.5)
    model.set_attn_implementation(attention.NAME)
    inputs = texts(9)
    still = model(**inputs).logits
    torch.testing.assert_close(model(**inputs).logits, still, rtol=0, atol=0)
    model.train()
    assert not torch.allclose(model(**inputs).logits, still, atol=1e-3)


PLAIN = ("bert", "roberta", "xlm-roberta", "camembert", "electra", "distilbert")
"""Families whose layers can be computed whole."""


def test_which_layers_can_be_computed_whole() -> None:
    assert tuple(family for family in FAMILIES if whole_layer.suits(tiny_model(family=family))) == PLAIN
    other = tiny_model()
    other.config.hidden_act = "relu"
    assert not whole_layer.suits(other)


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("length", [1, 3, 16, 21])
@pytest.mark.parametrize("family", PLAIN)
def test_a_whole_layer_gives_what_the_models_own_modules_give(family: str, length: int, first: bool) -> None:
    """In float32, where nothing but the order of additions differs; first: the last layer computes the first word piece alone."""
    model = tiny_model(family=family)
    model.set_attn_implementation("eager")
    expected, gradients = learn(model, texts(length))
    model.zero_grad()
    model.set_attn_implementation(whole_layer.NAME)
    copied = WorkingCopy(model, first, torch.float32)
    logits = copied.model(**texts(length)).logits
    nn.functional.cross_entropy(logits, torch.arange(len(logits)) % 2).backward()
    copied.hand_over()
    assert copied.model.base_model(**texts(length))[0].shape[1] == (1 if first else length)
    torch.testing.assert_close(logits, expected, rtol=0, atol=1e-6)
    for name, weight in model.named_parameters():
        assert (weight.grad is None) == (name not in gradients), name
        if weight.grad is not None:
            torch.testing.assert_close(weight.grad, gradients[name], rtol=1e-4, atol=1e-6, msg=name)


@pytest.mark.parametrize("family", PLAIN)
def test_a_whole_layer_drops_what_the_models_own_modules_drop(family: str) -> None:
    """In float32 and with the same draws, which both make in the same order."""
    found = []
    for kernel in (attention.NAME, whole_layer.NAME):
        model = tiny_model(family=family, dropout=0.3).train()
        model.set_attn_implementation(kernel)
        copied = WorkingCopy(model, dtype=torch.float32)
        torch.manual_seed(11)
        logits = copied.model(**texts(21)).logits
        nn.functional.cross_entropy(logits, torch.arange(len(logits)) % 2).backward()
        copied.hand_over()
        found.append(
            (logits.detach(), {name: weight.grad for name, weight in model.named_parameters() if weight.grad is not None})
        )
        still = model.eval()(**texts(21)).logits
        assert not torch.allclose(logits, still, atol=1e-3)
    (expected, gradients), (logits, ours) = found
    torch.testing.assert_close(logits, expected, rtol=0, atol=1e-6)
    assert gradients.keys() == ours.keys()
    for name, gradient in gradients.items():
        torch.testing.assert_close(ours[name], gradient, rtol=1e-4, atol=1e-6, msg=name)


def test_a_few_texts_at_a_time_give_what_all_give_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    found = []
    for at_a_time in (explicit_attention.AT_A_TIME, 1):
        monkeypatch.setattr(explicit_attention, "AT_A_TIME", at_a_time)
        model = tiny_model()
        model.set_attn_implementation(whole_layer.NAME)
        found.append(learn(model, texts(21), WorkingCopy(model, dtype=torch.float32)))
    (expected, gradients), (logits, ours) = found
    torch.testing.assert_close(logits, expected, rtol=0, atol=1e-6)
    for name, gradient in gradients.items():
        torch.testing.assert_close(ours[name], gradient, rtol=1e-4, atol=1e-6, msg=name)


def test_a_whole_layer_reads_without_dropout() -> None:
    model = tiny_model(dropout=0.5).train()
    model.set_attn_implementation(whole_layer.NAME)
    reader = WorkingCopy(model, first=True).model
    with LOWER.autocast():
        first, second = (reader(**texts(9)).logits for _ in range(2))
    assert not torch.allclose(first, second, atol=1e-3)
    for still in (reader.eval(), WorkingCopy(model.eval(), first=True).model):
        with LOWER.autocast():
            last = still.base_model(**texts(9))[0]
            logits = still(**texts(9)).logits
        assert last.grad_fn.name() == "_LayerBackward"
        torch.testing.assert_close(logits.float(), model(**texts(9)).logits, rtol=0.05, atol=0.02)


@pytest.mark.parametrize(
    ("family", "kernel", "first"),
    [*((family, "eager", False) for family in FAMILIES), *itertools.product(PLAIN, [whole_layer.NAME], [False, True])],
)
def test_layers_in_bfloat16_learn_what_the_model_learns(family: str, kernel: str, first: bool) -> None:
    model = tiny_model(family=family)
    expected, gradients = learn(model, texts(21))
    model.zero_grad()
    model.set_attn_implementation(kernel)
    logits, ours = learn(model, texts(21), WorkingCopy(model, first))
    torch.testing.assert_close(logits, expected, rtol=0.05, atol=0.02)
    assert gradients.keys() == ours.keys()
    for name, gradient in gradients.items():
        assert ours[name].dtype == torch.float32
        if float(gradient.norm()) > 1e-5:  # below it is rounding alone, e.g. of a key's bias, which softmax takes no notice of
            assert float(nn.functional.cosine_similarity(ours[name].flatten(), gradient.flatten(), dim=0)) > 0.98, name


def test_parts_of_a_batch_add_up() -> None:
    model = tiny_model()
    lower = WorkingCopy(model)
    _, once = learn(model, texts(12), lower)
    once = {name: gradient.clone() for name, gradient in once.items()}
    _, twice = learn(model, texts(12), lower)
    for name, gradient in once.items():
        torch.testing.assert_close(twice[name], 2 * gradient, rtol=1e-2, atol=1e-6)


def test_the_copy_follows_the_weights_and_leaves_no_trace() -> None:
    model = tiny_model()
    names = list(model.state_dict())
    with Optimizer(model, Schedule(1e-2, 5, 0.0), layers_in=torch.bfloat16) as optimizer:
        inputs = texts(9)
        for _ in range(2):
            optimizer.touch(inputs["input_ids"].unique())
            with LOWER.autocast():
                logits = optimizer.model(**inputs).logits
            optimizer.backward(logits.float().square().sum())
            assert optimizer.step()
        copied = dict(optimizer.model.named_parameters())
        for name, weight in model.named_parameters():
            assert torch.equal(copied[name], weight.to(copied[name].dtype)), name
        assert {weight.dtype for weight in copied.values()} == {torch.float32, torch.bfloat16}
    assert optimizer.model is model
    assert list(model.state_dict()) == names
    assert {weight.dtype for weight in model.parameters()} == {torch.float32}


@pytest.mark.parametrize("kernel", ["sdpa", whole_layer.NAME])
def test_reading_in_bfloat16_says_what_reading_says(kernel: str) -> None:
    rows, task, model = encoded(40), Classification(LABELS), tiny_model()
    model.set_attn_implementation(kernel)
    torch.testing.assert_close(
        torch.from_numpy(read_all(model, task, rows, LOWER)),
        torch.from_numpy(read_all(model, task, rows, CPU)),
        rtol=0.05,
        atol=0.02,
    )


@pytest.mark.parametrize("first", [False, True])
@pytest.mark.parametrize("length", [1, 3, 16, 21])
@pytest.mark.parametrize("family", PLAIN)
def test_a_whole_layer_that_is_only_read_says_what_the_models_own_modules_say(family: str, length: int, first: bool) -> None:
    model, inputs = tiny_model(family=family), texts(length)
    model.set_attn_implementation("eager")
    with torch.no_grad():
        expected = model(**inputs).logits
        model.set_attn_implementation(whole_layer.NAME)
        for compute, exact in ((CPU, 1e-6), (LOWER, 0.02)):
            reader = to_run(model, compute, first)
            with compute.autocast():
                assert reader.base_model(**inputs)[0].shape[1] == (1 if first else length)
                torch.testing.assert_close(reader(**inputs).logits.float(), expected, rtol=0, atol=exact)


@pytest.mark.parametrize("family", FAMILIES)
def test_layers_in_bfloat16_that_are_only_read_say_what_the_model_says(family: str) -> None:
    model, inputs = tiny_model(family=family), texts(9)
    model.set_attn_implementation("eager")
    reader = to_run(model, LOWER)
    with torch.no_grad(), LOWER.autocast():
        found = [reader(**inputs).logits.float() for _ in range(2)]
        torch.testing.assert_close(found[0], model(**inputs).logits.float(), rtol=0.05, atol=0.02)
    torch.testing.assert_close(found[0], found[1], rtol=0, atol=0)
    with LOWER.autocast():
        reader(**inputs).logits.float().sum().backward()
    assert any(weight.grad is not None for weight in reader.parameters())


@pytest.mark.parametrize("kernel", ["eager", whole_layer.NAME])
def test_a_working_copy_that_learns_is_read_with_the_weights_it_has_now(kernel: str) -> None:
    model, inputs = tiny_model(), texts(9)
    model.set_attn_implementation(kernel)
    copied = WorkingCopy(model)
    with torch.no_grad(), LOWER.autocast():
        before = copied.model.base_model(**inputs)[0]
        for weight in model.parameters():
            weight.mul_(1.5)
        copied.refresh()
        now, expected = copied.model.base_model(**inputs)[0], to_run(model, LOWER).base_model(**inputs)[0]
    assert not torch.allclose(now, before, atol=0.1)
    torch.testing.assert_close(now, expected, rtol=0.02, atol=0.05)


@pytest.mark.parametrize("compute", [LOWER, CPU], ids=["bfloat16", "float32"])
@pytest.mark.parametrize(("kernel", "dropout"), [("sdpa", True), (whole_layer.NAME, False), (whole_layer.NAME, True)])
def test_a_training_on_a_working_copy_goes_on_to_the_same_bits(kernel: str, dropout: bool, compute: Compute) -> None:
    rows = encoded(64)
    outputs = np.random.default_rng(0).normal(size=(64, 2)).astype(np.float16)
    settings: dict[str, Any] = {"weights": {"soft": 0.5, "hard": 0.5}, "epochs": 2, "batch_rows": 16}
    straight, model, again = (tiny_model(dropout=0.1, seed=seed) for seed in (0, 0, 7))
    for one in (straight, model, again):
        one.set_attn_implementation(kernel)
    list(trainer(straight, rows, plan(dropout=dropout, **settings), outputs=outputs, compute=compute).run())
    kept: list[Any] = []
    first = trainer(model, rows, plan(dropout=dropout, **settings), outputs=outputs, compute=compute)
    asked = itertools.count()
    first._hooks.due = lambda: next(asked) == 5
    first._hooks.keep = lambda standing: kept.append(copy.deepcopy(standing)) or ()
    list(first.run())
    torch.manual_seed(999)
    list(trainer(again, rows, plan(dropout=dropout, **settings), outputs=outputs, compute=compute, start=kept[0]).run())
    expected = weights_of(straight)
    assert [name for name, weight in weights_of(again).items() if not torch.equal(weight, expected[name])] == []


def test_layers_in_float32_learn_to_the_same_weights_as_the_models_own() -> None:
    rows = encoded(64)
    outputs = np.random.default_rng(0).normal(size=(64, 2)).astype(np.float16)
    found = []
    for kernel in ("sdpa", whole_layer.NAME):
        model = tiny_model()
        model.set_attn_implementation(kernel)
        settings = plan(weights={"soft": 0.5, "hard": 0.5}, epochs=2, batch_rows=16)
        list(trainer(model, rows, settings, outputs=outputs).run())
        found.append(weights_of(model))
    for name, weight in found[0].items():
        torch.testing.assert_close(found[1][name], weight, rtol=0, atol=1e-4, msg=name)
    assert whole_layer.is_chosen(model)
    assert any(not torch.equal(weight, found[1][name]) for name, weight in found[0].items())


@pytest.mark.parametrize("family", ["mpnet", "deberta-v2"])
def test_dropout_is_ours_in_float32_too_and_the_weights_are_the_models_own(family: str) -> None:
    model = tiny_model(family=family, dropout=0.5)
    assert to_run(model, CPU) is model
    running = to_run(model.train(), CPU)
    assert {type(module) for module in running.modules() if isinstance(module, nn.Dropout)} == {Dropout}
    own = {id(weight) for weight in model.parameters()}
    assert {id(weight) for weight in running.parameters()} == own
