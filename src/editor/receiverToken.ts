import { randomBytes } from 'node:crypto';
import type * as vscode from 'vscode';

const KEY = 'spanline.receiver token';
/** 256 bits: nobody guesses it (security.md T26 asks for 128). */
const TOKEN_BYTES = 32;

/** The receiver's token, made once and kept in the secret storage. */
export class ReceiverToken {
  readonly #secrets: vscode.SecretStorage;

  constructor(secrets: vscode.SecretStorage) {
    this.#secrets = secrets;
  }

  async token(): Promise<string> {
    const kept = await this.#secrets.get(KEY);
    if (kept !== undefined) return kept;
    const token = randomBytes(TOKEN_BYTES).toString('base64url');
    await this.#secrets.store(KEY, token);
    return token;
  }
}
