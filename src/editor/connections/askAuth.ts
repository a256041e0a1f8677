import * as vscode from 'vscode';
import type { AuthKind } from '../../backends/backendConfig.ts';
import { isCredentialHeader, type Credentials } from '../../backends/credentials.ts';
import { input, secretInput } from './inputs.ts';

const AUTH: readonly (vscode.QuickPickItem & { readonly auth: AuthKind })[] = [
  { label: 'None', description: 'it answers anyone who can reach it', auth: 'none' },
  { label: 'Bearer token', description: 'also a service account token of Grafana', auth: 'bearer' },
  { label: 'User and password', description: 'also instance ID and token of Grafana Cloud', auth: 'basic' },
  { label: 'API key in a header', description: 'such as X-API-Key', auth: 'header' },
];

export function authLabel(auth: AuthKind): string {
  return AUTH.find((item) => item.auth === auth)!.label;
}

export interface AskedAuth {
  readonly auth: AuthKind;
  readonly headerName: string | undefined;
  readonly secret: Credentials;
}

/** Asks how the server knows who is asking, and for the secret; `undefined` when the user gives up. */
export async function askAuth(title: string): Promise<AskedAuth | undefined> {
  const picked = await vscode.window.showQuickPick(AUTH, {
    title,
    placeHolder: 'How does it know who is asking?',
    ignoreFocusOut: true,
  });
  if (!picked) return undefined;
  const { auth } = picked;
  const headerName = auth === 'header' ? await askHeaderName('X-API-Key') : undefined;
  if (auth === 'header' && headerName === undefined) return undefined;
  const secret = await askSecret(auth, headerName);
  return secret && { auth, headerName, secret };
}

/** Asks for the secret of a known kind. */
export async function askSecret(auth: AuthKind, headerName: string | undefined): Promise<Credentials | undefined> {
  switch (auth) {
    case 'none':
      return { type: 'none' };
    case 'bearer': {
      const token = await secretInput('Token');
      return token === undefined ? undefined : { type: 'bearer', token };
    }
    case 'basic': {
      const user = await input({ title: 'User', prompt: 'User name' });
      const password = user === undefined ? undefined : await secretInput('Password');
      return user === undefined || password === undefined ? undefined : { type: 'basic', user, password };
    }
    case 'header':
      return headerName === undefined ? undefined : askHeader(headerName);
  }
}

/** Asks for the value of a header. */
export async function askHeader(name: string): Promise<Credentials | undefined> {
  const value = await secretInput(name);
  return value === undefined ? undefined : { type: 'header', name, value };
}

export function askHeaderName(value: string): Thenable<string | undefined> {
  return input({
    title: 'Header',
    prompt: 'Name of the header',
    value,
    validateInput: (name) => (isCredentialHeader(name) ? undefined : 'This is no name of such a header.'),
  });
}
