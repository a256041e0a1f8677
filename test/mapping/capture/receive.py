"""A tiny OTLP/HTTP receiver for captures: what programs send to it, as two OTLP JSON files.

    pip install opentelemetry-proto
    python receive.py OUT [--port 4318] [--replace FROM=TO]...

Takes protobuf and JSON, gzip or not, on /v1/traces and /v1/logs. On SIGINT or SIGTERM, and after each request, writes OUT/traces.otlp.json
and OUT/logs.otlp.json. Every text has FROM replaced by TO (the folder the capture ran in by a typical one), and what describes the machine
rather than the program is left out of the resource.
"""

import argparse
import base64
import gzip
import json
import pathlib
import signal
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

from google.protobuf.json_format import MessageToDict
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

KINDS = {
    "/v1/traces": ("traces", "resourceSpans", ExportTraceServiceRequest),
    "/v1/logs": ("logs", "resourceLogs", ExportLogsServiceRequest),
}
ID_FIELDS = {"traceId", "spanId", "parentSpanId"}
MACHINE = ("host.", "os.", "container.", "process.pid", "process.parent_pid", "process.owner", "process.command", "process.executable", "service.instance.id")

parser = argparse.ArgumentParser()
parser.add_argument("out", type=pathlib.Path)
parser.add_argument("--port", type=int, default=4318)
parser.add_argument("--replace", action="append", default=[])
options = parser.parse_args()
replacements = [pair.split("=", 1) for pair in options.replace]
received = {"traces": [], "logs": []}


def hex_ids(value):
    """OTLP JSON writes ids as hex, protobuf's own JSON as base64."""
    if isinstance(value, list):
        return [hex_ids(item) for item in value]
    if not isinstance(value, dict):
        return value
    return {key: base64.b64decode(item).hex() if key in ID_FIELDS else hex_ids(item) for key, item in value.items()}


def clean(value):
    if isinstance(value, str):
        for before, after in replacements:
            value = value.replace(before, after)
        return value
    if isinstance(value, list):
        return [clean(item) for item in value]
    if isinstance(value, dict):
        return {key: clean(item) for key, item in value.items()}
    return value


def without_machine(resource):
    attributes = [entry for entry in resource.get("attributes", []) if not entry["key"].startswith(MACHINE)]
    return {**resource, "attributes": attributes}


def write():
    for kind, field, _ in KINDS.values():
        if received[kind]:
            entries = [{**entry, "resource": without_machine(entry.get("resource", {}))} for entry in received[kind]]
            text = json.dumps(clean({field: entries}), indent=1, ensure_ascii=False)
            (options.out / f"{kind}.otlp.json").write_text(text + "\n")


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self):
        if self.headers.get("Transfer-Encoding") == "chunked":
            body = b""
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        else:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        is_json = "json" in (self.headers.get("Content-Type") or "")
        if self.path in KINDS:
            kind, field, message = KINDS[self.path]
            decoded = json.loads(body) if is_json else hex_ids(MessageToDict(message.FromString(body), use_integers_for_enums=True))
            received[kind] += decoded.get(field, [])
            write()
        self.send_response(200)
        self.send_header("Content-Type", self.headers.get("Content-Type") or "application/x-protobuf")
        answer = b"{}" if is_json else b""
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def stop(*_):
    write()
    sys.exit(0)


signal.signal(signal.SIGINT, stop)
signal.signal(signal.SIGTERM, stop)
options.out.mkdir(parents=True, exist_ok=True)
print(f"listening on {options.port}", flush=True)
HTTPServer(("127.0.0.1", options.port), Receiver).serve_forever()
