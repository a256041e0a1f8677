import * as path from 'node:path';
import * as vscode from 'vscode';
import { bareFunctionName } from '../../core/bareFunctionName.ts';
import type { CodeSite, ExemplarOrder, LatencyStats, SiteLatency, SpanExemplar } from '../../core/latencyProtocol.ts';
import { formatDuration } from '../../core/time.ts';
import { visibleText } from '../../core/visibleText.ts';
import { callsText, errorsText } from '../../latency/countText.ts';
import { latencySettings } from './latencySettings.ts';
import type { SiteIndex } from './siteIndex.ts';

interface HotStore {
  hotSites(windowMs: number, limit: number): Promise<readonly SiteLatency[]>;
  latency(groups: readonly (readonly number[])[], windowMs: number): Promise<readonly (LatencyStats | undefined)[]>;
  exemplars(sites: readonly number[], order: ExemplarOrder, limit: number): Promise<readonly SpanExemplar[]>;
}

/** What the functions are sorted by, most first. */
export type HotOrder = 'total' | 'p95' | 'errors';

/** A function with the latency of all its sites. */
export interface HotFunction {
  readonly siteIds: readonly number[];
  readonly name: string;
  readonly service: string;
  readonly place: { readonly fsPath: string; readonly line: number } | undefined;
  readonly stats: LatencyStats;
}

const ORDER_KEY = 'spanline.hotFunctions.order';
const ORDERS: readonly string[] = ['total', 'p95', 'errors'] satisfies HotOrder[];
/** More than anybody scrolls through. */
const MAX_SITES = 1000;
const MAX_SHOWN = 200;
const REFRESH_MS = 5000;

/** The functions that spans are of, from all services: where the time goes. */
export class HotFunctionsView implements vscode.TreeDataProvider<HotFunction>, vscode.Disposable {
  readonly #store: HotStore;
  readonly #sites: SiteIndex;
  readonly #memory: vscode.Memento;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #tree: vscode.TreeView<HotFunction>;
  readonly #subscriptions: readonly vscode.Disposable[];
  #refresh: NodeJS.Timeout | undefined;

  readonly onDidChangeTreeData = this.#changed.event;

  constructor(store: HotStore, sites: SiteIndex, memory: vscode.Memento) {
    this.#store = store;
    this.#sites = sites;
    this.#memory = memory;
    this.#tree = vscode.window.createTreeView('spanline.hotFunctions', { treeDataProvider: this });
    this.#subscriptions = [
      this.#tree,
      this.#tree.onDidChangeVisibility(() => this.#changed.fire()),
      sites.onDidChange(() => this.refreshSoon()),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('spanline.codeLens')) this.#changed.fire();
      }),
    ];
    this.#describe();
  }

  get #order(): HotOrder {
    const kept = this.#memory.get<unknown>(ORDER_KEY);
    return ORDERS.includes(String(kept)) ? (kept as HotOrder) : 'total';
  }

  async sortBy(order: HotOrder): Promise<void> {
    await this.#memory.update(ORDER_KEY, order);
    this.#describe();
    this.#changed.fire();
  }

  refresh(): void {
    this.#changed.fire();
  }

  /** Goes to a function of the view. */
  async goTo(argument: unknown): Promise<void> {
    const place = isHotFunction(argument) ? argument.place : undefined;
    if (!place) {
      void vscode.window.showInformationMessage('The code of this function was not found in this workspace.');
      return;
    }
    const position = new vscode.Position(place.line, 0);
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(place.fsPath));
    const editor = await vscode.window.showTextDocument(document, {
      preview: true,
      selection: new vscode.Range(position, position),
    });
    editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenterIfOutsideViewport);
  }

  /** Something came: while somebody looks, at most every five seconds. */
  refreshSoon(): void {
    if (!this.#tree.visible) return;
    this.#refresh ??= setTimeout(() => {
      this.#refresh = undefined;
      this.#changed.fire();
    }, REFRESH_MS);
  }

  async getChildren(parent?: HotFunction): Promise<HotFunction[]> {
    if (parent) return [];
    const { windowMs } = latencySettings();
    const hot = await this.#store.hotSites(windowMs, MAX_SITES);
    const groups = [...Map.groupBy(hot, ({ site }) => this.#keyOf(site)).values()];
    // Percentiles of several sites come from their sketches together.
    const joint = groups.filter(({ length }) => length > 1).map((sites) => sites.map(({ site }) => site.id));
    const jointStats = joint.length === 0 ? [] : await this.#store.latency(joint, windowMs);
    const statsOf = new Map(joint.map((siteIds, i) => [siteIds[0]!, jointStats[i]]));
    const functions = groups.map((sites) => {
      const [{ site, stats }] = sites as [SiteLatency, ...SiteLatency[]];
      return this.#function(
        site,
        sites.map((each) => each.site.id),
        statsOf.get(site.id) ?? stats,
      );
    });
    const weight = WEIGHTS[this.#order];
    const shown = functions.sort((a, b) => weight(b.stats) - weight(a.stats)).slice(0, MAX_SHOWN);
    return Promise.all(shown.map((each) => this.#named(each)));
  }

  getTreeItem(each: HotFunction): vscode.TreeItem {
    const { name, service, place, stats } = each;
    const item = new vscode.TreeItem(visibleText(name));
    const errors = errorsText(stats);
    const facts = [
      `${formatDuration(stats.sumNs)} total`,
      `p95 ${formatDuration(stats.p95Ns)}`,
      callsText(stats.count),
    ];
    item.description = [...facts, ...(errors === '' ? [] : [errors])].join(' · ');
    item.iconPath = new vscode.ThemeIcon(
      place ? 'symbol-method' : 'circle-slash',
      stats.errors > 0 ? new vscode.ThemeColor('list.errorForeground') : undefined,
    );
    item.contextValue = 'hotFunction';
    item.tooltip = tooltipOf(visibleText(service), place, stats);
    item.accessibilityInformation = { label: `${visibleText(name)}, ${item.description}` };
    item.command = { title: 'Go to Function', command: 'spanline.goToHotFunction', arguments: [each] };
    return item;
  }

  dispose(): void {
    clearTimeout(this.#refresh);
    for (const each of this.#subscriptions) each.dispose();
    this.#changed.dispose();
  }

  /** A line without a function's name is called like its spans. */
  async #named(each: HotFunction): Promise<HotFunction> {
    if (each.name !== '') return each;
    const [latest] = await this.#store.exemplars(each.siteIds, 'latest', 1);
    return { ...each, name: latest?.name || placeName(each.place) };
  }

  /** Sites of one function: the lines it makes spans at, the services that share it. */
  #keyOf(site: CodeSite): string {
    const tracked = this.#sites.of(site.id);
    const { functionName, operation, service } = site;
    if (!tracked) return JSON.stringify([service, functionName, operation, site.filePath, site.line]);
    return JSON.stringify([tracked.fsPath, tracked.functionName ?? operation?.name ?? tracked.line]);
  }

  #function(site: CodeSite, siteIds: readonly number[], stats: LatencyStats): HotFunction {
    const tracked = this.#sites.of(site.id);
    const place = tracked && { fsPath: tracked.fsPath, line: tracked.line };
    return { siteIds, name: nameOf(site), service: site.service, place, stats };
  }

  #describe(): void {
    this.#tree.description = { total: 'by total time', p95: 'by p95', errors: 'by errors' }[this.#order];
  }
}

const WEIGHTS: Readonly<Record<HotOrder, (stats: LatencyStats) => number>> = {
  total: ({ sumNs }) => sumNs,
  p95: ({ p95Ns }) => p95Ns,
  errors: ({ errors }) => errors,
};

/** '' where the spans tell a line and no function. */
function nameOf({ functionName, operation }: CodeSite): string {
  if (operation) return operation.name;
  return functionName === undefined ? '' : (bareFunctionName(functionName) ?? functionName);
}

function placeName(place: HotFunction['place']): string {
  return place ? `${path.basename(place.fsPath)}:${place.line + 1}` : 'unnamed';
}

function tooltipOf(service: string, place: HotFunction['place'], stats: LatencyStats): string {
  const where = place
    ? `${vscode.workspace.asRelativePath(place.fsPath)}:${place.line + 1}`
    : 'Its code was not found in this workspace.';
  const { p50Ns, p95Ns, p99Ns, maxNs } = stats;
  const times = [`p50 ${formatDuration(p50Ns)}`, `p95 ${formatDuration(p95Ns)}`, `p99 ${formatDuration(p99Ns)}`];
  return `${service}\n${where}\n${times.join(' · ')} · max ${formatDuration(maxNs)}`;
}

/** Commands of the tree can be called by anybody. */
function isHotFunction(value: unknown): value is HotFunction {
  return typeof value === 'object' && value !== null && 'siteIds' in value && 'stats' in value;
}
