"""bench/: everything runs small, equal work is enforced, and the report is written. No time is asserted."""

import getpass
import json
import re
import socket
import subprocess
import sys
from pathlib import Path

import h5py
import numpy as np
import pytest
from PIL import Image

from bench import growth, implementations, machine, measure, report, run
from helpers.datasets import flatten_images
from helpers.deep_network import initialize_parameters_deep, train

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def quick(tmp_path_factory):
    """The folder that `make bench ARGS="--quick"` fills."""
    folder = tmp_path_factory.mktemp("bench")
    assert run.main(["--quick", "--folder", str(folder)]) == 0
    return folder


@pytest.fixture
def results(quick):
    return json.loads((quick / "results.json").read_text())


def without_pytorch(results):
    """The same measurement, as if PyTorch had been missing."""
    for found in results["comparisons"]:
        for values in (found["times"], found["agreement"], found.get("whole", {})):
            values.pop("PyTorch", None)
    return results


# --- equal work


def test_all_competitors_reach_the_same_costs(results):
    for found in results["comparisons"]:
        everyone = set(measure.competitors(measure.CASES[found["name"]]))
        assert set(found["times"]) == everyone
        assert set(found["agreement"]) == everyone - {measure.NO_TRAINING}
        assert max(found["agreement"].values()) <= measure.TOLERANCE[found["dtype"]]
    assert {(f["name"], f["dtype"]) for f in results["comparisons"]} == {
        (name, dtype) for name in measure.CASES for dtype in run.DTYPES
    }


def slower_steps(X, Y, parameters, learning_rate, num_iterations):
    return implementations.plain_loop(X, Y, parameters, 0.98 * learning_rate, num_iterations)


def a_step_behind(X, Y, parameters, learning_rate, num_iterations):
    costs = implementations.plain_loop(X, Y, parameters, learning_rate, num_iterations)
    return costs[:1] + costs[:-1]


def without_costs(*arguments):
    implementations.plain_loop(*arguments)
    return []


def too_few_costs(*arguments):
    return implementations.plain_loop(*arguments)[:1]


def not_numbers(*arguments):
    return [np.nan for _ in implementations.plain_loop(*arguments)]


@pytest.mark.parametrize(
    "name, dtype", [("network", "float64"), ("logistic regression", "float32")]
)
@pytest.mark.parametrize(
    "wrong", [slower_steps, a_step_behind, without_costs, too_few_costs, not_numbers]
)
def test_a_wrong_competitor_is_refused(wrong, name, dtype, monkeypatch):
    trainings = {
        "plain loop": implementations.plain_loop,
        "right": implementations.exact_shortcut,
        "wrong": wrong,
    }
    monkeypatch.setattr(measure, "competitors", lambda case: trainings)
    with pytest.raises(ValueError, match=r"do not reach the plain loop's costs.*\{'wrong'"):
        measure.measure(name, dtype, quick=True)


def test_equal_costs_that_do_not_change_are_refused():
    with pytest.raises(ValueError, match="hardly changes"):
        measure.require_agreement({"plain loop": np.array([0.69, 0.69])}, 1e-8)


def test_a_failed_process_stops_the_command(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(measure, "CASES", {"no such case": None})
    assert run.main(["--quick", "--folder", str(tmp_path)]) == 1
    assert (
        "bench.measure no such case float64 full quick failed: KeyError" in capsys.readouterr().err
    )
    assert list(tmp_path.iterdir()) == []


# --- the report


def test_the_table_and_the_figures_are_written(quick, results):
    text = (quick / "results.md").read_text(encoding="utf-8")
    for found in results["comparisons"]:
        for name, times in found["times"].items():
            assert re.search(rf"^\| {name} \|.* {report.digits(np.median(times))} ", text, re.M)
    for name in ("Python", "numpy", "scikit-learn", "processor", "products of numpy"):
        assert re.search(rf"^\| {name} \| \S", text, re.M)
    assert "nothing to quote" in text
    for name in ("speed.png", "growth.png"):
        assert f"]({name})" in text
        with Image.open(quick / name) as picture:
            assert np.ptp(np.asarray(picture)) > 0


def test_the_last_measurement_can_be_written_again(quick):
    before = (quick / "results.md").read_text(encoding="utf-8")
    (quick / "results.md").unlink()
    assert run.main(["--again", "--folder", str(quick)]) == 0
    assert (quick / "results.md").read_text(encoding="utf-8") == before


def test_a_ratio_is_the_median_over_the_rounds():
    found = {"times": {"slow": [2.0, 9.0, 40.0], "fast": [1.0, 3.0, 10.0]}}
    assert report.ratio(found, "slow", "fast").tolist() == [2.5, 3, 3.5]


@pytest.mark.parametrize(
    "number, text", [(0.0123456, "0.0123"), (1.5, "1.50"), (99.96, "100"), (1234.5, "1,234")]
)
def test_digits(number, text):
    assert report.digits(number) == text


def test_results_name_no_folder_user_or_computer(quick):
    own = {str(ROOT), str(Path.home()), socket.gethostname()}
    for path in (quick / "results.md", ROOT / "bench" / "results.md"):
        text = path.read_text(encoding="utf-8")
        assert not [name for name in own if name in text]
        assert not re.search(rf"(?<!\w)(/|\\)?{re.escape(getpass.getuser())}(/|\\)", text)
        assert not re.search(r"(?<![\w.>])/(home|Users|tmp|opt|usr|work)\b", text)


def test_the_readme_quotes_the_results():
    text = (ROOT / "bench" / "results.md").read_text(encoding="utf-8")
    quoted = re.search(r"^In short, .*?: (.+)\.$", text, re.M).group(1)
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert quoted in readme, "make bench prints the line for README.md"
    single = {}  # in the first table of ratios, the network's
    for line in re.findall(r"^\| PyTorch / .*", text, re.M):
        name, _asked, _double1, _double2, one_thread, _ = line.strip("|").split("|")
        single.setdefault(name.strip(), one_thread.split("**")[1])
    loop, shortcut = (single[f"PyTorch / {other}"] for other in ("plain loop", "exact shortcut"))
    assert float(loop) < 1  # else README must not say that PyTorch is faster there
    assert f"it takes {loop} times as long, and {shortcut} times as long as the shortcut" in readme


# --- without PyTorch


def test_a_missing_pytorch_is_said_and_the_rest_goes_on(results, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(implementations, "HAS_PYTORCH", False)
    monkeypatch.setattr(run, "compare", lambda quick: without_pytorch(results)["comparisons"])
    monkeypatch.setattr(run, "grow", lambda quick: (results["images"], results["sweeps"]))
    assert run.main(["--quick", "--folder", str(tmp_path)]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[0].startswith("PyTorch is not installed and is left out; to compare with it, run `")
    assert "-m pip install --target bench/packages -r bench/requirements.txt`" in said[0]
    text = (tmp_path / "results.md").read_text(encoding="utf-8")
    assert "| PyTorch" not in text and "| plain loop |" in text


def test_pytorch_is_nobodys_dependency():
    assert re.findall(r"^\w.*", (ROOT / "bench" / "requirements.txt").read_text(), re.M) == [
        "torch>=2.4    # the same training by someone else, to compare times with; 2.13.0 is measured"
    ]
    for name in ("pyproject.toml", "requirements.txt", "environment.yml"):
        assert "torch" not in (ROOT / name).read_text(encoding="utf-8").lower()


def test_competitors_without_pytorch(monkeypatch):
    monkeypatch.setattr(implementations, "HAS_PYTORCH", False)
    assert "PyTorch" not in measure.competitors(measure.CASES["network"])
    assert "PyTorch" not in machine.describe(implementations.HAS_PYTORCH)


# --- growth


@pytest.fixture(scope="module")
def images(tmp_path_factory):
    """A file of 250 images, of which 150 are drawn."""
    path = tmp_path_factory.mktemp("images") / "images.h5"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(growth, "DRAWN", 150)
        growth.draw(path, 250)
    return path


def test_images_are_written_in_chunks(images):
    with h5py.File(images) as file:
        X, Y = file["X"], file["Y"]
        assert X.shape == (250, 64, 64, 3) and X.chunks == (growth.BATCH, 64, 64, 3)
        assert set(Y[:150]) == {0, 1}
        assert np.array_equal(Y[150:], Y[:100])
        assert np.array_equal(X[150:] >> 3, X[:100] >> 3)
        assert np.mean(X[150:] != X[:100]) > 0.8


class Watched:
    """A data set that notes which rows are read."""

    def __init__(self, data):
        self.data, self.read = data, []

    def __getitem__(self, rows):
        self.read.append((rows.start, rows.stop))
        return self.data[rows]


def test_a_pass_reads_a_chunk_at_a_time(images):
    start = initialize_parameters_deep((12288, 4, 1))
    with h5py.File(images) as file:
        watched = {name: Watched(file[name]) for name in "XY"}
        parameters, cost = growth.one_pass(watched, 250, start)
        X, Y = flatten_images(file["X"][()]), file["Y"][()].reshape(1, -1)
    assert watched["X"].read == watched["Y"].read == [(0, 100), (100, 200), (200, 250)]
    costs, right = [], start
    for places in (slice(0, 100), slice(100, 200), slice(200, 250)):
        right, (first,) = train(X[:, places], Y[:, places], right, growth.LEARNING_RATE, 1)
        costs.append(first)
    assert cost == pytest.approx(np.mean(costs), rel=1e-12)
    for name, value in right.items():
        np.testing.assert_allclose(parameters[name], value, rtol=1e-9, atol=1e-12)


def test_memory_is_that_of_the_process_alone(images):
    """And not of the one that started it, which holds 400 MB more for a while."""
    small = run.start("growth", "images", images, 100)["memory"]
    held = np.ones(50_000_000)
    assert run.start("growth", "images", images, 100)["memory"] == pytest.approx(small, abs=40)
    assert held.nbytes == 4e8


def test_memory_held_is_seen():
    """100 MB: a pass that read all images at once would show."""
    code = (
        "import sys; import numpy as np; from bench import growth; before = growth.peak_memory();"
        "held = np.ones(12_500_000); print(growth.peak_memory() - before)"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert float(ended.stdout) == pytest.approx(100, abs=20)


def test_multiplications_are_counted():
    """W1·X and dZ1·Xᵀ: 2 · 3·4·2; W2·A1, dZ2·A1ᵀ and W2ᵀ·dZ2: 3 · 1·3·2."""
    assert growth.multiplications(2, (4, 3, 1)) == 2 * 24 + 3 * 6


def test_the_slope_of_a_power_is_found():
    sizes = np.array([3.0, 10, 40])
    assert report.slope(sizes, 7 * sizes**1.5) == pytest.approx(1.5)
