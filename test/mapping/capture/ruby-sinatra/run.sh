#!/bin/sh
# Runs in a copy of the project: run.sh OTLP_PORT HTTP_PORT, with the OpenTelemetry gems on RUBYLIB.
set -e
RACK_ENV=production OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:"$1" OTEL_BSP_SCHEDULE_DELAY=200 \
  puma -t 1:1 -b tcp://127.0.0.1:"$2" config.ru &
server=$!
until curl -sf http://127.0.0.1:"$2"/health; do sleep 1; done
curl -s http://127.0.0.1:"$2"/goods/apple
curl -s http://127.0.0.1:"$2"/goods/plum
curl -s -d count=-1 http://127.0.0.1:"$2"/goods/pear/stock
curl -s -d count=2 http://127.0.0.1:"$2"/goods/pear/stock
curl -s http://127.0.0.1:"$2"/missing
sleep 2
kill "$server"
wait "$server" || true
