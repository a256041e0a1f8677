import { afterEach } from 'vitest';
import type { EditorSession } from './editorSession.ts';

/** Saves what a failing test saw, in test/results/<walk>/<test>. `session` is asked late: it may never have started. */
export function dumpOnFailure(session: () => EditorSession | undefined): void {
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') {
      await session()?.dump(task.name.replaceAll(/\W+/gu, '-'));
    }
  });
}
