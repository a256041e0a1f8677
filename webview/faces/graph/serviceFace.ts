import { selfTimes } from '../../../src/core/selfTime.ts';
import { type ServiceEdge, serviceGraph } from '../../../src/core/serviceGraph.ts';
import { iconButton } from '../../button.ts';
import { el } from '../../el.ts';
import type { Session } from '../../session.ts';
import type { Atom } from '../../store.ts';
import type { Theme } from '../../theme.ts';
import { TextFit } from '../../waterfall/textFit.ts';
import { type Face, type FaceActions, isInFront } from '../face.ts';
import { PanZoom } from './panZoom.ts';
import {
  layOutServices,
  NODE_PX,
  type PlacedEdge,
  type PlacedNode,
  type Point,
  type ServicePicture,
} from './serviceLayout.ts';
import { counted, edgeSentence, edgeWords, nodeWords } from './serviceWords.ts';
import { svgEl } from './svgEl.ts';

const NAME_PX = 170;
const REVEAL_MARGIN_PX = 60;
const TIP_PX = 8;
/** With more calls than this only those of the selected service stand out. */
const CROWDED_EDGES = 24;
const DIRECTIONS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** Which services the trace went through, and what each call between two of them cost. */
export class ServiceFace implements Face {
  readonly id = 'graph';
  readonly label = 'Services';
  readonly element: HTMLElement;
  readonly #theme: Atom<Theme>;
  readonly #actions: FaceActions;
  readonly #svg = svgEl('svg', {
    class: 'services-picture',
    role: 'group',
    'aria-label': 'Services of the trace and the calls between them',
    'data-testid': 'services',
  });
  readonly #content = svgEl('g', {});
  readonly #panZoom: PanZoom;
  readonly #measure: CanvasRenderingContext2D;
  readonly #text: TextFit;
  readonly #sentence = el('span', { class: 'dim', testid: 'services-sentence', attrs: { role: 'status' } });
  readonly #facts = el('div', { class: 'service-facts', testid: 'service-facts', attrs: { 'aria-live': 'polite' } });
  readonly #nodes = new Map<number, { readonly placed: PlacedNode; readonly element: SVGGElement }>();
  readonly #edges = new Map<ServiceEdge, SVGGElement>();
  #session: Session | undefined;
  #picture: ServicePicture | undefined;
  #edge: ServiceEdge | undefined;

  constructor(theme: Atom<Theme>, actions: FaceActions) {
    this.#theme = theme;
    this.#actions = actions;
    const context = document.createElement('canvas').getContext('2d');
    if (context === null) throw new Error('This editor cannot draw: it gives no 2D canvas.');
    this.#measure = context;
    this.#text = new TextFit(context);
    this.#svg.append(this.#content);
    this.#panZoom = new PanZoom(this.#svg, this.#content);
    this.element = el(
      'div',
      { class: 'services' },
      el(
        'div',
        { class: 'face-bar' },
        this.#sentence,
        iconButton('fitWidth', 'Show all services (0)', () => this.#panZoom.fit(), 'services-fit'),
      ),
      el('div', { class: 'face-body' }, this.#svg),
      this.#facts,
    );
    this.#svg.addEventListener('keydown', (event) => this.#key(event));
    theme.subscribe(() => this.#draw());
  }

  show(session: Session): void {
    if (session !== this.#session) {
      this.#session = session;
      this.#picture = undefined;
      session.selection.subscribe(() => {
        this.#edge = undefined;
        if (this.#mine(session)) this.#mark();
      });
      session.matches.subscribe(() => this.#mine(session) && this.#mark());
      session.loaded.subscribe(() => this.#mine(session) && this.#draw());
    }
    if (this.#picture === undefined) this.#draw();
    else this.#mark();
  }

  focus(): void {
    const selected = this.#nodes.get(this.#selectedService) ?? this.#nodes.values().next().value;
    selected?.element.focus({ preventScroll: true });
  }

  get #selectedService(): number {
    const session = this.#session;
    return session === undefined || session.selectedRow < 0 ? -1 : session.trace.columns.service[session.selectedRow]!;
  }

  #mine(session: Session): boolean {
    return this.#session === session && isInFront(this.element);
  }

  #draw(): void {
    const session = this.#session;
    if (session === undefined) return;
    const { trace } = session;
    const { count } = trace.header;
    this.#content.replaceChildren();
    this.#nodes.clear();
    this.#edges.clear();
    if (trace.loaded < count || count === 0) {
      this.#sentence.textContent =
        count === 0 ? 'This trace has no spans yet.' : `Reading ${count.toLocaleString('en')} spans…`;
      this.#facts.hidden = true;
      return;
    }
    this.#measure.font = `12px ${this.#theme.value.fontFamily}`;
    this.#text.forget();
    const picture = layOutServices(serviceGraph(trace.columns, trace.tree, selfTimes(trace.columns)), {
      nodeWidthPx: (node) =>
        28 + Math.max(this.#text.width(this.#nameOf(node.service)), this.#text.width(nodeWords(node))),
      labelWidthPx: (edge) => this.#text.width(edgeWords(edge)) + 8,
    });
    this.#picture = picture;
    const longestNs = picture.edges.reduce((longest, { edge }) => Math.max(longest, edge.totalNs), 1);
    // Lines without a label go behind those with one.
    const behindFirst = picture.edges.toSorted((a, b) => Number(a.label !== undefined) - Number(b.label !== undefined));
    for (const placed of behindFirst) this.#content.append(this.#edgeElement(placed, longestNs));
    for (const placed of picture.nodes) this.#content.append(this.#nodeElement(placed));
    this.#panZoom.resize(picture.widthPx, picture.heightPx);
    this.#sentence.textContent = sentenceOf(picture);
    this.#mark();
  }

  #nameOf(service: number): string {
    return this.#text.fit(this.#serviceName(service), NAME_PX);
  }

  #serviceName(service: number): string {
    const row = this.#session?.trace.columns.service.indexOf(service) ?? -1;
    return row < 0 ? '' : (this.#session?.trace.serviceOf(row) ?? '');
  }

  #nodeElement(placed: PlacedNode): SVGGElement {
    const { node, x, y, widthPx } = placed;
    const color = this.#theme.value.bars[this.#session!.trace.slots[node.service]!]!;
    const failed = node.errors === 0 ? '' : `, ${counted(node.errors, 'error')}`;
    const name = this.#serviceName(node.service);
    const element = svgEl(
      'g',
      {
        class: 'service-node',
        transform: `translate(${x - widthPx / 2} ${y - NODE_PX / 2})`,
        role: 'button',
        tabindex: '-1',
        'aria-label': `${name}, ${nodeWords(node)}${failed}`,
      },
      svgEl('title', {}, `${name}\n${nodeWords(node)}${failed}`),
      svgEl('rect', { class: 'box', width: widthPx, height: NODE_PX, rx: 4 }),
      svgEl('rect', { x: 1, y: 1, width: 5, height: NODE_PX - 2, rx: 2.5, fill: color }),
      svgEl('text', { x: 15, y: 18 }, this.#nameOf(node.service)),
      svgEl('text', { x: 15, y: 34, class: 'quiet' }, nodeWords(node)),
      node.errors === 0
        ? undefined
        : svgEl(
            'g',
            { transform: `translate(${widthPx} 0)` },
            svgEl('circle', { r: 9, fill: this.#theme.value.error }),
            svgEl(
              'text',
              { y: 4, 'text-anchor': 'middle', fill: this.#theme.value.background, class: 'badge' },
              short(node.errors),
            ),
          ),
    );
    element.addEventListener('click', () => this.#select(node.service));
    this.#nodes.set(node.service, { placed, element });
    return element;
  }

  #edgeElement({ edge, points, label }: PlacedEdge, longestNs: number): SVGGElement {
    const failing = edge.errors > 0;
    const element = svgEl(
      'g',
      {
        class: `service-edge${failing ? ' failing' : ''}${label === undefined ? ' plain' : ''}`,
        role: 'button',
        tabindex: '-1',
        'aria-label': `${this.#serviceName(edge.from)} calls ${this.#serviceName(edge.to)}: ${edgeSentence(edge)}`,
      },
      svgEl('path', { class: 'reach', d: curve(points) }),
      svgEl('path', { class: 'line', d: curve(points), 'stroke-width': 1.2 + 2.3 * (edge.totalNs / longestNs) }),
      svgEl('path', { class: 'tip', d: tip(points) }),
      ...(label === undefined ? [] : this.#edgeLabel(edge, label)),
    );
    element.addEventListener('click', () => this.#showEdge(edge));
    this.#edges.set(edge, element);
    return element;
  }

  #edgeLabel(edge: ServiceEdge, { x, y }: Point): readonly SVGElement[] {
    const words = edgeWords(edge);
    const width = this.#text.width(words);
    const failing = edge.errors > 0;
    const halo = { class: 'halo', x: x - width / 2 - 2, y: y - 9, width: width + 4, height: failing ? 32 : 18 };
    const text = { class: 'quiet', x, y: y + 4, 'text-anchor': 'middle' };
    const label = [svgEl('rect', halo), svgEl('text', text, words)];
    if (!failing) return label;
    const failed = `${edge.errors.toLocaleString('en')} failed`;
    return [...label, svgEl('text', { ...text, class: 'quiet failing', y: y + 18 }, failed)];
  }

  /** Selects the service's slowest span. */
  #select(service: number): void {
    const session = this.#session;
    if (session === undefined) return;
    this.#edge = undefined;
    const { columns, loaded } = session.trace;
    let slowest = -1;
    for (let row = 0; row < loaded; row++)
      if (columns.service[row] === service && (slowest < 0 || columns.durationNs[row]! > columns.durationNs[slowest]!))
        slowest = row;
    session.select(slowest);
    this.#mark();
    this.#nodes.get(service)?.element.focus({ preventScroll: true });
  }

  #showEdge(edge: ServiceEdge): void {
    this.#edge = edge;
    this.#mark();
  }

  #mark(): void {
    const session = this.#session;
    if (session === undefined || this.#picture === undefined) return;
    const { text, rows } = session.matches.value;
    const found = text === '' ? undefined : new Set(Array.from(rows, (row) => session.trace.columns.service[row]!));
    const selected = this.#selectedService;
    const first = this.#nodes.has(selected) ? selected : this.#nodes.keys().next().value;
    for (const [service, { element }] of this.#nodes) {
      element.setAttribute('aria-pressed', String(service === selected && this.#edge === undefined));
      element.setAttribute('tabindex', service === first ? '0' : '-1');
      element.classList.toggle('dimmed', found !== undefined && !found.has(service));
    }
    const crowded = this.#edges.size > CROWDED_EDGES;
    for (const [edge, element] of this.#edges) {
      element.setAttribute('aria-pressed', String(edge === this.#edge));
      const apart = crowded && this.#nodes.has(selected) && edge.from !== selected && edge.to !== selected;
      element.classList.toggle('dimmed', apart || (found !== undefined && !found.has(edge.to)));
    }
    const shown = this.#nodes.get(selected)?.placed;
    if (shown !== undefined) this.#panZoom.reveal(shown.x, shown.y, REVEAL_MARGIN_PX);
    this.#showFacts(selected);
  }

  /** The numbers of the chosen call, or all calls of the chosen service: with the keyboard they are reached here. */
  #showFacts(service: number): void {
    const picture = this.#picture!;
    const edge = this.#edge;
    const node = this.#nodes.get(service)?.placed.node;
    this.#facts.hidden = edge === undefined && node === undefined;
    if (edge !== undefined) {
      this.#facts.replaceChildren(
        el('div', {}, el('b', {}, `${this.#serviceName(edge.from)} → ${this.#serviceName(edge.to)}`)),
        el('div', { class: edge.errors > 0 ? 'failing-text' : '' }, edgeSentence(edge)),
      );
    } else if (node !== undefined) {
      const calls = picture.edges.map((each) => each.edge).filter(({ from, to }) => from === service || to === service);
      const failed = node.errors === 0 ? '' : ` · ${counted(node.errors, 'error')}`;
      this.#facts.replaceChildren(
        el('div', {}, el('b', {}, this.#serviceName(service)), ` ${nodeWords(node)}${failed}`),
        ...calls.map((call) =>
          el(
            'button',
            {
              class: `service-call${call.errors > 0 ? ' failing-text' : ''}`,
              attrs: { type: 'button' },
              on: { click: () => this.#showEdge(call) },
            },
            `${this.#serviceName(call.from)} → ${this.#serviceName(call.to)}: ${edgeSentence(call)}`,
          ),
        ),
      );
    }
  }

  #key(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const service = [...this.#nodes].find(([, { element }]) => element === document.activeElement)?.[0];
    const direction = Object.hasOwn(DIRECTIONS, event.key) ? DIRECTIONS[event.key] : undefined;
    if (direction !== undefined && service !== undefined) this.#select(this.#nearest(service, direction));
    else if (event.key === 'Enter' || event.key === ' ') {
      const edge = [...this.#edges].find(([, element]) => element === document.activeElement)?.[0];
      if (edge !== undefined) this.#showEdge(edge);
      else if (service === undefined) return;
      else if (event.key === ' ' || service !== this.#selectedService) this.#select(service);
      else this.#actions.showInWaterfall(this.#session?.selectedRow ?? -1);
    } else if (event.key === '+' || event.key === '=') this.#panZoom.zoom(1.25);
    else if (event.key === '-') this.#panZoom.zoom(0.8);
    else if (event.key === '0') this.#panZoom.fit();
    else return;
    event.preventDefault();
  }

  /** The service next in a direction: what lies off to the side counts as three times as far. */
  #nearest(service: number, [dx, dy]: readonly [number, number]): number {
    const here = this.#nodes.get(service)!.placed;
    let best = service;
    let least = Number.POSITIVE_INFINITY;
    for (const [other, { placed }] of this.#nodes) {
      const along = (placed.x - here.x) * dx + (placed.y - here.y) * dy;
      if (along < 1) continue;
      const aside = Math.abs((placed.x - here.x) * dy) + Math.abs((placed.y - here.y) * dx);
      if (along + 3 * aside < least) {
        least = along + 3 * aside;
        best = other;
      }
    }
    return best;
  }
}

function sentenceOf({ nodes, edges, hiddenNodes, hiddenEdges }: ServicePicture): string {
  if (hiddenNodes > 0)
    return `The ${nodes.length} services with the most spans; ${hiddenNodes.toLocaleString('en')} more are not drawn. The table has all.`;
  if (hiddenEdges > 0)
    return `${counted(nodes.length, 'service')}; ${hiddenEdges.toLocaleString('en')} of the rarer calls are not drawn.`;
  if (edges.length === 0)
    return nodes.length === 1
      ? 'One service made all spans of this trace: there are no calls between services.'
      : `${counted(nodes.length, 'service')}, and no calls between them.`;
  return `${counted(nodes.length, 'service')}, ${counted(edges.length, 'connection')}`;
}

function short(count: number): string {
  return count > 99 ? '99+' : String(count);
}

/** Through the points of dagre's polyline, rounded: each inner point bends a quadratic curve between the middles of its sides. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let path = `M${first.x} ${first.y}`;
  for (let i = 0; i < rest.length - 1; i++) {
    const [at, next] = [rest[i]!, rest[i + 1]!];
    const last = i === rest.length - 2;
    path += `Q${at.x} ${at.y} ${last ? next.x : (at.x + next.x) / 2} ${last ? next.y : (at.y + next.y) / 2}`;
  }
  return rest.length === 1 ? `${path}L${rest[0]!.x} ${rest[0]!.y}` : path;
}

/** An arrow head at the last point. */
function tip(points: readonly Point[]): string {
  const [before, end] = [points.at(-2), points.at(-1)];
  if (before === undefined || end === undefined) return '';
  const angle = Math.atan2(end.y - before.y, end.x - before.x);
  const at = (turn: number): string =>
    `${end.x - TIP_PX * Math.cos(angle + turn)} ${end.y - TIP_PX * Math.sin(angle + turn)}`;
  return `M${end.x} ${end.y}L${at(0.42)}L${at(-0.42)}Z`;
}
