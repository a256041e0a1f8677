import type {
  ExportFormat,
  FindResult,
  GroupResult,
  LocationView,
  SkewResult,
  SpanRef,
  ViewStart,
} from '../core/protocol.ts';
import type { SpanDetail } from '../core/span.ts';
import type { SpanLog } from '../core/spanLog.ts';
import type { SpanTextForm } from '../core/spanText.ts';

/**
 * What a waterfall shows, whoever has it: a trace in the parser worker and the editor around it, or a file behind the browser door.
 * Parameters are checked before they come here; failures are Problems, their messages reach the user.
 */
export interface WaterfallSource {
  /** Resolves when the trace is there. */
  start(): Promise<ViewStart>;
  /** Rows [from, to) packed by `packRows`. */
  rows(from: number, to: number): Promise<ArrayBuffer>;
  detail(row: number): Promise<SpanDetail>;
  /** Events of rows [from, to) packed by `packMarks`. */
  marks(from: number, to: number): Promise<ArrayBuffer>;
  /** `reveal` also shows the place beside the waterfall, without focus. */
  location(row: number, reveal: boolean): Promise<LocationView>;
  openSource(row: number): Promise<LocationView>;
  /** Lets the user say where the span's code is. */
  correctLocation(row: number): Promise<LocationView>;
  find(text: string): Promise<FindResult>;
  groupBy(key: string): Promise<GroupResult>;
  openLink(row: number, link: number): Promise<void>;
  linkedFrom(row: number): Promise<readonly SpanRef[]>;
  openInboundLink(row: number, index: number): Promise<void>;
  skew(): Promise<SkewResult>;
  logs(row: number): Promise<readonly SpanLog[]>;
  copy(text: string): Promise<void>;
  copySpan(row: number, as: SpanTextForm): Promise<string>;
  exportTrace(format: ExportFormat, mask: boolean): Promise<void>;
  /** The SVG has passed `isPlainSvg`. */
  exportPicture(svg: string): Promise<void>;
  /** The same trace with more spans. The shape of a `vscode.Event`. */
  readonly onReplaced: (listener: (start: ViewStart) => void) => { dispose(): void };
}
