import { THEMES } from './themes.ts';

/*
 * What VS Code is to the page, for a browser: `acquireVsCodeApi` over HTTP, state in the session storage, a theme's variables on
 * <html> and its classes on <body>. Part of the browser door only; no panel loads it.
 */

interface Head {
  readonly message: Record<string, unknown>;
  readonly buffers: readonly { readonly path: readonly string[]; readonly byteLength: number }[];
}

const STATE = 'spanline-state';
const PAGE_ID = crypto.randomUUID();

function dispatch(data: unknown): void {
  window.dispatchEvent(new MessageEvent('message', { data }));
}

async function post(message: unknown): Promise<void> {
  if (isCopy(message)) {
    await navigator.clipboard.writeText(message.params.text);
    dispatch({ rpc: 'reply', id: message.id, outcome: { ok: null } });
    return;
  }
  const response = await fetch('/rpc', {
    method: 'POST',
    headers: { 'x-page': PAGE_ID },
    body: JSON.stringify(message),
  });
  if (response.status !== 200) return;
  const reply = unpack(await response.arrayBuffer());
  if (isCopySpan(message)) await copyReply(reply);
  dispatch(reply);
}

function isCopy(message: unknown): message is { readonly id: number; readonly params: { readonly text: string } } {
  return typeof message === 'object' && message !== null && 'method' in message && message.method === 'copy';
}

/** The host puts a span on the clipboard itself; the door has none, but its answer is the text. */
function isCopySpan(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'method' in message && message.method === 'copySpan';
}

async function copyReply(reply: unknown): Promise<void> {
  const { outcome } = reply as { readonly outcome?: { readonly ok?: unknown } };
  if (typeof outcome?.ok === 'string') await navigator.clipboard.writeText(outcome.ok);
}

/** The reverse of the door's `packMessage`. */
function unpack(packed: ArrayBuffer): unknown {
  const headLength = new DataView(packed).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(packed, 4, headLength))) as Head;
  let at = 4 + headLength;
  for (const { path, byteLength } of head.buffers) {
    let holder = head.message;
    for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
    holder[path.at(-1)!] = packed.slice(at, at + byteLength);
    at += byteLength;
  }
  return head.message;
}

/** Only a page with events asks for them: see the door's `DoorPage`. */
if (new URL((document.currentScript as HTMLScriptElement).src).searchParams.has('events')) {
  const events = new EventSource(`/events?page=${PAGE_ID}`);
  events.addEventListener('message', ({ data }) => dispatch(JSON.parse(String(data))));
}

const name = new URLSearchParams(location.search).get('theme') ?? 'dark';
const theme = THEMES[name === 'light' || name === 'hc' ? name : 'dark'];
for (const [variable, value] of Object.entries(theme.variables))
  document.documentElement.style.setProperty(`--vscode-${variable}`, value);
document.body.classList.add(theme.kind);
document.body.dataset['vscodeThemeKind'] = theme.kind;
document.body.dataset['vscodeThemeName'] = theme.name;

Object.defineProperty(window, 'acquireVsCodeApi', {
  value: () => ({
    postMessage: (message: unknown) => void post(message),
    getState: (): unknown => JSON.parse(sessionStorage.getItem(STATE) ?? 'null') ?? undefined,
    setState: (state: unknown) => sessionStorage.setItem(STATE, JSON.stringify(state)),
  }),
});
