#!/bin/sh
# Runs in a copy of the project: run.sh AGENT_JAR OTLP_PORT HTTP_PORT
set -e
java -javaagent:"$1" \
  -Dotel.service.name=catalogue -Dotel.exporter.otlp.endpoint=http://127.0.0.1:"$2" -Dotel.metrics.exporter=none \
  -Dotel.instrumentation.common.experimental.controller-telemetry.enabled=true \
  -Dotel.instrumentation.logback-appender.experimental.capture-code-attributes=true \
  -Dotel.bsp.schedule.delay=200 -Dotel.blrp.schedule.delay=200 \
  -jar target/catalogue-1.0.0.jar --server.port="$3" &
server=$!
until curl -s http://127.0.0.1:"$3"/prices; do sleep 1; done
curl -s http://127.0.0.1:"$3"/prices/apple
curl -s http://127.0.0.1:"$3"/prices/plum
curl -s -X DELETE http://127.0.0.1:"$3"/prices/pear
curl -s http://127.0.0.1:"$3"/missing
sleep 4
kill "$server"
wait "$server" || true
