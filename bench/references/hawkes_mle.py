"""
Maximum likelihood of the marked Hawkes process with a power-law kernel, as one would write it with numpy and scipy:
vectorised exact double sum with its gradient, branching factor profiled out, L-BFGS-B from several starts.

Reads one JSON request a line, answers one JSON line:
  {"times": [...], "magnitudes": [...], "windowSeconds": T, "starts": [[beta, c, theta], ...]}
  {"seconds": processor time, "negLogLikelihood": f, "evaluations": e, "variables": [beta, c, theta]}
`{"variables": [beta, c, theta]}` in place of "starts" evaluates once.
"""
import json
import sys
import time

import numpy as np
from scipy.optimize import minimize

BOUNDS = [(0.0, 1.015), (np.log(1.0), np.log(1e5)), (np.log(0.01), np.log(4.0))]
ALPHA = 2.016
LIMIT = 1 - 1e-6
BLOCK = 64  # rows at a time: the arrays stay in the cache, twice as fast as 512
KEEP_BELOW = 4000  # events up to which the matrix of differences is kept between evaluations


class Objective:
    def __init__(self, times, magnitudes, window):
        self.t = np.asarray(times, dtype=float)
        self.log_m = np.log(np.maximum(np.asarray(magnitudes, dtype=float), 1))
        self.window = window
        self.n = len(self.t)
        self.kept = [self.block(a) for a in self.block_starts()] if self.n <= KEEP_BELOW else None

    def block_starts(self):
        return range(0, self.n, BLOCK)

    def block(self, a):
        """Rows a..b of |t_i - t_j| for j < b: the last columns need the mask j < i."""
        b = min(a + BLOCK, self.n)
        return a, b, np.abs(self.t[a:b, None] - self.t[None, :b])

    def __call__(self, x):
        beta, c, theta = x[0], np.exp(x[1]), np.exp(x[2])
        w = np.exp(beta * self.log_m)
        w_log = w * self.log_m
        front = theta * c**theta
        log_sum = 0.0
        gradient = np.zeros(3)
        for a, b, difference in self.kept or map(self.block, self.block_starts()):
            shifted = difference + c
            logs = np.log(shifted)
            kernel = np.exp(-(1 + theta) * logs)
            kernel[:, a:] *= np.tri(b - a, k=-1)
            intensity = kernel @ w[:b]
            by_beta = kernel @ w_log[:b]
            by_theta = np.multiply(kernel, logs, out=logs) @ w[:b]
            by_c = np.divide(kernel, shifted, out=shifted) @ w[:b]
            first = 1 if a == 0 else 0
            inverse = 1 / intensity[first:]
            rows = b - a - first
            log_sum += np.log(front * intensity[first:]).sum()
            gradient += [
                (by_beta[first:] * inverse).sum(),
                rows * theta - (1 + theta) * c * (by_c[first:] * inverse).sum(),
                rows * (1 + theta * np.log(c)) - theta * (by_theta[first:] * inverse).sum(),
            ]
        left = self.window - self.t
        ratio = np.log1p(left / c)
        rest = np.exp(-theta * ratio)
        seen = -np.expm1(-theta * ratio)
        expected = (w * seen).sum()
        expected_gradient = np.array(
            [(w_log * seen).sum(), -theta * (w * rest * left / (left + c)).sum(), theta * (w * rest * ratio).sum()]
        )
        k = (self.n - 1) / expected
        bound = LIMIT * (ALPHA - 1 - beta) / (ALPHA - 1)
        clipped = k > bound
        k = min(k, bound)
        value = k * expected - (self.n - 1) * np.log(k) - log_sum
        slope = k * expected_gradient - gradient
        if clipped:
            slope[0] += (expected - (self.n - 1) / k) * -LIMIT / (ALPHA - 1)
        return value, slope


def to_variables(start):
    return np.array([start[0], np.log(start[1]), np.log(start[2])])


def answer(request):
    begin = time.process_time()
    objective = Objective(request["times"], request["magnitudes"], request["windowSeconds"])
    if "variables" in request:
        return {"negLogLikelihood": objective(to_variables(request["variables"]))[0]}
    found = [
        minimize(objective, to_variables(start), jac=True, method="L-BFGS-B", bounds=BOUNDS)
        for start in request["starts"]
    ]
    seconds = time.process_time() - begin
    best = min(found, key=lambda each: each.fun)
    beta, log_c, log_theta = best.x
    return {
        "seconds": seconds,
        "negLogLikelihood": best.fun,
        "values": [each.fun for each in found],
        "evaluations": sum(each.nfev for each in found),
        "variables": [beta, float(np.exp(log_c)), float(np.exp(log_theta))],
    }


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
