"""A server that judges each Converse call by botocore: the shape of its input, its body and path as
botocore writes them, and its signature. It responds 200 to a call that botocore would have made."""

import base64
import datetime
import json
import re
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import unquote

import botocore.auth
import botocore.session
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.serialize import create_serializer
from botocore.validate import ParamValidator

model = botocore.session.get_session().get_service_model("bedrock-runtime")
converse = model.operation_model("Converse")
serializer = create_serializer("rest-json", include_validation=False)
PATH = re.compile(r"^/model/([^/]+)/converse$")


def parameters(body: dict, model_id: str) -> dict:
    """The body as boto3 takes it: bytes where the wire has base64."""
    for message in body["messages"]:
        for block in message["content"]:
            if "image" in block:
                source = block["image"]["source"]
                source["bytes"] = base64.b64decode(source["bytes"], validate=True)
    return {"modelId": model_id, **body}


def problems(request) -> list[str]:
    found = PATH.match(request.path)
    if not found:
        return [f"no path of Converse: {request.path}"]
    model_id = unquote(found[1])
    wire = json.loads(request.body)
    given = parameters(json.loads(request.body), model_id)
    report = ParamValidator().validate(given, converse.input_shape)
    wrong = [report.generate_report()] if report.has_errors() else []
    if not wrong:
        made = serializer.serialize_to_request(given, converse)
        if json.loads(made["body"]) != wire:
            wrong.append("botocore writes another body")
        if made["url_path"] != request.path or made["method"] != request.command:
            wrong.append(f"botocore calls {made['method']} {made['url_path']}")
    header = request.headers["authorization"]
    region = re.search(r"Credential=[^/]+/\d{8}/([^/]+)/bedrock/", header)[1]
    names = re.search(r"SignedHeaders=([^,]+), ", header)[1].split(";")
    date = datetime.datetime.strptime(request.headers["x-amz-date"], "%Y%m%dT%H%M%SZ")
    botocore.auth.get_current_datetime = lambda *_, **__: date
    again = AWSRequest(
        method="POST",
        url=f"http://{request.headers['host']}{request.path}",
        headers={name: request.headers[name] for name in names if name != "host"},
        data=request.body,
    )
    SigV4Auth(Credentials("AKIDEXAMPLE", "hush", None), "bedrock", region).add_auth(again)
    if again.headers["Authorization"] != header:
        wrong.append("botocore makes another signature")
    return wrong


class Judge(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        self.body = self.rfile.read(int(self.headers["content-length"]))
        try:
            wrong = problems(self)
        except Exception as error:
            wrong = [repr(error)]
        text = json.dumps({"message": "; ".join(wrong)} if wrong else {}).encode()
        self.send_response(400 if wrong else 200)
        self.send_header("content-length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Judge)
print(server.server_port, flush=True)
server.timeout = 60
for _ in range(int(sys.argv[1])):
    server.handle_request()
