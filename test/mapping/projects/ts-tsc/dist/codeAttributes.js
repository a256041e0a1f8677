"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.CodeAttributes = void 0;
const semantic_conventions_1 = require("@opentelemetry/semantic-conventions");
/** V8's default of 10 is too few: an outgoing HTTP request alone puts about twelve SDK frames above the caller. */
const FRAME_LIMIT = 32;
/** Sets the stable `code.*` attributes from the code that started the span; the SDK sets none. */
class CodeAttributes {
    #helpers;
    /** `helpers` are functions that start spans for others; the location of such a span is the helper's caller. */
    constructor(helpers) {
        this.#helpers = new Set(helpers);
    }
    onStart(span) {
        const site = callersOfOnStart().find((candidate) => this.#isApplication(candidate));
        if (!site)
            return;
        span.setAttributes({
            [semantic_conventions_1.ATTR_CODE_FILE_PATH]: site.getFileName() ?? undefined,
            [semantic_conventions_1.ATTR_CODE_LINE_NUMBER]: site.getLineNumber() ?? undefined,
            [semantic_conventions_1.ATTR_CODE_COLUMN_NUMBER]: site.getColumnNumber() ?? undefined,
            [semantic_conventions_1.ATTR_CODE_FUNCTION_NAME]: qualifiedName(site),
        });
    }
    onEnd() { }
    forceFlush() {
        return Promise.resolve();
    }
    shutdown() {
        return Promise.resolve();
    }
    #isApplication(site) {
        const file = site.getFileName();
        if (!file || file.startsWith('node:') || /[\\/]node_modules[\\/]/.test(file))
            return false;
        return !this.#helpers.has(site.getFunctionName() ?? '');
    }
}
exports.CodeAttributes = CodeAttributes;
/** The frames that called `onStart`, innermost first. */
function callersOfOnStart() {
    const settings = Error;
    const { prepareStackTrace, stackTraceLimit } = settings;
    const holder = {};
    settings.stackTraceLimit = FRAME_LIMIT;
    settings.prepareStackTrace = (_, [, ...callers]) => callers;
    try {
        // `stack` is made when it is read, so it is read before the settings go back; nothing else runs in between.
        Error.captureStackTrace(holder, callersOfOnStart);
        return holder.stack ?? [];
    }
    finally {
        settings.prepareStackTrace = prepareStackTrace;
        settings.stackTraceLimit = stackTraceLimit;
    }
}
/** As V8 writes it in a stack: the class before a method, the bare name of a function, nothing for an anonymous one. */
function qualifiedName(site) {
    const name = site.getFunctionName();
    const type = site.getTypeName();
    return name && type && type !== 'Object' && !site.isToplevel() ? `${type}.${name}` : (name ?? undefined);
}
//# sourceMappingURL=codeAttributes.js.map