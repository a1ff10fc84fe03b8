"""The scores of vaderSentiment. Each line {"texts": [...]} is answered with {"scores": [[compound, pos, neu, neg], ...],
"processorSeconds": ...}."""
import json
import sys
import time

from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

analyzer = SentimentIntensityAnalyzer()
for line in sys.stdin:
    texts = json.loads(line)["texts"]
    begin = time.process_time()
    found = [analyzer.polarity_scores(text) for text in texts]
    seconds = time.process_time() - begin
    scores = [[score["compound"], score["pos"], score["neu"], score["neg"]] for score in found]
    print(json.dumps({"scores": scores, "processorSeconds": seconds}), flush=True)
