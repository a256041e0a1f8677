/** For the SDK of JavaScript: needs nothing but what Node has. */
export const NODE_PROCESSOR = `// Give it to your NodeSDK: spanProcessors: [new CodeAttributes(), ...]
export class CodeAttributes {
  onStart(span) {
    const before = [Error.prepareStackTrace, Error.stackTraceLimit];
    Error.prepareStackTrace = (_, sites) => sites;
    Error.stackTraceLimit = 32;
    const sites = new Error().stack;
    [Error.prepareStackTrace, Error.stackTraceLimit] = before;
    const site = sites.slice(1).find((each) => {
      const file = each.getFileName() ?? '';
      return file !== '' && !file.startsWith('node:') && !/[\\\\/]node_modules[\\\\/]/.test(file);
    });
    if (!site) return;
    span.setAttributes({
      'code.file.path': site.getFileName(),
      'code.line.number': site.getLineNumber(),
      'code.column.number': site.getColumnNumber(),
      'code.function.name': site.getFunctionName() ?? '',
    });
  }
  onEnd() {}
  async forceFlush() {}
  async shutdown() {}
}
`;
