#!/bin/sh
# Runs in a copy of the project: run.sh OTLP_PORT
set -e
cargo build -q
OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:"$1" target/debug/checkout > port &
server=$!
until [ -s port ]; do sleep 0.2; done
curl -s http://127.0.0.1:"$(cat port)"/carts/7
curl -s http://127.0.0.1:"$(cat port)"/carts/8
wait "$server"
rm port
