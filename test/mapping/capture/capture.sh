#!/bin/sh
# One capture: starts the receiver and the program, sends the requests, and stops both.
#   capture.sh OUT TYPICAL_FOLDER REQUESTS command...
# Run in the program's folder, with PORT set to the program's port. WAIT is how long (s) the program takes to send what it has.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
out=$1 typical=$2 requests=$3
shift 3
python3 "$here/receive.py" "$out" --port 14318 --replace "$PWD=$typical" &
receiver=$!
sleep 1
OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:14318 "$@" &
program=$!
until curl -s -o /dev/null "http://127.0.0.1:$PORT/nothing"; do sleep 0.2; done
sh "$requests" || true # A request may fail by design.
sleep "${WAIT:-1}"
kill -TERM $program
wait $program || true
sleep 0.5
kill -TERM $receiver
wait $receiver || true
