"""Writes cascades to the topic of events and reads what comes of them, by confluent-kafka alone."""
import json
import sys
import time

from confluent_kafka import Consumer, Producer

order = json.load(sys.stdin)

# The cascade's id is the key. `murmur2_random` is the partitioner that the topic is documented with; the codec is the client's.
producer = Producer({
    "bootstrap.servers": order["brokers"],
    "partitioner": "murmur2_random",
    "compression.type": "lz4",
    "enable.idempotence": True,
})


def send(key, value, **place):
    producer.produce(order["events"], key=key, value=value, **place)


def envelope(kind, identity, data, **more):
    return json.dumps({"specversion": "1.0", "type": kind, "source": "python", "id": identity, **more, "data": data})


for cascade in order["cascades"]:
    for place, event in enumerate(cascade["events"]):
        data = {
            "kind": "post" if place == 0 else "reshare",
            "time": cascade["start"] + event["time"],
            "magnitude": event["magnitude"],
        }
        send(cascade["id"], envelope("groundswell.event.v2", f"e{place}", data, subject=cascade["id"]))
send("unreadable", "not an event")
producer.flush(30)
partitions = producer.list_topics(order["events"], timeout=10).topics[order["events"]].partitions
for partition in partitions:
    data = {"time": order["watermark"], "isLast": False}
    send(None, envelope("groundswell.watermark.v1", f"w{partition}", data), partition=partition)
if producer.flush(30) > 0:
    sys.exit("not everything was written")

found = {name: [] for name in order["topics"]}
names = {topic: name for name, topic in order["topics"].items()}
consumer = Consumer({
    "bootstrap.servers": order["brokers"],
    "group.id": f"{order['events']}.python",
    "auto.offset.reset": "earliest",
})
consumer.subscribe(list(names))
deadline = time.monotonic() + 90
while any(len(found[name]) < count for name, count in order["expected"].items()):
    if time.monotonic() > deadline:
        sys.exit(f"still waiting: {json.dumps(found)}")
    message = consumer.poll(1)
    if message is None:
        continue
    if message.error():
        sys.exit(str(message.error()))
    found[names[message.topic()]].append(message.value().decode())
consumer.close()
print(json.dumps(found))
