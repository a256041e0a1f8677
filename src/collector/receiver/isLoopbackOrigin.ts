import { isLoopbackName } from './isLoopbackName.ts';

/**
 * Whether an Origin header belongs to a page served from this machine (security.md T1). `null` (sandboxed frames, files) and
 * `vscode-webview:` are not: anybody's page can have them.
 */
export function isLoopbackOrigin(origin: string): boolean {
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  // An origin is written in exactly one way; whatever reads differently after parsing was made to be misread.
  return (
    url !== undefined &&
    url.origin === origin &&
    (url.protocol === 'http:' || url.protocol === 'https:') &&
    isLoopbackName(url.hostname)
  );
}
