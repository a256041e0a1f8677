# In a copy of projects/go-http. Writes traces.otlp.json and logs.otlp.json, and those with -trimpath of a build as a release has it.
# The module cache became /home/dev/go/pkg/mod.
capture=${1:?the folder of capture.sh}
export PORT=13001 WAIT=2
run() { "$capture/capture.sh" "out/$1" /home/dev/shop "$capture/go-http/requests.sh" "$2"; for kind in traces logs; do mv "out/$1/$kind.otlp.json" "$kind$3.otlp.json"; done; }
go mod tidy
go build -o out/shop . && run plain out/shop ""
go build -trimpath -o out/shop . && run trimpath out/shop -trimpath
