"""libnabla beside NumPy, SciPy and scikit-learn.

numbers.c, algebra.c and inference.c print results by name; here each is
computed again by another library, or in NumPy by the formula of the paper. The
tolerance is relative to the largest number of a result, and its reason stands
beside it.
"""

import os
import pathlib
import subprocess
import sys
import warnings

import numpy as np
import pytest
import scipy.optimize
import scipy.special
from sklearn import linear_model, metrics

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import algebra  # noqa: E402
import inference  # noqa: E402
from common import expected, load, made, want  # noqa: E402

BUILD = pathlib.Path(os.environ.get("NABLA_BUILD", HERE.parents[1] / "build"))
CURVED = 2e-6  # a minimum is flat: x is known to the root of f's digits


# ---- Formulas. ----

def formulas():
    x, v = np.array([-1.2, 1, 0.5, 2]), np.array([1, -2, 0.25, 3])
    want("rosen4.value", scipy.optimize.rosen(x))
    want("rosen4.grad", scipy.optimize.rosen_der(x))
    want("rosen4.hessian", scipy.optimize.rosen_hess(x))
    want("rosen4.hvp", scipy.optimize.rosen_hess_prod(x, v))


def himmelblau(x):
    return (x[0]**2 + x[1] - 11)**2 + (x[0] + x[1]**2 - 7)**2


def himmelblau_grad(x):
    a, b = x[0]**2 + x[1] - 11, x[0] + x[1]**2 - 7
    return np.array([4 * x[0] * a + 2 * b, 2 * a + 4 * x[1] * b])


def beale(x):
    return sum((c - x[0] + x[0] * x[1]**k)**2
               for k, c in [(1, 1.5), (2, 2.25), (3, 2.625)])


def booth(x):
    return (x[0] + 2 * x[1] - 7)**2 + (2 * x[0] + x[1] - 5)**2


def minima():
    for name, f, start in [
            ("rosen4", scipy.optimize.rosen, [1.3, 0.7, 0.8, 1.9]),
            ("himmelblau", himmelblau, [2.5, 1.7]), ("booth", booth, [0, 0]),
            ("beale", beale, [2.5, 0.3])]:
        x = scipy.optimize.minimize(f, start, method="Nelder-Mead", options={
            "xatol": 1e-10, "fatol": 1e-15, "maxiter": 10000,
            "maxfev": 10000}).x
        for method in ["lbfgs", "newton", "gsl_bfgs2", "gsl_conjugate_pr",
                       "adam"]:
            want(f"minimum.{name}.{method}", x, CURVED)


def walk(method):
    """Thirty steps as the papers have them; clipped at 20, decayed."""
    x, lr, decay = np.array([-1.0, 0.5]), 0.004, 0.01
    m, s, path = np.zeros(2), np.zeros(2), [x]
    for t in range(1, 31):
        g = himmelblau_grad(x)
        g = g * min(1, 20 / np.linalg.norm(g))
        if method != "adamw":
            g = g + decay * x
        if method == "gd":
            x = x - lr * g
        elif method in ("momentum", "nesterov"):
            m = 0.9 * m + g
            x = x - lr * (m if method == "momentum" else g + 0.9 * m)
        elif method in ("adagrad", "rmsprop"):
            s = s + g * g if method == "adagrad" else 0.9 * s + 0.1 * g * g
            x = x - lr * g / (np.sqrt(s) + 1e-8)
        else:
            m, s = 0.9 * m + 0.1 * g, 0.999 * s + 0.001 * g * g
            if method == "adamw":
                x = x * (1 - lr * decay)
            x = x - (lr * (m / (1 - 0.9**t))
                     / (np.sqrt(s / (1 - 0.999**t)) + 1e-8))
        path.append(x)
    return path


def paths():
    for method in ["gd", "momentum", "nesterov", "adagrad", "rmsprop", "adam",
                   "adamw"]:
        want(f"path.{method}", walk(method), 1e-10)  # errors add up in steps


# ---- Nets. ----

ACTIVATIONS = {
    "relu": (lambda z: np.maximum(z, 0), lambda z: (z > 0) * 1.0),
    "tanh": (np.tanh, lambda z: 1 - np.tanh(z)**2),
    "sigmoid": (scipy.special.expit,
                lambda z: scipy.special.expit(z) * scipy.special.expit(-z)),
    "softplus": (lambda z: np.logaddexp(z, 0), scipy.special.expit),
    "leaky": (lambda z: np.where(z < 0, 0.01 * z, z),
              lambda z: np.where(z < 0, 0.01, 1.0))}


def nets():
    x, y = made(6, 4, 1), np.array([0, 1, 2, 2, 1, 0])
    w1, b1 = made(4, 5, 10), made(1, 5, 11)
    w2, b2 = made(5, 3, 12), made(1, 3, 13)
    for name, (f, slope) in ACTIVATIONS.items():
        z1 = x @ w1 + b1
        a1 = f(z1)
        p = scipy.special.softmax(a1 @ w2 + b2, axis=1)
        want(f"net.{name}.loss", -np.mean(np.log(p[np.arange(6), y])))
        d2 = (p - np.eye(3)[y]) / 6
        d1 = d2 @ w2.T * slope(z1)
        for k, g in enumerate([x.T @ d1, d1.sum(0), a1.T @ d2, d2.sum(0)]):
            want(f"net.{name}.grad{k}", g)
    z = made(5, 3, 20)
    want("softmax", scipy.special.softmax(z, axis=1))
    want("logsoftmax", scipy.special.log_softmax(z, axis=1))
    want("logsumexp", scipy.special.logsumexp(z, axis=1))


def functions():
    """Value by SciPy; the derivatives by Taylor coefficients from a contour
    integral around the point, which has no rounding to speak of."""
    points = 0.1 * np.exp(2j * np.pi * np.arange(64) / 64)
    for name, f in {
            "sin": np.sin, "cos": np.cos, "tan": np.tan, "asin": np.arcsin,
            "acos": np.arccos, "atan": np.arctan, "sinh": np.sinh,
            "cosh": np.cosh, "tanh": np.tanh, "exp": np.exp, "log": np.log,
            "log1p": np.log1p, "expm1": np.expm1, "sqrt": np.sqrt,
            "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
            "softplus": lambda z: np.log(1 + np.exp(z)),
            "erf": scipy.special.erf}.items():
        taylor = np.fft.fft(f(0.7 + points)) / 64
        want(f"function.{name}", [taylor[0].real, taylor[1].real / 0.1,
                                  2 * taylor[2].real / 0.01])


# ---- Regression. ----

def linear(name, x, y):
    design = np.column_stack([np.ones(len(x)), x])
    ols = linear_model.LinearRegression().fit(x, y)
    sse = np.sum((y - ols.predict(x))**2)
    cov = np.linalg.inv(design.T @ design) * sse / (len(x) - len(design[0]))
    # Breast cancer's columns nearly depend on each other: cond 1e5 at most.
    tolerance = 1e-9
    want(f"{name}.ols.coef", ols.coef_, tolerance)
    want(f"{name}.ols.intercept", ols.intercept_)
    want(f"{name}.ols.se", np.sqrt(np.diag(cov)), tolerance)
    want(f"{name}.ols.r2", ols.score(x, y))
    ridge = linear_model.Ridge(alpha=5).fit(x, y)
    want(f"{name}.ridge.coef", ridge.coef_, tolerance)
    want(f"{name}.rmse",
         metrics.mean_squared_error(y, ridge.predict(x))**0.5, tolerance)
    lasso = linear_model.Lasso(alpha=0.05, tol=1e-14, max_iter=1000000)
    # Both stop their descent at a gap of about 1e-12 of the loss.
    want(f"{name}.lasso.coef", lasso.fit(x, y).coef_, 1e-5)


def logistic(name, x, y):
    # scikit-learn's solvers stop at a gradient, not at the minimum's digits.
    model = linear_model.LogisticRegression(
        C=1, tol=1e-12, max_iter=100000,
        solver="newton-cholesky" if max(y) == 1 else "lbfgs").fit(x, y)
    p = model.predict_proba(x)
    coef, intercept = model.coef_.T, model.intercept_
    want(f"{name}.logreg.coef", coef, 1e-4)
    # Only differences of intercepts have a meaning for several classes.
    want(f"{name}.logreg.intercept",
         intercept - (intercept.mean() if max(y) > 1 else 0), 1e-4)
    want(f"{name}.logreg.proba", p, 1e-5)
    loss = metrics.log_loss(y, p)
    want(f"{name}.logreg.loglik", -loss * len(y), 1e-5)
    want(f"{name}.logreg.logloss", loss, 1e-5)
    says = model.predict(x)
    want(f"{name}.accuracy", metrics.accuracy_score(y, says))
    want(f"{name}.confusion", metrics.confusion_matrix(y, says))
    want(f"{name}.precision", metrics.precision_score(
        y, says, labels=[1], average="macro"))
    want(f"{name}.recall", metrics.recall_score(
        y, says, labels=[1], average="macro"))
    want(f"{name}.f1", metrics.f1_score(
        y, says, labels=[1], average="macro"))
    return p


def regressions():
    for name in ["wine", "diabetes", "breast_cancer", "iris"]:
        raw, y = load(name)
        x = (raw - raw.mean(0)) / raw.std(0, ddof=1)
        linear(name, x, y)
        if name == "diabetes":
            continue
        p = logistic(name, x, y)
        if name == "breast_cancer":
            want(f"{name}.auc", metrics.roc_auc_score(y, p[:, 1]), 1e-4)
            want(f"{name}.auc.raw", metrics.roc_auc_score(y, raw[:, 4]))


def computed():
    """What the three programs print."""
    found = {}
    for program in ["numbers", "algebra", "inference"]:
        out = subprocess.run([BUILD / "tests/reference" / program],
                             capture_output=True, text=True, check=True).stdout
        for line in out.splitlines():
            name, *values = line.split(" ")
            assert name not in found
            found[name] = np.array(values, float)
    return found


numbers = computed()
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    formulas()
    minima()
    paths()
    nets()
    functions()
    regressions()
    algebra.run()
    inference.run(numbers)


@pytest.mark.parametrize("name", expected)
def test_agrees(name):
    value, tolerance = expected[name]
    ours = numbers[name]
    if name.endswith("logreg.intercept") and len(ours) > 1:
        ours = ours - ours.mean()
    assert ours.shape == value.shape
    # The size that errors are measured by: of a part, that of the whole.
    size = algebra.sizes.get(name, np.abs(value).max())
    if tolerance is None:
        tolerance = 1e-12
    assert np.abs(ours - value).max() <= tolerance * max(size, 1e-300)


def test_nothing_is_left_out():
    assert set(numbers) == set(expected)
    assert len(expected) >= 300
