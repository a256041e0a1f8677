import { expect } from 'vitest';
import type { EditorSession } from '../editorSession.ts';

/** VS Code's own file dialog puts a path of its own into the box when it has looked at the folder: what was typed has to stand a while. */
export async function answerFileDialog(session: EditorSession, file: string): Promise<void> {
  const dialog = session.quickInputWidget();
  const box = dialog.locator('input').first();
  await dialog.getByText('..', { exact: true }).waitFor();
  await expect
    .poll(
      async () => {
        if (!(await dialog.isVisible())) return 'closed';
        const typed = await box.inputValue({ timeout: 1000 }).catch(() => undefined);
        if (typed === file) await session.page.keyboard.press('Enter');
        else if (typed !== undefined) await box.fill(file, { timeout: 1000 }).catch(() => undefined);
        return 'open';
      },
      { interval: 700, timeout: 20_000 },
    )
    .toBe('closed');
}
