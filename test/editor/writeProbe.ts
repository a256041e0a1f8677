import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

const manifest = {
  name: 'probe',
  publisher: 'spanline-test',
  version: '1.0.0',
  engines: { vscode: '^1.120.0' },
  main: './dist/extension.cjs',
  activationEvents: ['onStartupFinished'],
  contributes: {
    commands: [
      { command: 'probe.hello', title: 'Say Hello', category: 'Probe' },
      { command: 'probe.ask', title: 'Ask', category: 'Probe' },
      { command: 'probe.panel', title: 'Show Panel', category: 'Probe' },
      { command: 'probe.reveal', title: 'Reveal', category: 'Probe' },
    ],
    viewsContainers: { activitybar: [{ id: 'probe', title: 'Probe', icon: '$(pulse)' }] },
    views: { probe: [{ id: 'probe.rows', name: 'Rows' }] },
    configuration: { properties: { 'probe.text': { type: 'string', default: 'unset' } } },
  },
};

const main = `
const vscode = require('vscode');

exports.activate = ({ subscriptions }) => {
  const { commands, window, workspace } = vscode;
  const log = window.createOutputChannel('Spanline', { log: true });
  log.info('The probe is active');
  const item = window.createStatusBarItem('probe.text', vscode.StatusBarAlignment.Left);
  const showSetting = () => {
    item.text = 'Probe: ' + workspace.getConfiguration('probe').get('text') + (workspace.isTrusted ? '' : ', restricted');
  };
  showSetting();
  item.show();
  subscriptions.push(
    log,
    item,
    workspace.onDidChangeConfiguration(showSetting),
    commands.registerCommand('probe.hello', () => window.showInformationMessage('Hello from the probe')),
    commands.registerCommand('probe.ask', async () => {
      const name = await window.showInputBox({ prompt: 'A name' });
      const colour = await window.showQuickPick(['red', 'green'], { placeHolder: 'A colour' });
      window.showInformationMessage(name + ' picked ' + colour);
    }),
    commands.registerCommand('probe.panel', () => {
      const panel = window.createWebviewPanel('probe', 'Probe Panel', vscode.ViewColumn.Beside, { enableScripts: true });
      panel.webview.html =
        '<!doctype html><h1>Text in the panel</h1><button onclick="this.textContent = \\'Pressed\\'">Press</button>';
    }),
    commands.registerCommand('probe.reveal', () => {
      const [file] = window.visibleTextEditors;
      const position = new vscode.Position(4, 2);
      file.selection = new vscode.Selection(position, position);
    }),
    window.registerTreeDataProvider('probe.rows', {
      getChildren: (row) => (row === undefined ? ['first', 'second'] : []),
      getTreeItem: (row) => ({ label: row, description: 'a row' }),
    }),
    window.registerTerminalLinkProvider({
      provideTerminalLinks: ({ line }) =>
        [...line.matchAll(/link-\\d+/g)].map((match) => ({ startIndex: match.index, length: match[0].length })),
      handleTerminalLink: () => window.showInformationMessage('The link was followed'),
    }),
  );
};
`;

/** Writes an extension that shows one of everything a walk looks at; resolves to its folder. */
export async function writeProbe(root: string): Promise<string> {
  const folder = path.join(root, 'probe');
  await mkdir(path.join(folder, 'dist'), { recursive: true });
  await writeFile(path.join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(path.join(folder, manifest.main), main);
  return folder;
}
