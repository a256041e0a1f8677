# In a copy of projects/ts-tsc, after npm install and npm run build. Writes processor.otlp.json, plain.otlp.json and enable-source-maps.otlp.json.
capture=${1:?the folder of capture.sh}
export PORT=13001 OTEL_TRACES_EXPORTER=
run() { name=$1; shift; "$capture/capture.sh" "out/$name" /app "$capture/ts-tsc/requests.sh" "$@"; mv "out/$name/traces.otlp.json" "$name.otlp.json"; }
run processor node --require ./dist/telemetry.js dist/server.js
CODE_ATTRIBUTES=off run plain node --require ./dist/telemetry.js dist/server.js
CODE_ATTRIBUTES=off run enable-source-maps node --enable-source-maps --require ./dist/telemetry.js dist/server.js
