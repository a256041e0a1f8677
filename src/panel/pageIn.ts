import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageHtml } from './html.ts';

/** No forms, no command URIs, no context kept while hidden: the state is small and the rest comes back in a moment. */
export function panelOptions(extensionUri: vscode.Uri): vscode.WebviewPanelOptions & vscode.WebviewOptions {
  return {
    enableScripts: true,
    enableForms: false,
    enableCommandUris: false,
    localResourceRoots: [vscode.Uri.joinPath(extensionUri, 'dist'), vscode.Uri.joinPath(extensionUri, 'media')],
  };
}

/** The HTML of one of our pages for a webview, by the name of its bundle. */
export function pageIn(webview: vscode.Webview, extensionUri: vscode.Uri, bundle: string, title: string): string {
  const dist = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(extensionUri, 'dist', name)).toString();
  return pageHtml({
    title,
    nonce: randomBytes(16).toString('base64url'),
    cspSource: webview.cspSource,
    scriptUri: dist(`${bundle}.js`),
    styleUri: dist(`${bundle}.css`),
  });
}
