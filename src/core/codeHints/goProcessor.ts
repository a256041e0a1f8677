export const GO_PROCESSOR = `// trace.NewTracerProvider(trace.WithSpanProcessor(codeAttributes{}), ...)
package telemetry

import (
	"context"
	"runtime"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/trace"
)

type codeAttributes struct{}

func (codeAttributes) OnStart(_ context.Context, span trace.ReadWriteSpan) {
	pcs := make([]uintptr, 32)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(2, pcs)])
	for {
		frame, more := frames.Next()
		if frame.File != "" && !strings.Contains(frame.Function, "go.opentelemetry.io/") {
			span.SetAttributes(
				attribute.String("code.file.path", frame.File),
				attribute.Int("code.line.number", frame.Line),
				attribute.String("code.function.name", frame.Function),
			)
			return
		}
		if !more {
			return
		}
	}
}

func (codeAttributes) OnEnd(trace.ReadOnlySpan)         {}
func (codeAttributes) Shutdown(context.Context) error   { return nil }
func (codeAttributes) ForceFlush(context.Context) error { return nil }
`;
