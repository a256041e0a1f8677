import * as vscode from 'vscode';
import type { CodePlace } from '../mapping/located.ts';

/** A place for people: relative to the workspace, with its line. */
export function placeLabel({ path, line }: Pick<CodePlace, 'path' | 'line'>): string {
  return `${vscode.workspace.asRelativePath(path)}:${line}`;
}
