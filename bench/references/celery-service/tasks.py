"""The worker: one Celery task fits a cascade and corrects the forecast with a forest, as its users would write it."""
import math
import os
import sys
from pathlib import Path

import joblib
import numpy as np
from celery import Celery
from scipy.optimize import minimize

sys.path.insert(0, str(Path(__file__).parent.parent))
from hawkes_mle import ALPHA, BOUNDS, Objective, to_variables  # noqa: E402

app = Celery("cascades", broker=os.environ["AMQP_URL"], backend="db+sqlite:///" + os.environ["RESULTS_FILE"])
# What is accepted survives a crash of broker or worker, as in the service it is compared with.
app.conf.update(task_acks_late=True, worker_prefetch_multiplier=1, task_default_delivery_mode="persistent")

STARTS = [(0.2, 1, 3), (0.02, 1, 0.2), (1, 400, 0.8), (0.15, 3000, 3)]
_model = None


def fit(times, magnitudes, window):
    objective = Objective(times, magnitudes, window)
    found = [
        minimize(objective, to_variables(start), jac=True, method="L-BFGS-B", bounds=BOUNDS) for start in STARTS
    ]
    return min(found, key=lambda each: each.fun)


def build_features(times, magnitudes, window):
    """Parameters, branching factor, offspring to come, counts in tenths of the window, followers."""
    best = fit(times, magnitudes, window)
    beta, cutoff, decay = best.x[0], math.exp(best.x[1]), math.exp(best.x[2])
    times, magnitudes = np.asarray(times), np.maximum(np.asarray(magnitudes), 1)
    weights = magnitudes**beta
    left = 1 - (1 + (window - times) / cutoff) ** -decay
    density = (len(times) - 1) / (weights * left).sum()
    branching = min(density * (ALPHA - 1) / (ALPHA - 1 - beta), 1 - 1e-6)
    offspring = density * (weights * (1 - left)).sum()
    hawkes = len(times) + offspring / (1 - branching)
    counts = np.histogram(times, bins=10, range=(0, window))[0]
    followers = np.log1p(magnitudes)
    features = [
        beta, math.log(cutoff), math.log(decay), branching, offspring, math.log(hawkes), best.fun, len(times),
        followers.mean(), followers.max(), followers.std(), times.mean(), np.diff(times).mean(), times[-1], *counts,
    ]  # fmt: skip
    fitted = {"beta": beta, "cutoff": cutoff, "decay": decay, "branchingFactor": branching}
    return features, fitted, hawkes


@app.task
def predict(events, window):
    global _model
    if _model is None:
        _model = joblib.load(os.environ["MODEL_FILE"])
    times = [event["time"] for event in events]
    magnitudes = [event["magnitude"] for event in events]
    features, fitted, hawkes = build_features(times, magnitudes, window)
    ratio = math.exp(_model.predict([features])[0])
    return {"point": len(times) * max(1.0, ratio), "hawkes": hawkes, "observed": len(times), **fitted}
