import type { CodeSite } from '../core/latencyProtocol.ts';
import { SPAN_KINDS } from '../core/span.ts';
import type { SpanClues } from '../core/spanClues.ts';
import { spanLiterals } from '../core/spanLiterals.ts';

/** What the spans of a site say of where their code is: all the same, or they would be of another site. */
export function siteClues(site: CodeSite): SpanClues {
  const { service, filePath, line, column, functionName, operation } = site;
  const name = operation?.name ?? functionName ?? filePath ?? '';
  const none = { language: undefined, workingDirectory: undefined, revision: undefined, startEpochMs: undefined };
  if (!operation)
    return {
      ...none,
      service,
      name,
      refs: [{ origin: 'attributes', filePath, line, column, functionName }],
      literals: [],
    };
  const kind = SPAN_KINDS[operation.kind] ?? 'unspecified';
  const scope = { name: '', version: '', attributes: [] };
  return { ...none, service, name, refs: [], literals: spanLiterals({ name, kind, attributes: [], scope }) };
}
