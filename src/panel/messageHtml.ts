import { attribute } from './html.ts';

/** A page with one sentence, for a tab that has nothing else to show. No scripts, no requests. */
export function messageHtml(message: string): string {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'">
<title>Spanline</title>
</head>
<body>
<p>${attribute(message)}</p>
</body>
</html>
`;
}
