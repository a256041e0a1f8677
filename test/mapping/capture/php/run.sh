#!/bin/sh
# Runs in a copy of the project after `composer install`, telemetry.php required by vendor/autoload.php:
# run.sh OPENTELEMETRY_SO SPANS_FILE HTTP_PORT. Each line of SPANS_FILE is an OTLP request; traces.otlp.json holds their resourceSpans.
set -e
SPANS_TO="$2" php -d extension="$1" -d opentelemetry.attr_hooks_enabled=On -S 127.0.0.1:"$3" -t public public/index.php &
server=$!
sleep 1
curl -s http://127.0.0.1:"$3"/health
curl -s http://127.0.0.1:"$3"/carts/7
curl -s -X POST http://127.0.0.1:"$3"/carts/7/checkout >/dev/null
curl -s -X POST http://127.0.0.1:"$3"/carts/7/refund >/dev/null
curl -s http://127.0.0.1:"$3"/missing >/dev/null
sleep 1
kill "$server"
