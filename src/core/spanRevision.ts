import { stringAttribute } from './attribute.ts';
import type { SpanDetail } from './span.ts';

/** SHA-1 and SHA-256 names, whole or as short as git prints them. */
const HASH = /^[0-9a-f]{7,64}$/;
/** `1.4.0+3f2a9bc`, `v1.2-5-g3f2a9bc` (git describe), `1.4.1.dev3+g3f2a9bc` (setuptools-scm), `orders@3f2a9bc`. */
const HASH_AT_END = /(?:^|[-+@]g?)([0-9a-f]{7,64})$/;
/** The last group of a UUID looks like a short hash. */
const UUID_AT_END = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const MAX_VERSION_CHARS = 256;

/** The older name after the newer; OpenTelemetry before Datadog's tags. Numbers and ref names are allowed in the first two. */
const REVISION_KEYS = ['vcs.ref.head.revision', 'vcs.repository.ref.revision', 'git.commit.sha', '_dd.git.commit.sha'];

/**
 * The git commit that a span ran: 7 to 64 lower-case hex digits and never anything else, so it may become a command's argument.
 * The span's own word counts before its resource's, a revision before a version. A version that only looks dated (`20240101`)
 * or says more behind the hash (`-dirty`: those lines are in no commit) names none.
 */
export function revisionOf(span: Pick<SpanDetail, 'attributes' | 'resource'>): string | undefined {
  const sources = [span.attributes, span.resource];
  for (const key of REVISION_KEYS) {
    for (const attributes of sources) {
      const revision = stringAttribute(attributes, key)?.toLowerCase();
      if (revision !== undefined && HASH.test(revision)) return revision;
    }
  }
  for (const attributes of sources) {
    const revision = revisionOfVersion(stringAttribute(attributes, 'service.version'));
    if (revision !== undefined) return revision;
  }
  return undefined;
}

function revisionOfVersion(version: string | undefined): string | undefined {
  if (version === undefined || version.length > MAX_VERSION_CHARS) return undefined;
  const folded = version.toLowerCase();
  const hash = HASH_AT_END.exec(folded)?.[1];
  if (hash === undefined || UUID_AT_END.test(folded)) return undefined;
  // Dates and build numbers have no letters, words no digits.
  return /[a-f]/.test(hash) && /[0-9]/.test(hash) ? hash : undefined;
}
