import type { TraceId } from '../../src/core/ids.ts';
import { MAX_INBOUND_LINKS, type SpanRef } from '../../src/core/protocol.ts';
import type { SpanDetail, SpanLink } from '../../src/core/span.ts';
import type { Copy } from '../copyable.ts';
import { iconButton } from '../button.ts';
import { el } from '../el.ts';
import { icon } from '../icons.ts';
import { REPAIR_SENTENCES } from '../repairWords.ts';
import { visibleText } from '../../src/core/visibleText.ts';
import { eventRows } from './events.ts';
import { factRows } from './facts.ts';
import { section } from './section.ts';
import { attributeRow, valueRow } from './valueRow.ts';

interface SpanViewParts {
  readonly detail: SpanDetail;
  readonly traceDurationNs: number;
  /** By how much the waterfall shows the span shifted. */
  readonly clockDeltaNs: number;
  /** Takes the colour of the service. */
  readonly mark: HTMLElement;
  readonly location: HTMLElement;
  readonly copy: Copy;
  readonly copyJson: () => void;
  readonly openLink: (link: number) => void;
}

/** All of one span. */
export function spanView(parts: SpanViewParts): HTMLElement {
  const { detail, copy } = parts;
  const { attributes, events, links, resource, scope, repairs } = detail;
  const scopeRows = [
    ...(scope.name === '' ? [] : [valueRow('name', scope.name, copy)]),
    ...(scope.version === '' ? [] : [valueRow('version', scope.version, copy)]),
    ...scope.attributes.map((attribute) => attributeRow(attribute, copy)),
  ];
  return el(
    'div',
    { class: 'span-view' },
    headOf(parts),
    parts.location,
    repairs.length === 0
      ? undefined
      : el(
          'ul',
          { class: 'repairs' },
          ...repairs.map((repair) => el('li', {}, icon('warning'), el('span', {}, REPAIR_SENTENCES[repair]))),
        ),
    section('Span', undefined, factRows(detail, parts.traceDurationNs, parts.clockDeltaNs, copy)),
    section(
      'Attributes',
      attributes.length,
      attributes.map((attribute) => attributeRow(attribute, copy)),
    ),
    section('Events', events.length, eventRows(events, detail.startNs, copy)),
    section(
      'Links',
      links.length,
      links.map((link, index) => linkRow(link, copy, () => parts.openLink(index))),
    ),
    section(
      'Resource',
      resource.length,
      resource.map((attribute) => attributeRow(attribute, copy)),
    ),
    section('Scope', undefined, scopeRows),
  );
}

function headOf({ detail, mark, copyJson }: SpanViewParts): HTMLElement {
  return el(
    'div',
    { class: 'span-head' },
    el(
      'div',
      { class: 'span-title' },
      el('h2', { class: 'span-name', testid: 'span-name' }, visibleText(detail.name.slice(0, 2000)) || '(unnamed)'),
      el('div', { class: 'span-service' }, mark, el('span', {}, visibleText(detail.service))),
    ),
    iconButton('copy', 'Copy the span as JSON', copyJson, 'copy-span'),
  );
}

/** The spans that link to this one: what other traces, or other parts of this one, came of it. */
export function inboundSection(
  links: readonly SpanRef[],
  traceId: TraceId,
  copy: Copy,
  open: (index: number) => void,
): HTMLElement | undefined {
  const rows = links.map((link, index) =>
    el(
      'div',
      { class: 'link' },
      valueRow('trace ID', link.traceId === traceId ? `${link.traceId} (this trace)` : link.traceId, copy, 'mono'),
      valueRow('span ID', link.spanId, copy, 'mono'),
      el(
        'vscode-button',
        { attrs: { appearance: 'secondary' }, on: { click: () => open(index) } },
        link.traceId === traceId ? 'Go to span' : 'Open trace',
      ),
    ),
  );
  const count = links.length === MAX_INBOUND_LINKS ? undefined : links.length;
  return section(
    links.length === MAX_INBOUND_LINKS ? `Linked from (the first ${links.length})` : 'Linked from',
    count,
    rows,
  );
}

function linkRow(link: SpanLink, copy: Copy, open: () => void): HTMLElement {
  return el(
    'div',
    { class: 'link' },
    valueRow('trace ID', link.traceId, copy, 'mono'),
    valueRow('span ID', link.spanId, copy, 'mono'),
    ...link.attributes.map((attribute) => attributeRow(attribute, copy)),
    el('vscode-button', { attrs: { appearance: 'secondary' }, on: { click: open } }, 'Open trace'),
  );
}
