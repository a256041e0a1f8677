import * as vscode from 'vscode';
import type { PathMapping } from '../core/paths.ts';

/** The user's `spanline.pathMappings`; entries of another shape are left out. */
export function pathMappings(): readonly PathMapping[] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  const scopes: readonly (vscode.Uri | undefined)[] =
    folders.length === 0 ? [undefined] : folders.map(({ uri }) => uri);
  return scopes.flatMap((scope) => {
    const value = vscode.workspace.getConfiguration('spanline', scope).get<unknown>('pathMappings');
    return Array.isArray(value) ? value.filter(isMapping) : [];
  });
}

function isMapping(value: unknown): value is PathMapping {
  if (typeof value !== 'object' || value === null) return false;
  const { from, to } = value as Readonly<Record<string, unknown>>;
  return typeof from === 'string' && typeof to === 'string';
}
