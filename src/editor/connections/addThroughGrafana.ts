import * as vscode from 'vscode';
import { BackendHttp } from '../../backends/http.ts';
import { discoverDatasources, type GrafanaDatasource, type GrafanaDatasources } from '../../backends/grafana.ts';
import { kindLabel } from '../../backends/kindLabel.ts';
import { counted } from '../../core/counted.ts';
import { problemOf } from '../../core/problem.ts';
import type { BackendRegistry } from '../backendRegistry.ts';
import { plainLabel } from '../plainLabel.ts';
import { configOf, entryOf, freeId, type ConnectionDraft } from './connectionDraft.ts';

type Grafana = Omit<ConnectionDraft, 'id' | 'kind' | 'label'>;

/** Asks a Grafana which data sources it has, and adds those that the user picks. */
export async function addThroughGrafana(registry: BackendRegistry, grafana: Grafana): Promise<void> {
  const found = await discover(grafana);
  if (!found) return;
  const { datasources, others } = found;
  if (datasources.length === 0) {
    const rest = others === 0 ? '' : ` It has ${counted(others, 'source')} of other kinds.`;
    const kinds = 'Tempo, Jaeger, Zipkin or Prometheus';
    void vscode.window.showWarningMessage(`This Grafana has no data source that Spanline can ask (${kinds}).${rest}`);
    return;
  }
  const items = datasources.map((datasource) => ({
    label: plainLabel(datasource.name),
    description: kindLabel(datasource.kind),
    picked: datasource.kind !== 'prometheus',
    datasource,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: 'Add which data sources?',
    canPickMany: true,
    ignoreFocusOut: true,
  });
  for (const { datasource } of picked ?? []) {
    const draft = draftFor(datasource, grafana, registry);
    await registry.keep(entryOf(draft), configOf(draft), draft.secret);
  }
}

/** The credentials are those of Grafana; each entry has its own copy, since it may be changed on its own. */
function draftFor(
  { kind, name, basePath }: GrafanaDatasource,
  grafana: Grafana,
  registry: BackendRegistry,
): ConnectionDraft {
  const { origin } = new URL(grafana.url.trim());
  return {
    ...grafana,
    id: freeId(kind, registry.configs),
    kind,
    label: `${name} (Grafana)`,
    url: `${origin}${basePath}`,
  };
}

async function discover(grafana: Grafana): Promise<GrafanaDatasources | undefined> {
  const { base } = configOf({ ...grafana, id: 'grafana', kind: 'tempo', label: 'Grafana' });
  const http = new BackendHttp({ label: 'Grafana', base, credentials: async () => grafana.secret });
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: 'Asking Grafana for its data sources...',
      cancellable: true,
    },
    async (_, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      try {
        return await discoverDatasources(http, stop.signal);
      } catch (thrown) {
        const { code, message } = problemOf(thrown);
        if (code !== 'cancelled') void vscode.window.showErrorMessage(message);
        return undefined;
      }
    },
  );
}
