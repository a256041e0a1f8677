export interface PageParts {
  /** Of the document; the tab has its own. */
  readonly title: string;
  /** Fresh for every page, from a cryptographic source. */
  readonly nonce: string;
  /** Where styles, fonts and images may come from: `webview.cspSource`. */
  readonly cspSource: string;
  readonly scriptUri: string;
  readonly styleUri: string;
  /** For the browser door, which has no other way to its server; a panel leaves it out: `connect-src 'none'`. */
  readonly connectSource?: string;
  /** Classic scripts before the page's own, for the door's stand-in for VS Code. */
  readonly preludeUris?: readonly string[];
}

/**
 * A page of ours. Nothing of a trace is in it: spans arrive as messages and are shown as text nodes.
 * The `csp-nonce` tag is for the toolkit, which adds a probing style element with it.
 */
export function pageHtml(parts: PageParts): string {
  const nonce = attribute(parts.nonce);
  const csp = [
    "default-src 'none'",
    `script-src 'nonce-${parts.nonce}'`,
    `style-src ${parts.cspSource} 'nonce-${parts.nonce}'`,
    `img-src ${parts.cspSource}`,
    `font-src ${parts.cspSource}`,
    `connect-src ${parts.connectSource ?? "'none'"}`,
    "frame-src 'none'",
    "form-action 'none'",
    "base-uri 'none'",
  ].join('; ');
  const prelude = (parts.preludeUris ?? []).map(
    (uri) => `<script nonce="${nonce}" src="${attribute(uri)}"></script>\n`,
  );
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(csp)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta property="csp-nonce" content="${nonce}">
<title>${attribute(parts.title)}</title>
<link rel="stylesheet" nonce="${nonce}" href="${attribute(parts.styleUri)}">
</head>
<body>
<main id="app"></main>
${prelude.join('')}<script type="module" nonce="${nonce}" src="${attribute(parts.scriptUri)}"></script>
</body>
</html>
`;
}

export function attribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
