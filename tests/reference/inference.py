"""What SciPy and scikit-learn say about the estimates of inference.c."""

import numpy as np
import scipy.optimize
import scipy.stats
from sklearn import calibration, linear_model, metrics, model_selection

from common import load, made, table, want

# Bounds are roots found to the digits of doubles, of functions that carry a
# hundred roundings.
ROOT = 1e-9


def proportions():
    z = scipy.stats.norm.ppf(0.95)
    cut = scipy.stats.chi2.ppf(0.9, 1)
    for k, n in [(0, 12), (7, 10), (582, 597), (12, 12), (1, 1000)]:
        p = k / n
        for method, name in [("wilson", "wilson"),
                             ("exact", "clopper-pearson")]:
            want(f"proportion.{name}.{k}.{n}", scipy.stats.binomtest(
                k, n).proportion_ci(0.9, method), ROOT)
        half = z * np.sqrt(p * (1 - p) / n)
        want(f"proportion.wald.{k}.{n}", [p - half, p + half])

        def excess(q):
            xlogy = scipy.special.xlogy
            return 2 * (xlogy(k, p) - xlogy(k, q) + xlogy(n - k, 1 - p)
                        - xlogy(n - k, 1 - q)) - cut
        lower = k and scipy.optimize.brentq(excess, 1e-12, p, xtol=1e-15)
        upper = 1 if k == n else scipy.optimize.brentq(
            excess, max(p, 1e-12), 1 - 1e-15, xtol=1e-15)
        want(f"proportion.likelihood.{k}.{n}", [lower, upper], ROOT)


# ---- Likelihoods: SciPy's densities, its root finder and minimiser. ----

def hessian(f, x):
    """Second differences, extrapolated once: good to about 1e-7."""
    n, h = len(x), 2e-3 * np.maximum(np.abs(x), 1e-2)

    def with_step(h):
        result = np.zeros((n, n))
        for i in range(n):
            for j in range(n):
                a, b = np.eye(n)[i] * h[i], np.eye(n)[j] * h[j]
                result[i, j] = (f(x + a + b) - f(x + a - b) - f(x - a + b)
                                + f(x - a - b)) / (4 * h[i] * h[j])
        return result
    return (4 * with_step(h / 2) - with_step(h)) / 3


def fitted(name, f, theta):
    """f's maximum is at theta; everything else follows from f alone."""
    n, top = len(theta), f(theta)
    fisher = -hessian(f, theta)
    se = np.sqrt(np.diag(np.linalg.inv(fisher)))
    z = scipy.stats.norm.ppf(0.975)
    want(f"{name}.theta", theta, 1e-6)
    want(f"{name}.se", se, 1e-5)
    want(f"{name}.fisher", fisher, 1e-5)
    want(f"{name}.loglik", top)
    want(f"{name}.wald", np.column_stack([theta - z * se, theta + z * se]),
         1e-5)

    def best(i, t):
        if n == 1:
            return f(np.array([t]))
        others = scipy.optimize.minimize_scalar(
            lambda s: -f(np.insert([s], i, t)),
            bracket=(theta[1 - i], theta[1 - i] + se[1 - i] / 10),
            options={"xtol": 1e-10})
        return -others.fun

    def bounds(i, level):
        cut = scipy.stats.chi2.ppf(level, 1)
        result = []
        for side in (-1, 1):
            far = theta[i] + side * se[i]
            while 2 * (top - best(i, far)) < cut:
                far += side * se[i] / 2
            result.append(scipy.optimize.brentq(
                lambda t: 2 * (top - best(i, t)) - cut, theta[i], far,
                xtol=1e-12))
        return result
    want(f"{name}.profile", [bounds(i, 0.95) for i in range(n)], 1e-6)
    lower, upper = bounds(0, 0.9)
    curve = np.linspace(lower - 0.2 * (theta[0] - lower),
                        upper + 0.2 * (upper - theta[0]), 5)
    want(f"{name}.curve", [best(0, t) for t in curve], 1e-7)


def likelihoods():
    x = 2 * (-np.log(made(60, 1, 3).ravel() + 0.5))**(1 / 1.5)
    shape, _, scale = scipy.stats.weibull_min.fit(x, floc=0)

    def weibull(t):
        return np.sum(scipy.stats.weibull_min.logpdf(x, t[1], scale=t[0]))

    shape = scipy.optimize.brentq(
        lambda k: np.sum(x**k * np.log(x)) / np.sum(x**k) - 1 / k
        - np.mean(np.log(x)), 0.5, 4, xtol=1e-14)
    scale = np.mean(x**shape)**(1 / shape)
    fitted("weibull", weibull, np.array([scale, shape]))
    half = len(x) / 2 * np.log(2 * np.pi)
    fitted("gauss", lambda t: half + np.sum(scipy.stats.norm.logpdf(
        x, t[0], np.sqrt(t[1]))), np.array([x.mean(), x.var()]))
    fitted("exponential", lambda t: np.sum(scipy.stats.expon.logpdf(
        x, scale=1 / t[0])), np.array([1 / x.mean()]))
    t, y = load("challenger")
    t = t.ravel()

    def logit(b):
        z = b[0] + b[1] * t
        return np.sum(y * z - np.logaddexp(0, z))
    beta = scipy.optimize.minimize(lambda b: -logit([b[0] - 70 * b[1], b[1]]),
                                   [0, 0], method="BFGS",
                                   options={"gtol": 1e-10}).x
    beta = np.array([beta[0] - 70 * beta[1], beta[1]])
    fitted("challenger", logit, beta)
    design = np.column_stack([np.ones(23), t])
    p = scipy.special.expit(design @ beta)
    cov = np.linalg.inv(design.T * (p * (1 - p)) @ design)
    at = np.column_stack([np.ones(3), [31, 65, 75]])
    half = scipy.stats.norm.ppf(0.9) * np.sqrt(np.sum(at @ cov * at, 1))
    want("challenger.bounds", scipy.special.expit(np.column_stack(
        [at @ beta - half, at @ beta + half])), 1e-6)
    z = scipy.stats.norm.ppf(0.975) * np.sqrt(np.diag(cov))
    want("challenger.confint", np.column_stack([beta - z, beta + z]), 1e-6)
    want("lrtest.p", scipy.stats.chi2.sf(2 * 3.9, 2))


def bootstraps(numbers):
    """Of the very samples that libnabla drew: what is made of them."""
    x = np.array(table("faithful"), float)[:, 0]
    s, estimate = numbers["bootstrap.samples"], x.std(ddof=1)
    want("bootstrap.samples", np.sort(s))
    want("bootstrap.moments",
         [estimate, s.std(ddof=1), s.mean() - estimate], 1e-9)
    low, high = np.quantile(s, [0.025, 0.975])
    want("bootstrap.percentile", [low, high])
    want("bootstrap.basic", [2 * estimate - high, 2 * estimate - low])
    z0 = scipy.stats.norm.ppf(np.mean(s < estimate))
    out = np.array([np.delete(x, i).std(ddof=1) for i in range(len(x))])
    d = out.mean() - out
    a = np.sum(d**3) / (6 * np.sum(d**2)**1.5)
    z = scipy.stats.norm.ppf([0.025, 0.975])
    shares = scipy.stats.norm.cdf(z0 + (z0 + z) / (1 - a * (z0 + z)))
    want("bootstrap.bca", np.quantile(s, shares), 1e-9)


def regressions():
    x, y = load("diabetes")
    x = (x - x.mean(0)) / x.std(0, ddof=1)
    n, p = x.shape
    design = np.column_stack([np.ones(n), x])
    beta = np.linalg.lstsq(design, y)[0]
    s2 = np.sum((y - design @ beta)**2) / (n - p - 1)
    cov = s2 * np.linalg.inv(design.T @ design)
    half = scipy.stats.t.ppf(0.995, n - p - 1) * np.sqrt(np.diag(cov))
    want("ols.confint", np.column_stack([beta - half, beta + half]), ROOT)
    want("ols.cov", cov, 1e-10)
    at = design[:5]
    for name, noise in [("bounds", 0), ("noise", s2)]:
        half = scipy.stats.t.ppf(0.975, n - p - 1) * np.sqrt(
            np.sum(at @ cov * at, 1) + noise)
        want(f"ols.{name}", np.column_stack([at @ beta - half,
                                             at @ beta + half]), ROOT)
    want("ols.normal", beta[1:], 1e-9)
    want("ols.gradient", beta[1:], 1e-6)  # stops at a gradient
    y = y - y.mean()
    b = linear_model.BayesianRidge(
        alpha_1=0, alpha_2=0, lambda_1=0, lambda_2=0, tol=1e-14,
        max_iter=100000, fit_intercept=False, compute_score=True).fit(x, y)
    # It stops when the weights move by less than tol; they move slowly.
    want("bayes.mean", b.coef_, 1e-5)
    want("bayes.cov", b.sigma_, 1e-5)
    want("bayes.sds", [b.lambda_**-0.5, b.alpha_**-0.5, b.scores_[-1]], 1e-5)
    mean, sd = b.predict(x[:5], return_std=True)
    half = scipy.stats.norm.ppf(0.975) * sd
    want("bayes.bounds", np.column_stack([mean - half, mean + half]), 1e-5)
    want("bayes.score", b.score(x, y), 1e-6)


def validation():
    x, y = load("diabetes")
    ols = linear_model.LinearRegression()
    error = "neg_root_mean_squared_error"
    want("cv.scores", -model_selection.cross_val_score(
        ols, x, y, cv=model_selection.KFold(7), scoring=error))
    train, test = model_selection.validation_curve(
        linear_model.Ridge(), x, y, param_name="alpha",
        param_range=[.01, 1, 100], cv=model_selection.KFold(5))
    want("curve.train", train.mean(1), 1e-10)
    want("curve.test", test.mean(1), 1e-10)
    _, train, test = model_selection.learning_curve(
        ols, x, y, train_sizes=[40, 300], cv=model_selection.KFold(5),
        scoring=error)
    want("learning.train", -train.mean(1), 1e-10)
    want("learning.test", -test.mean(1), 1e-10)
    x, y = load("breast_cancer")
    p = linear_model.LogisticRegression(
        C=1, tol=1e-12, max_iter=100000, solver="newton-cholesky").fit(
            x[:, :3], y).predict_proba(x[:, :3])[:, 1]
    want("roc.auc", metrics.roc_auc_score(y, p), 1e-4)
    observed, predicted = calibration.calibration_curve(y, p, n_bins=10)
    want("calibration.predicted", predicted, 1e-5)
    want("calibration.observed", observed)
    want("calibration.brier", metrics.brier_score_loss(y, p), 1e-5)
    # scikit-learn cuts at quantiles, libnabla counts rows: NumPy counts too.
    parts = np.arange(len(p)) * 8 // len(p)
    order = np.argsort(p)
    want("quantile.predicted",
         [p[order][parts == k].mean() for k in range(8)], 1e-5)
    want("quantile.observed", [y[order][parts == k].mean() for k in range(8)])


def run(numbers):
    proportions()
    likelihoods()
    bootstraps(numbers)
    regressions()
    validation()
