"""Learns the forest from a folder of cascades at one window: train.py DIR WINDOW MODEL."""
import csv
import math
import sys

import joblib
from sklearn.ensemble import ExtraTreesRegressor

from tasks import build_features

folder, window, model_file = sys.argv[1], float(sys.argv[2]), sys.argv[3]
with open(f"{folder}/data.csv") as file:
    rows = [(float(row["time"]), float(row["magnitude"])) for row in csv.DictReader(file)]
with open(f"{folder}/index.csv") as file:
    cascades = [rows[int(row["start_ind"]) - 1 : int(row["end_ind"])] for row in csv.DictReader(file)]
features, targets = [], []
for cascade in cascades:
    seen = [event for event in cascade if event[0] <= window]
    if len(seen) < 5:
        continue
    features.append(build_features([time for time, _ in seen], [m for _, m in seen], window)[0])
    targets.append(math.log(len(cascade) / len(seen)))
# As many trees as the other side's two forests of the bootstrap model have together.
forest = ExtraTreesRegressor(n_estimators=80, min_samples_leaf=4, max_features=0.4, bootstrap=True, random_state=1)
joblib.dump(forest.fit(features, targets), model_file)
print(f"{len(targets)} cascades")
