"""Requests byte by byte: what boto3 would not send."""

import http.client
import json
import urllib.parse

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from conftest import ACCOUNT, REGION


def post(url, target, body, service="kms", key=ACCOUNT, secret="any"):
    """Signs and sends a body as it is; gives status and body back."""
    body = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Content-Type": "application/x-amz-json-1.1"}
    if target is not None:
        headers["X-Amz-Target"] = target
    request = AWSRequest("POST", url, headers=headers, data=body)
    SigV4Auth(Credentials(key, secret), service, REGION).add_auth(request)
    connection = http.client.HTTPConnection(urllib.parse.urlparse(url).netloc, timeout=30)
    connection.request("POST", "/", body, dict(request.headers))
    response = connection.getresponse()
    answer = response.read()
    connection.close()
    return response.status, json.loads(answer) if answer else None
