"""Measure libnabla beside NumPy, scikit-learn and, where it is installed,
PyTorch, in the numbers that it takes of itself, of 32 bits.

Both sides take turns within one run, so what else the machine does falls on
both alike; the least time of each is compared. Prints a table in Markdown and
keeps it in build/bench/.
"""

import argparse
import importlib.util
import os
import pathlib
import subprocess
import sys
import time
import warnings

if "--threads" in sys.argv[1:-1]:  # before OpenBLAS is loaded
    os.environ["OPENBLAS_NUM_THREADS"] = sys.argv[
        sys.argv.index("--threads") + 1]
OURS = dict(os.environ)
# NumPy brings an OpenBLAS that knows this processor: no advice for it.
for name in ["OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"]:
    os.environ.pop(name, None)

import numpy as np  # noqa: E402
import threadpoolctl  # noqa: E402
from sklearn import (datasets, decomposition, linear_model,  # noqa: E402
                     neural_network)

if "--torch" in sys.argv[1:] and not importlib.util.find_spec("torch"):
    subprocess.run([sys.executable, "-m", "pip", "install", "torch"],
                   check=True)
try:
    import torch
except ImportError:
    torch = None

ROOT = pathlib.Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "bench"
DENSE = 1.1   # of NumPy's time at most, for dense linear algebra
FASTER = 5.0  # times faster at least, for the net of the digits
# OpenBLAS's threads go on spinning for a while when the work is done, on the
# processors that the other side is to use.
PAUSE_S = 0.15

random = np.random.default_rng(0)
A, B = random.standard_normal((2, 1000, 1000))
b = random.standard_normal(1000)
S = A @ A.T
S300 = np.ascontiguousarray(S[:300, :300])
X, y = datasets.load_digits(return_X_y=True)
cancer, ill = datasets.load_breast_cancer(return_X_y=True)
cancer = (cancer - cancer.mean(0)) / cancer.std(0, ddof=1)
W1 = random.standard_normal((300, 250)) / 20
W2 = random.standard_normal((250, 100)) / 20
b1, b2 = np.zeros(250), np.zeros(100)
batch, labels = random.standard_normal((64, 300)), np.arange(64) % 100


def gradient():
    """By hand, as few passes as NumPy can."""
    z1 = batch @ W1 + b1
    a1 = np.maximum(z1, 0)
    z2 = a1 @ W2 + b2
    p = np.exp(z2 - z2.max(1, keepdims=True))
    p /= p.sum(1, keepdims=True)
    loss = -np.log(p[np.arange(64), labels]).mean()
    p[np.arange(64), labels] -= 1
    p /= 64
    d1 = (p @ W2.T) * (z1 > 0)
    return loss, batch.T @ d1, d1.sum(0), a1.T @ p, p.sum(0)


train = test = None  # which rows; libnabla says


def mlp():
    net = neural_network.MLPClassifier(
        (32,), solver="sgd", momentum=0.9, nesterovs_momentum=False,
        learning_rate_init=0.1, batch_size=32, max_iter=30, alpha=0, tol=0,
        n_iter_no_change=1000)
    net.fit(X[train] / 16, y[train])
    return net.score(X[test] / 16, y[test])


def logistic():
    model = linear_model.LogisticRegression(C=1, solver="newton-cholesky")
    return model.fit(cancer, ill).score(cancer, ill)


def torch_mlp():
    net = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.ReLU(),
                              torch.nn.Linear(32, 10))
    optimiser = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
    xs = torch.tensor(X[train] / 16, dtype=torch.float32)
    ys = torch.tensor(y[train])
    for _ in range(30):
        for rows in torch.randperm(1200).split(32):
            optimiser.zero_grad()
            torch.nn.functional.cross_entropy(net(xs[rows]),
                                              ys[rows]).backward()
            optimiser.step()
    judged = torch.tensor(X[test] / 16, dtype=torch.float32)
    return float((net(judged).argmax(1).numpy() == y[test]).mean())


def torch_gradient():
    """All the same, but by automatic differentiation."""
    if not torch_net:
        torch_net.extend([torch.nn.Sequential(
            torch.nn.Linear(300, 250), torch.nn.ReLU(),
            torch.nn.Linear(250, 100)),
            torch.tensor(batch, dtype=torch.float32), torch.tensor(labels)])
    net, rows, wanted = torch_net
    net.zero_grad()
    loss = torch.nn.functional.cross_entropy(net(rows), wanted)
    loss.backward()
    return float(loss)


torch_net = []  # made at the first turn, which warms up

# task: what it is, the other side, who that is, turns, bound of the ratio
TASKS = {
    "matmul": ("1000 x 1000 times 1000 x 1000", lambda: A @ B, "NumPy", 9,
               DENSE),
    "solve": ("solve 1000 equations", lambda: np.linalg.solve(A, b), "NumPy",
              25, DENSE),
    "svd_digits": ("SVD, 1797 x 64",
                   lambda: np.linalg.svd(X, full_matrices=False), "NumPy", 9,
                   DENSE),
    "svd_1000": ("SVD, 1000 x 1000",
                 lambda: np.linalg.svd(A, full_matrices=False), "NumPy", 3,
                 DENSE),
    "eigh_300": ("symmetric eigenproblem, 300", lambda: np.linalg.eigh(S300),
                 "NumPy", 9, DENSE),
    "eigh_1000": ("symmetric eigenproblem, 1000", lambda: np.linalg.eigh(S),
                  "NumPy", 9, DENSE),
    "pca_digits": ("PCA of the digits", lambda: decomposition.PCA(
        svd_solver="full").fit_transform(X), "scikit-learn", 9, None),
    "gradient": ("gradient of a net of 100,350 numbers, 64 rows", gradient,
                 "NumPy by hand", 20, None),
    "mlp": ("digits, 64-32-10, 30 epochs of 32", mlp, "scikit-learn", 3,
            1 / FASTER),
    "logistic": ("logistic regression, 569 x 30", logistic, "scikit-learn", 9,
                 None),
}
if torch:
    TASKS["gradient_torch"] = (TASKS["gradient"][0], torch_gradient, "PyTorch",
                               20, None)
    TASKS["mlp_torch"] = (TASKS["mlp"][0], torch_mlp, "PyTorch", 3, 1 / FASTER)


class Library:
    """The program beside this one, asked task by task."""

    def __init__(self):
        self.process = subprocess.Popen(
            [ROOT / "build/tests/bench/numerics"], env=OURS, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.order = np.array(self.process.stdout.readline().split(), int)

    def run(self, task):
        self.process.stdin.write(task.removesuffix("_torch") + "\n")
        self.process.stdin.flush()
        seconds, result = self.process.stdout.readline().split()
        return float(seconds), float(result)

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


def measure(library, task, turns):
    """The least seconds of either side, and the last results."""
    ours, theirs = [], []
    for _ in range(turns + 1):  # the first one warms up
        seconds, result = library.run(task)
        ours.append(seconds)
        time.sleep(PAUSE_S)
        before = time.perf_counter()
        other = TASKS[task][1]()
        theirs.append(time.perf_counter() - before)
        time.sleep(PAUSE_S)
    return min(ours[1:]), min(theirs[1:]), result, other


def row(task, ours, theirs, result, other):
    title, _, who, _, bound = TASKS[task]
    if task.startswith("mlp"):
        title += f" (right: {result:.3f}, {other:.3f})"
    ratio, word = ours / theirs, ""
    if bound:
        word = "held" if ratio <= bound else "**missed**"
        word = f"at most {bound:.2g}: {word}"
    return (f"| {title} | {1e3 * ours:.2f} | {1e3 * theirs:.2f} | {who} "
            f"| {ratio:.2f} | {word} |"), "missed" not in word


def main():
    parser = argparse.ArgumentParser(prog="./nabla bench numerics",
                                     description=__doc__)
    parser.add_argument("--tasks", help=f"which: {', '.join(TASKS)}")
    parser.add_argument("--threads", help="of OpenBLAS on both sides")
    parser.add_argument("--torch", action="store_true",
                        help="install PyTorch in .venv (4 GB) if it is not")
    parser.add_argument("--check", action="store_true",
                        help="exit with 1 if a bound is missed")
    options = parser.parse_args()
    tasks = options.tasks.split(",") if options.tasks else TASKS
    blas = [f"{i['internal_api']} {i['version']} {i['architecture']}, "
            f"{i['num_threads']} threads"
            for i in threadpoolctl.threadpool_info()
            if i["user_api"] == "blas"]
    lines = [f"{os.cpu_count()} cores; NumPy {np.__version__} on {blas[0]}",
             "", "| task | libnabla, ms | other, ms | which | ratio | |",
             "|---|---:|---:|---|---:|---|"]
    warnings.simplefilter("ignore")  # thirty epochs are as many as we want
    library, held = Library(), True
    global train, test
    train, test = library.order[:1200], library.order[1200:]
    if torch:
        lines[0] += f"; PyTorch {torch.__version__}"
        if options.threads:
            torch.set_num_threads(int(options.threads))
    for task in tasks:
        line, good = row(task, *measure(library, task, TASKS[task][3]))
        print(line, flush=True)
        lines.append(line)
        held = held and good
    library.stop()
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / "numerics.md").write_text("\n".join(lines) + "\n",
                                     encoding="utf-8")
    print("\n".join(lines[:1]))
    return 0 if held or not options.check else 1


if __name__ == "__main__":
    sys.exit(main())
