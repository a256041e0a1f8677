import type { Snippet } from '../protocol.ts';
import { GO_PROCESSOR } from './goProcessor.ts';
import { NODE_PROCESSOR } from './nodeProcessor.ts';
import { PYTHON_PROCESSOR } from './pythonProcessor.ts';

/** What would make spans say where their code is. */
export interface CodeHint {
  /** A sentence. */
  readonly text: string;
  readonly snippet: Snippet | undefined;
}

const NODE: CodeHint = {
  text: 'The SDK for JavaScript sets no code attributes. A small span processor does.',
  snippet: { label: 'a span processor for Node.js', text: NODE_PROCESSOR },
};
const JAVA: CodeHint = {
  text: 'The Java agent names the class and method of annotated methods, and of controllers when it is told to.',
  snippet: {
    label: 'the options for the Java agent',
    text: [
      '-Dotel.semconv-stability.opt-in=code',
      '-Dotel.instrumentation.common.experimental.controller-telemetry.enabled=true',
      '-Dotel.instrumentation.logback-appender.experimental.capture-code-attributes=true',
      '-Dotel.instrumentation.log4j-appender.experimental.capture-code-attributes=true',
      '',
    ].join('\n'),
  },
};

/** By `telemetry.sdk.language`. */
const HINTS: ReadonlyMap<string, CodeHint> = new Map([
  ['nodejs', NODE],
  ['java', JAVA],
  ['kotlin', JAVA],
  [
    'python',
    {
      text: 'The SDK for Python sets code attributes on log records only. A small span processor sets them on spans.',
      snippet: { label: 'a span processor for Python', text: PYTHON_PROCESSOR },
    },
  ],
  [
    'go',
    {
      text: 'The SDK for Go sets no code attributes on spans. A small span processor does.',
      snippet: { label: 'a span processor for Go', text: GO_PROCESSOR },
    },
  ],
  [
    'rust',
    {
      text: 'tracing-opentelemetry names file and line unless it is told not to.',
      snippet: {
        label: 'the layer for tracing',
        text: 'tracing_opentelemetry::layer().with_location(true).with_tracer(tracer)\n',
      },
    },
  ],
  [
    'dotnet',
    {
      text: 'The SDK for .NET sets no code attributes. Set code.file.path and code.line.number where you start an activity.',
      snippet: {
        label: 'a method for .NET',
        text: [
          'public static Activity? StartHere(this ActivitySource source, string name,',
          '    [CallerFilePath] string file = "", [CallerLineNumber] int line = 0) =>',
          '    source.StartActivity(name)?.SetTag("code.file.path", file).SetTag("code.line.number", line);',
          '',
        ].join('\n'),
      },
    },
  ],
  [
    'php',
    {
      text: 'The extension for PHP names file and line of the functions that auto-instrumentation hooks, and of those with #[WithSpan].',
      snippet: {
        label: 'the settings for PHP',
        text: 'OTEL_PHP_AUTOLOAD_ENABLED=true\nOTEL_PHP_ATTR_HOOKS_ENABLED=true\n',
      },
    },
  ],
  [
    'ruby',
    {
      text: 'The SDK for Ruby names the controller and action of Rails only. A small span processor names the line.',
      snippet: {
        label: 'a span processor for Ruby',
        text: [
          'class CodeAttributes < OpenTelemetry::SDK::Trace::SpanProcessor',
          '  def on_start(span, _parent)',
          "    at = caller_locations(1).find { |l| !l.path.include?('/gems/') } or return",
          "    span.set_attribute('code.file.path', at.absolute_path || at.path)",
          "    span.set_attribute('code.line.number', at.lineno)",
          "    span.set_attribute('code.function.name', at.label)",
          '  end',
          'end',
          '# c.add_span_processor(CodeAttributes.new)',
          '',
        ].join('\n'),
      },
    },
  ],
]);

const ANY: CodeHint = {
  text: 'Set code.file.path and code.line.number on it, for example with a span processor.',
  snippet: undefined,
};

/** For the spans of an SDK; `language` is `telemetry.sdk.language`. */
export function codeHint(language: string | undefined): CodeHint {
  return (language === undefined ? undefined : HINTS.get(language)) ?? ANY;
}
