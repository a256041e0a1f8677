import * as vscode from 'vscode';
import type { BackendKind } from '../../backends/backend.ts';
import { kindLabel } from '../../backends/kindLabel.ts';
import type { BackendRegistry } from '../backendRegistry.ts';
import { addThroughGrafana } from './addThroughGrafana.ts';
import { askAuth } from './askAuth.ts';
import { freeId } from './connectionDraft.ts';
import { input, urlInput } from './inputs.ts';
import { isTrusted } from './isTrusted.ts';
import { saveConnection } from './saveConnection.ts';

type Choice = BackendKind | 'grafana';

const CHOICES: readonly (vscode.QuickPickItem & { readonly choice: Choice; readonly url: string })[] = [
  {
    label: 'Jaeger',
    description: 'v2, v1, and what speaks its API: VictoriaTraces, SigNoz forks',
    choice: 'jaeger',
    url: 'http://localhost:16686',
  },
  { label: 'Grafana Tempo', description: 'TraceQL', choice: 'tempo', url: 'http://localhost:3200' },
  { label: 'Zipkin', description: 'API v2', choice: 'zipkin', url: 'http://localhost:9411' },
  { label: '.NET Aspire dashboard', description: '', choice: 'aspire', url: 'http://localhost:18888' },
  {
    label: 'Prometheus',
    description: 'latency from span metrics, no traces',
    choice: 'prometheus',
    url: 'http://localhost:9090',
  },
  { label: 'Through Grafana', description: 'finds its data sources', choice: 'grafana', url: 'http://localhost:3000' },
];

/** Asks for kind, address and credentials, tests the connection, and keeps it when the test passed or the user insists. */
export async function addBackend(registry: BackendRegistry): Promise<void> {
  if (!isTrusted()) return;
  const picked = await vscode.window.showQuickPick(CHOICES, {
    title: 'Add Backend (1/4)',
    placeHolder: 'What are the traces in?',
    ignoreFocusOut: true,
    matchOnDescription: true,
  });
  if (!picked) return;
  const { choice } = picked;
  const url = await urlInput(`Add Backend: ${picked.label} (2/4)`, picked.url);
  if (url === undefined) return;
  const asked = await askAuth(`Add Backend: ${picked.label} (3/4)`);
  if (!asked) return;
  const rest = { headerNames: [], tenant: undefined, caFile: undefined, tlsRejectUnauthorized: true };
  if (choice === 'grafana') {
    await addThroughGrafana(registry, { url, ...asked, ...rest });
    return;
  }
  const label = await input({
    title: `Add Backend: ${picked.label} (4/4)`,
    prompt: 'A name for it',
    value: `${kindLabel(choice)} (${new URL(url.trim()).host})`,
  });
  if (label === undefined) return;
  const id = freeId(choice, registry.configs);
  await saveConnection(registry, { id, kind: choice, label, url, ...asked, ...rest }, 'Added.');
}
