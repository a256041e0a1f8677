/** A token: its text, or what a string holds. */
export type TraceqlToken = string | { readonly string: string };

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\' };

/** Takes a filter apart as Tempo's lexer does (Go's text/scanner and quoted attribute names); throws where Tempo would. */
export function traceqlTokens(q: string): readonly TraceqlToken[] {
  const tokens: TraceqlToken[] = [];
  for (let at = 0; at < q.length;) {
    const quoted = /^\.?"/.exec(q.slice(at));
    if (quoted) {
      const isName = quoted[0].length === 2;
      at += quoted[0].length;
      let string = '';
      while (q[at] !== '"') {
        const char = q[at]!;
        if (char === undefined || (!isName && (char === '\n' || char === '\0'))) throw new Error(`not closed: ${q}`);
        if (char !== '\\') {
          string += char;
          at++;
          continue;
        }
        const next = q[at + 1]!;
        const unicode = /^\\u([0-9a-f]{4})/.exec(q.slice(at));
        if (ESCAPES[next] !== undefined) {
          string += ESCAPES[next];
          at += 2;
        } else if (unicode && !isName) {
          string += String.fromCharCode(Number.parseInt(unicode[1]!, 16));
          at += 6;
        } else throw new Error(`invalid escape: ${q}`);
      }
      at++;
      tokens.push({ string });
      continue;
    }
    const match = /^(?:\s+|[.\w:-][\w.:-]*|[{}()]|[&|=!~<>]+)/.exec(q.slice(at));
    if (!match) throw new Error(`not a token: ${q.slice(at)}`);
    if (match[0].trim() !== '') tokens.push(match[0]);
    at += match[0].length;
  }
  return tokens;
}
