# In a copy of projects/ts-esbuild, after npm install and npm run build. Writes processor.otlp.json and plain.otlp.json.
capture=${1:?the folder of capture.sh}
export PORT=13001 OTEL_TRACES_EXPORTER=
run() { name=$1; shift; "$capture/capture.sh" "out/$name" /app "$capture/ts-tsc/requests.sh" "$@"; mv "out/$name/traces.otlp.json" "$name.otlp.json"; }
run processor node dist/main.cjs
CODE_ATTRIBUTES=off run plain node dist/main.cjs
