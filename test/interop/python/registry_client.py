"""Reads a version of the model registry from its bucket, by boto3, page by page."""
import hashlib
import json
import sys

import boto3

order = json.load(sys.stdin)
s3 = boto3.client(
    "s3",
    endpoint_url=order["endpoint"],
    aws_access_key_id=order["key"],
    aws_secret_access_key=order["secret"],
    region_name="us-east-1",
)
pages = s3.get_paginator("list_objects_v2").paginate(Bucket=order["bucket"], PaginationConfig={"PageSize": 1})
keys = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
version = [key for key in keys if f"{order['predictor']}/versions/" in key and f"{order['version']}/" in key]
manifest = next(key for key in version if key.endswith("manifest.json"))
artefact = next(key for key in version if key.endswith("artefact.bin"))
read = lambda key: s3.get_object(Bucket=order["bucket"], Key=key)["Body"].read()
content = read(artefact)
print(json.dumps({
    "keys": keys,
    "manifest": json.loads(read(manifest)),
    "sha256": hashlib.sha256(content).hexdigest(),
    "bytes": len(content),
}))
