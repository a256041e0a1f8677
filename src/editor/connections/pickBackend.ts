import * as vscode from 'vscode';
import type { BackendConfig } from '../../backends/backendConfig.ts';
import { kindLabel } from '../../backends/kindLabel.ts';
import type { BackendRegistry } from '../backendRegistry.ts';
import { plainLabel } from '../plainLabel.ts';

/** The backend with the ID that a command was called with, or one that the user picks. */
export async function pickBackend(
  registry: BackendRegistry,
  id: unknown,
  placeHolder: string,
): Promise<BackendConfig | undefined> {
  const named = typeof id === 'string' ? registry.config(id) : undefined;
  if (named) return named;
  const items = registry.configs.map((config) => ({
    label: plainLabel(config.label),
    description: `${kindLabel(config.kind)} · ${config.base.origin}`,
    config,
  }));
  if (items.length === 0) {
    void vscode.window.showInformationMessage('No backend is configured. Use "Spanline: Add Backend..." to add one.');
    return undefined;
  }
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.config;
}
