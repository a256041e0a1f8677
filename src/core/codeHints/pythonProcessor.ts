export const PYTHON_PROCESSOR = `# provider.add_span_processor(CodeAttributes())
import sys
from opentelemetry.sdk.trace import SpanProcessor

class CodeAttributes(SpanProcessor):
    def on_start(self, span, parent_context=None):
        frame = sys._getframe(1)
        while frame and ("site-packages" in frame.f_code.co_filename or "contextlib" in frame.f_code.co_filename):
            frame = frame.f_back
        if frame:
            span.set_attribute("code.file.path", frame.f_code.co_filename)
            span.set_attribute("code.line.number", frame.f_lineno)
            span.set_attribute("code.function.name", getattr(frame.f_code, "co_qualname", frame.f_code.co_name))
`;
