"""
scikit-learn's forests, as one would call them. Reads one JSON request a line, answers one JSON line:
  {"file": path, "rows": n, "testRows": m, "columns": p, "kind": "random" | "extra", "threads": t, "trees": k,
   "minLeaf": l, "featuresPerSplit": f, "seed": s}
  {"seconds": s, "processorSeconds": of all threads, "error": mean squared error on the test rows, "microsecondsARow": by batches of 64, one thread}
The file: float64, row by row n x p, then n targets, then the same of the m test rows.
"""
import json
import sys
import time

import numpy as np
from sklearn.ensemble import ExtraTreesRegressor, RandomForestRegressor

KINDS = {"random": RandomForestRegressor, "extra": ExtraTreesRegressor}


def answer(request):
    rows, test_rows, columns = request["rows"], request["testRows"], request["columns"]
    numbers = np.fromfile(request["file"])
    train, test = np.split(numbers, [rows * (columns + 1)])
    x, y = train[: rows * columns].reshape(rows, columns), train[rows * columns :]
    x_test, y_test = test[: test_rows * columns].reshape(test_rows, columns), test[test_rows * columns :]
    forest = KINDS[request["kind"]](
        n_estimators=request["trees"],
        min_samples_leaf=request["minLeaf"],
        max_features=request["featuresPerSplit"],
        bootstrap=True,
        n_jobs=request["threads"],
        random_state=request["seed"],
    )
    begin, used = time.perf_counter(), time.process_time()
    forest.fit(x, y)
    seconds, processor_seconds = time.perf_counter() - begin, time.process_time() - used
    error = float(np.mean((forest.predict(x_test) - y_test) ** 2))
    forest.n_jobs = 1
    begin = time.perf_counter()
    for first in range(0, 640, 64):
        forest.predict(x_test[first : first + 64])
    microseconds = (time.perf_counter() - begin) / 640 * 1e6
    return {
        "seconds": seconds,
        "processorSeconds": processor_seconds,
        "error": error,
        "microsecondsARow": microseconds,
    }


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
