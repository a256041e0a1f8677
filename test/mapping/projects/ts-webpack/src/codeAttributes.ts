import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace-base';
import {
  ATTR_CODE_COLUMN_NUMBER,
  ATTR_CODE_FILE_PATH,
  ATTR_CODE_FUNCTION_NAME,
  ATTR_CODE_LINE_NUMBER,
} from '@opentelemetry/semantic-conventions';

/** V8's default of 10 is too few: an outgoing HTTP request alone puts about twelve SDK frames above the caller. */
const FRAME_LIMIT = 32;

/** Sets the stable `code.*` attributes from the code that started the span; the SDK sets none. */
export class CodeAttributes implements SpanProcessor {
  readonly #helpers: ReadonlySet<string>;

  /** `helpers` are functions that start spans for others; the location of such a span is the helper's caller. */
  constructor(helpers: readonly string[]) {
    this.#helpers = new Set(helpers);
  }

  onStart(span: Span): void {
    const site = callersOfOnStart().find((candidate) => this.#isApplication(candidate));
    if (!site) return;
    span.setAttributes({
      [ATTR_CODE_FILE_PATH]: site.getFileName() ?? undefined,
      [ATTR_CODE_LINE_NUMBER]: site.getLineNumber() ?? undefined,
      [ATTR_CODE_COLUMN_NUMBER]: site.getColumnNumber() ?? undefined,
      [ATTR_CODE_FUNCTION_NAME]: qualifiedName(site),
    });
  }

  onEnd(): void {}

  forceFlush(): Promise<void> {
    return Promise.resolve();
  }

  shutdown(): Promise<void> {
    return Promise.resolve();
  }

  #isApplication(site: NodeJS.CallSite): boolean {
    const file = site.getFileName();
    if (!file || file.startsWith('node:') || /[\\/]node_modules[\\/]/.test(file)) return false;
    return !this.#helpers.has(site.getFunctionName() ?? '');
  }
}

/** V8's stack settings, which are global. */
interface StackSettings {
  stackTraceLimit: number;
  prepareStackTrace?: ((error: Error, sites: NodeJS.CallSite[]) => unknown) | undefined;
}

/** The frames that called `onStart`, innermost first. */
function callersOfOnStart(): readonly NodeJS.CallSite[] {
  const settings: StackSettings = Error;
  const { prepareStackTrace, stackTraceLimit } = settings;
  const holder: { stack?: readonly NodeJS.CallSite[] } = {};
  settings.stackTraceLimit = FRAME_LIMIT;
  settings.prepareStackTrace = (_, [, ...callers]) => callers;
  try {
    // `stack` is made when it is read, so it is read before the settings go back; nothing else runs in between.
    Error.captureStackTrace(holder, callersOfOnStart);
    return holder.stack ?? [];
  } finally {
    settings.prepareStackTrace = prepareStackTrace;
    settings.stackTraceLimit = stackTraceLimit;
  }
}

/** As V8 writes it in a stack: the class before a method, the bare name of a function, nothing for an anonymous one. */
function qualifiedName(site: NodeJS.CallSite): string | undefined {
  const name = site.getFunctionName();
  const type = site.getTypeName();
  return name && type && type !== 'Object' && !site.isToplevel() ? `${type}.${name}` : (name ?? undefined);
}
