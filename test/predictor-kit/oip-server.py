"""
A server of the Open Inference Protocol v2 with one model, `distances`: scikit-learn's distances of `rows` from `centers`.
Takes a port, 0 for any, and prints the one it has. A flower without a size is refused.
"""
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
from sklearn.metrics.pairwise import euclidean_distances


def infer(request):
    tensors = {each["name"]: np.array(each["data"]).reshape(each["shape"]) for each in request["inputs"]}
    if (tensors["rows"] <= 0).any():
        raise ValueError("each number of rows must be above 0")
    found = euclidean_distances(tensors["rows"], tensors["centers"])
    output = {"name": "distances", "datatype": "FP64", "shape": found.shape, "data": found.ravel().tolist()}
    return {"model_name": "distances", "outputs": [output]}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer(200 if self.path == "/v2/health/ready" else 404, {})

    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.path != "/v2/models/distances/infer":
            return self.answer(404, {"error": "there is no such model"})
        try:
            self.answer(200, infer(json.loads(body)))
        except (ValueError, KeyError) as error:
            self.answer(400, {"error": str(error)})

    def answer(self, status, body):
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    # The default of 5 makes the kernel drop connections of a burst, which then wait a second or more.
    request_queue_size = 128


server = Server(("127.0.0.1", int(sys.argv[1])), Handler)
print(server.server_port, flush=True)
server.serve_forever()
