import * as vscode from 'vscode';

/** Whether servers may be asked; says so if not. A command can be called in Restricted Mode whatever the palette shows. */
export function isTrusted(): boolean {
  if (!vscode.workspace.isTrusted)
    void vscode.window.showWarningMessage('In Restricted Mode no backend is asked. Trust this workspace first.');
  return vscode.workspace.isTrusted;
}
