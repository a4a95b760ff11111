"""What NumPy, SciPy and scikit-learn say about the matrices of algebra.c."""

import numpy as np
import scipy.linalg
from sklearn import cluster, decomposition

from common import load, made, table, want

# Backward stable: errors are a few roundings times the condition number.
EPSILON = 2.2e-16


def any_shape(name, a):
    u, s, vt = np.linalg.svd(a, full_matrices=False)
    want(f"{name}.singular", s)
    want(f"{name}.usv", a)
    want(f"{name}.utu", np.eye(min(a.shape)))
    q, r = np.linalg.qr(a)
    sign = np.where(np.diag(r) < 0, -1, 1)
    # Of a matrix of low rank the rows of R below the rank are rounding.
    want(f"{name}.r", r * sign[:, None])
    want(f"{name}.qr", a)
    rank = np.linalg.matrix_rank(a)
    want(f"{name}.rank", rank)
    want(f"{name}.norm", np.linalg.norm(a))
    want(f"{name}.gram", a.T @ a)
    kept = s[s > s[0] * 1e-12]
    want(f"{name}.pinv", np.linalg.pinv(a, rcond=1e-12),
         max(1e-13, 100 * EPSILON * kept[0] / kept[-1]))
    want(f"{name}.means", a.mean(0))
    if len(a) > 1:
        want(f"{name}.cov", np.cov(a.T))


def square(name, a):
    n, cond = len(a), np.linalg.cond(a)
    loose = max(1e-13, 100 * EPSILON * cond)
    want(f"{name}.det", np.linalg.det(a), loose)
    want(f"{name}.trace", np.trace(a))
    want(f"{name}.cond", cond, loose)
    want(f"{name}.inv", np.linalg.inv(a), loose)
    want(f"{name}.solve", np.linalg.solve(a, np.linspace(-1, 2, n)), loose)
    want(f"{name}.solves", np.linalg.solve(a, made(n, 3, 5)), loose)
    _, lower, upper = scipy.linalg.lu(a)
    want(f"{name}.l", lower)
    want(f"{name}.u", upper)
    e = scipy.linalg.eigvals(a)
    e = np.array(sorted(e, key=lambda z: (-round(abs(z) / abs(e).max(), 9),
                                          -z.real, -z.imag)))
    want(f"{name}.eig.re", e.real)
    want(f"{name}.eig.im", e.imag, None)
    sizes[f"{name}.eig.im"] = abs(e).max()


sizes = {}


def symmetric(name, a):
    want(f"{name}.eigh", np.linalg.eigvalsh(a)[::-1])
    want(f"{name}.qlq", a)
    want(f"{name}.chol", np.linalg.cholesky(a),
         max(1e-13, 100 * EPSILON * np.linalg.cond(a)))


def shapes():
    any_shape("square", made(6, 6, 1))
    square("square", made(6, 6, 1))
    any_shape("tall", made(9, 4, 2))
    want("tall.lstsq", scipy.linalg.lstsq(made(9, 4, 2),
                                          np.linspace(0, 1, 9))[0])
    any_shape("wide", made(4, 9, 3))
    any_shape("one", np.array([[-2.5]]))
    square("one", np.array([[-2.5]]))
    any_shape("low", made(7, 2, 4) @ made(2, 5, 6))
    any_shape("large", made(40, 30, 7))
    b = made(12, 7, 8)
    any_shape("definite", b.T @ b)
    square("definite", b.T @ b)
    symmetric("definite", b.T @ b)
    square("hilbert", scipy.linalg.hilbert(6))
    symmetric("hilbert", scipy.linalg.hilbert(6))
    square("tiny", made(4, 4, 9) * 1e-60)
    square("huge", made(4, 4, 9) * 1e60)
    part = made(10, 10, 11)[2:7, 3:8]
    any_shape("view", part)
    square("view", part)


def components():
    for name in ["iris", "wine", "digits", "diabetes"]:
        x = load(name)[0]
        p = decomposition.PCA(4).fit(x)
        want(f"{name}.pca.values", p.explained_variance_)
        want(f"{name}.pca.explained", p.explained_variance_ratio_)
        # Vectors turn by rounding over the gap between their values.
        want(f"{name}.pca.components", np.abs(p.components_), 1e-8)
        sd = x.std(0, ddof=1)
        scaled = (x - x.mean(0)) / np.where(sd > 0, sd, 1)
        want(f"{name}.pca.scaled",
             decomposition.PCA(3).fit(scaled).explained_variance_ratio_)
        # Eight passes leave (s4 / s3)^17 of what is not wanted, squared.
        want(f"{name}.rsvd",
             np.linalg.svd(x - x.mean(0), compute_uv=False)[:3], 1e-5)
    x = np.array(table("faithful"), float)
    want("faithful.whiten", np.eye(2))
    values, vectors = np.linalg.eigh(np.cov(x.T))
    want("faithful.zca", (x - x.mean(0)) @ vectors / np.sqrt(values)
         @ vectors.T)
    wide = load("digits")[0][:40]
    p = decomposition.PCA(10).fit(wide)
    want("images.pca.values", p.explained_variance_)
    want("images.pca.scores", np.abs(p.transform(wide)), 1e-8)


def iterations():
    a, v = np.array([[2., 1], [1, 3]]), np.array([1., 0])
    for _ in range(12):
        v = a @ v / np.linalg.norm(a @ v)
    want("power.value", v @ a @ v)
    want("power.vector", v)
    want("power.residual", np.linalg.norm(a @ v - (v @ a @ v) * v), 1e-9)
    x = load("wine")[0]
    x = (x - x.mean(0)) / x.std(0, ddof=1)
    k = cluster.KMeans(3, n_init=20, random_state=0, tol=0).fit(x)
    order = np.argsort(k.cluster_centers_[:, 0])
    want("kmeans.centers", k.cluster_centers_[order])
    want("kmeans.labels", np.argsort(order)[k.labels_])
    want("kmeans.inertia", k.inertia_)
    v = np.array(table("volcano"), float)
    s = np.linalg.svd(v, compute_uv=False)
    # No three columns can do better (Eckart and Young).
    want("volcano.als", np.sqrt(np.sum(s[3:]**2) / v.size), 1e-4)


def run():
    shapes()
    components()
    iterations()
