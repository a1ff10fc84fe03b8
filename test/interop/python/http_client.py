"""Uses the API by requests, checks a webhook by standardwebhooks, and reads event streams by sseclient-py."""
import json
import queue
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import requests
import sseclient
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

order = json.load(sys.stdin)
session = requests.Session()
session.headers["Authorization"] = f"Bearer {order['key']}"


def call(method, path, **options):
    answer = session.request(method, order["url"] + path, timeout=60, **options)
    if answer.status_code >= 400:
        sys.exit(f"{method} {path}: {answer.status_code} {answer.text}")
    return answer


def read_feed(count, last=None):
    """So many events, after the one named."""
    headers = {"Accept": "text/event-stream", **({"Last-Event-ID": last} if last else {})}
    answer = session.get(order["url"] + "/feed?topic=predictions", headers=headers, stream=True, timeout=60)
    client = sseclient.SSEClient(answer)
    found = []
    for event in client.events():
        if event.event == "message" or not event.id:
            continue
        found.append({"id": event.id, "event": event.event})
        if len(found) == count:
            break
    client.close()
    return found


calls = queue.Queue()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        calls.put((dict(self.headers), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


receiver = HTTPServer(("127.0.0.1", 0), Receiver)
threading.Thread(target=receiver.serve_forever, daemon=True).start()
callback = f"http://127.0.0.1:{receiver.server_port}/hook"

# An event stream that is read while things happen: submissions come until it has seen enough.
seen = []
reader = threading.Thread(target=lambda: seen.extend(read_feed(3)))
reader.start()
submitted = None
while reader.is_alive():
    submission = {**order["cascade"], "callback": callback} if submitted is None else order["cascade"]
    accepted = call("POST", "/cascades", json=submission, headers={"Prefer": "wait=30"}).json()
    submitted = submitted or accepted["id"]
    reader.join(0.05)

headers, body = calls.get(timeout=60)
hook = Webhook(order["secret"])
webhook = hook.verify(body.decode(), {name.lower(): value for name, value in headers.items()})
try:
    hook.verify(body.decode() + " ", {name.lower(): value for name, value in headers.items()})
    forged_is_refused = False
except WebhookVerificationError:
    forged_is_refused = True

# What happens while nobody reads is there for the reader that comes back.
call("POST", "/cascades", json=order["cascade"], headers={"Prefer": "wait=30"})
resumed = read_feed(3, seen[-1]["id"])

statuses = {}
contract = call("GET", "/openapi.json").json()


def resolve(parameter):
    reference = parameter.get("$ref")
    return contract["components"]["parameters"][reference.rsplit("/", 1)[-1]] if reference else parameter


for path, item in contract["paths"].items():
    is_list = "get" in item and "{" not in path and "EventStream" not in json.dumps(item["get"])
    required = [each for each in item.get("get", {}).get("parameters", []) if resolve(each).get("required")]
    if is_list and not required:
        statuses[path] = session.get(order["url"] + path, timeout=60).status_code

outcome = call("PUT", "/cascades/from-python/outcome", json={"finalSize": 40}).json()
assert outcome["finalSize"] == 40, outcome
page = call("GET", "/predictions", params={"limit": 1}).json()
pages = 1
while page["next"]:
    page = call("GET", "/predictions", params={"limit": 1, "cursor": page["next"]}).json()
    pages += 1
assert pages > 1
deleted = call("DELETE", "/cascades/from-python").json()
assert session.get(f"{order['url']}/predictions/{submitted}").status_code == 404, deleted

print(json.dumps({
    "submitted": submitted,
    "webhook": webhook,
    "forgedIsRefused": forged_is_refused,
    "statuses": statuses,
    "feed": seen,
    "resumed": resumed,
}))
