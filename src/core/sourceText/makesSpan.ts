/** How code starts spans, by the APIs of OpenTelemetry and of frameworks; each stands for itself in any language that has it. */
const MAKERS: readonly string[] = [
  'startSpan(',
  'startActiveSpan(',
  'start_span(',
  'start_as_current_span(',
  'spanBuilder(',
  'span_builder(',
  'StartActivity(',
  'StartActiveSpan(',
  'in_span(',
  '.Start(ctx',
  '@WithSpan',
  '#[WithSpan',
  '@NewSpan',
  '@Observed',
  'instrument]',
  'instrument(',
  'span!(',
  'withSpan(',
  'traced(',
];

/** Whether a piece of code seems to start a span. */
export function makesSpan(code: string): boolean {
  return MAKERS.some((maker) => code.includes(maker));
}
