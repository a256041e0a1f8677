import type { Session } from '../session.ts';

export const FACE_IDS = ['waterfall', 'flame', 'table', 'graph'] as const;
export type FaceId = (typeof FACE_IDS)[number];

export function isFaceId(value: unknown): value is FaceId {
  return FACE_IDS.some((id) => id === value);
}

/** One way to look at the trace. All share the session: its selection and its matches. */
export interface Face {
  readonly id: FaceId;
  readonly label: string;
  readonly element: HTMLElement;
  /** Shows the session, and all that became of it while another face was in front. */
  show(session: Session): void;
  focus(): void;
}

/** What a face asks of the page around it. */
export interface FaceActions {
  /** Selects the row and goes to it in the waterfall. */
  readonly showInWaterfall: (row: number) => void;
  readonly focusSearch: () => void;
  /** Shows what the keys do. */
  readonly help: () => void;
  /** Escape with nothing left in the face to leave. */
  readonly escape: () => void;
}

/** Set on the element of a face that is behind another one. */
export const AWAY = 'away';

export function isInFront(face: HTMLElement): boolean {
  return !face.classList.contains(AWAY);
}
