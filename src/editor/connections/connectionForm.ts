import * as vscode from 'vscode';
import type { Credentials } from '../../backends/credentials.ts';
import { kindLabel } from '../../backends/kindLabel.ts';
import { wantsSecret } from '../../backends/storedSecret.ts';
import { askAuth, askHeader, askHeaderName, authLabel } from './askAuth.ts';
import type { ConnectionDraft } from './connectionDraft.ts';
import { input, urlInput } from './inputs.ts';

type Change = (draft: ConnectionDraft) => Promise<ConnectionDraft | undefined>;

interface FormItem extends vscode.QuickPickItem {
  readonly change: Change | 'save';
}

/** Shows all of a connection and changes one part after the other, until it is to be saved; `undefined` when the user gives up. */
export async function connectionForm(title: string, start: ConnectionDraft): Promise<ConnectionDraft | undefined> {
  for (let draft = start; ;) {
    const picked = await vscode.window.showQuickPick(itemsOf(draft), {
      title,
      placeHolder: 'Choose what to change, or save',
      ignoreFocusOut: true,
    });
    if (!picked) return undefined;
    if (picked.change === 'save') return draft;
    draft = (await picked.change(draft)) ?? draft;
  }
}

function itemsOf(draft: ConnectionDraft): readonly FormItem[] {
  const { label, url, auth, headerName, headerNames, tenant, caFile, tlsRejectUnauthorized, kind } = draft;
  const missing = wantsSecret(draft) && !draft.secret ? ' $(warning) to be entered' : '';
  const certificate = tlsRejectUnauthorized ? 'checked' : '$(warning) any is accepted';
  return [
    { label: '$(check) Test and Save', change: 'save' },
    { label: kindLabel(kind), kind: vscode.QuickPickItemKind.Separator, change: 'save' },
    { label: 'Name', description: label, change: changeName },
    { label: 'Address', description: url, change: changeUrl },
    {
      label: 'Authentication',
      description: `${authLabel(auth)}${headerName === undefined ? '' : ` (${headerName})`}${missing}`,
      change: changeAuth,
    },
    { label: 'Further headers', description: headerNames.join(', ') || 'none', change: changeHeaders },
    { label: 'Tenant', description: tenant ?? 'none', change: changeTenant },
    { label: 'Own certificate authority', description: caFile ?? 'none', change: changeCaFile },
    { label: 'Certificate of the server', description: certificate, change: changeTls },
  ];
}

async function changeName(draft: ConnectionDraft): Promise<ConnectionDraft | undefined> {
  const label = await input({ title: 'Name', prompt: 'A name for it', value: draft.label });
  return label === undefined ? undefined : { ...draft, label };
}

/** What was entered belongs to the address: elsewhere it has to be entered again. */
async function changeUrl(draft: ConnectionDraft): Promise<ConnectionDraft | undefined> {
  const url = await urlInput('Address', draft.url);
  if (url === undefined) return undefined;
  const moved = new URL(url.trim()).origin !== new URL(draft.url.trim()).origin;
  return { ...draft, url, secret: moved && wantsSecret(draft) ? undefined : draft.secret };
}

async function changeAuth(draft: ConnectionDraft): Promise<ConnectionDraft | undefined> {
  const asked = await askAuth('Authentication');
  if (!asked) return undefined;
  return {
    ...draft,
    auth: asked.auth,
    headerName: asked.headerName,
    secret: joined(asked.secret, headersOf(draft.secret)),
  };
}

/** Adds one, or takes all away. */
async function changeHeaders(draft: ConnectionDraft): Promise<ConnectionDraft | undefined> {
  const add = 'Add a header...';
  const clear = 'Remove all';
  const choices = draft.headerNames.length > 0 ? [add, clear] : [add];
  const choice = await vscode.window.showQuickPick(choices, { title: 'Further headers', ignoreFocusOut: true });
  const auth = authOf(draft);
  if (choice === clear) return { ...draft, headerNames: [], secret: auth };
  const name = choice === add ? await askHeaderName('') : undefined;
  const header = name === undefined ? undefined : await askHeader(name);
  if (name === undefined || !header) return undefined;
  const others = draft.headerNames.filter((known) => known.toLowerCase() !== name.toLowerCase());
  const kept = headersOf(draft.secret).filter((part) => part.type === 'header' && others.includes(part.name));
  return { ...draft, headerNames: [...others, name], secret: auth && joined(auth, [...kept, header]) };
}

async function changeTenant(draft: ConnectionDraft): Promise<ConnectionDraft | undefined> {
  const tenant = await input({
    title: 'Tenant',
    prompt: 'Whose traces, on a server for several; empty for none',
    value: draft.tenant ?? '',
    validateInput: (value) =>
      /^[\x21-\x7E]{0,150}$/.test(value) ? undefined : 'Letters, digits and signs, no spaces.',
  });
  return tenant === undefined ? undefined : { ...draft, tenant: tenant || undefined };
}

async function changeCaFile(draft: ConnectionDraft): Promise<ConnectionDraft | undefined> {
  const none = 'None';
  const choose = 'Choose a PEM file...';
  const choice = await vscode.window.showQuickPick([choose, none], {
    title: 'Own certificate authority',
    ignoreFocusOut: true,
  });
  if (choice === none) return { ...draft, caFile: undefined };
  if (choice === undefined) return undefined;
  const [file] = (await vscode.window.showOpenDialog({ title: choose, filters: { PEM: ['pem', 'crt', 'cer'] } })) ?? [];
  return file && { ...draft, caFile: file.fsPath };
}

async function changeTls(draft: ConnectionDraft): Promise<ConnectionDraft | undefined> {
  if (!draft.tlsRejectUnauthorized) return { ...draft, tlsRejectUnauthorized: true };
  const accept = 'Accept Any';
  const sure = await vscode.window.showWarningMessage(
    `Accept any certificate from ${draft.url}? Whoever is in between can then read the credentials and change the traces. It is for this connection alone; an own certificate authority is the better way.`,
    { modal: true },
    accept,
  );
  return sure === accept ? { ...draft, tlsRejectUnauthorized: false } : undefined;
}

function headersOf(secret: Credentials | undefined): readonly Credentials[] {
  return secret?.type === 'all' ? secret.parts.slice(1) : [];
}

/** The credentials proper; without any that is what is stored for none. */
function authOf({ auth, secret }: ConnectionDraft): Credentials | undefined {
  if (auth === 'none') return { type: 'none' };
  return secret?.type === 'all' ? secret.parts[0] : secret;
}

function joined(auth: Credentials, headers: readonly Credentials[]): Credentials {
  return headers.length === 0 ? auth : { type: 'all', parts: [auth, ...headers] };
}
