"""Puts messages without an id on the queue of jobs, by pika, and looks at the queue."""
import json
import sys
import time

import pika

order = json.load(sys.stdin)
connection = pika.BlockingConnection(pika.URLParameters(order["url"]))
channel = connection.channel()
channel.confirm_delivery()
for body in order["bodies"]:
    # The queue is declared by the service: `mandatory` makes the broker refuse what has no queue.
    channel.basic_publish("", order["queue"], body.encode(), mandatory=True)
deadline = time.monotonic() + 60
while True:
    state = channel.queue_declare(order["queue"], passive=True).method
    if state.message_count == 0:
        break
    if time.monotonic() > deadline:
        sys.exit(f"{state.message_count} messages still wait")
    time.sleep(0.1)
connection.close()
print(json.dumps({"messages": state.message_count, "consumers": state.consumer_count}))
