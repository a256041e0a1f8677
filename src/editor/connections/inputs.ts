import * as vscode from 'vscode';
import { parseBaseUrl } from '../../backends/origin.ts';
import { problemOf } from '../../core/problem.ts';

/** An input that survives a look at another window, where tokens and addresses are copied from. */
export function input(options: vscode.InputBoxOptions): Thenable<string | undefined> {
  return vscode.window.showInputBox({ ignoreFocusOut: true, ...options });
}

export function secretInput(title: string): Thenable<string | undefined> {
  return input({
    title,
    password: true,
    prompt: "Kept in the editor's secret storage, for this address only",
    validateInput: (value) => (value.trim() === '' ? 'Nothing entered.' : undefined),
  });
}

export function urlInput(title: string, value: string): Thenable<string | undefined> {
  return input({
    title,
    prompt: 'Base URL, with the path if the server is below one',
    value,
    validateInput: urlProblem,
  });
}

/** What is wrong with the text as a URL of a backend. */
function urlProblem(text: string): string | undefined {
  try {
    return parseBaseUrl(text).warnings[0]?.message;
  } catch (thrown) {
    return problemOf(thrown).message;
  }
}
