#!/bin/sh
# Runs in a copy of the project: run.sh AGENT_JAR OTLP_PORT HTTP_PORT SEMCONV (code, code/dup or nothing).
set -e
java -javaagent:"$1" \
  -Dotel.service.name=orders -Dotel.exporter.otlp.endpoint=http://127.0.0.1:"$2" -Dotel.metrics.exporter=none \
  -Dotel.semconv-stability.opt-in="$4" \
  -Dotel.instrumentation.logback-appender.experimental.capture-code-attributes=true \
  -Dotel.bsp.schedule.delay=200 -Dotel.blrp.schedule.delay=200 \
  -cp 'target/classes:target/dependency/*' com.shop.orders.OrderServerKt "$3" &
server=$!
until curl -sf http://127.0.0.1:"$3"/health; do sleep 1; done
curl -s http://127.0.0.1:"$3"/orders/7
curl -s -X POST http://127.0.0.1:"$3"/orders/7/refund
sleep 2
kill "$server"
wait "$server" || true
