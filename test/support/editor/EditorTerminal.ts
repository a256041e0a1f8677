import type { Page } from 'playwright-core';
import { eventually } from '../eventually.ts';
import { runCommand } from './runCommand.ts';

/** The integrated terminal, drawn as page text (`terminal.integrated.gpuAcceleration: off`). */
export class EditorTerminal {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Types a line and Enter, in a new terminal if none is showing. Does not wait for the command's end. */
  async run(line: string): Promise<void> {
    const input = this.#page.locator('.terminal-wrapper.active .xterm-helper-textarea');
    if ((await input.count()) === 0) {
      await runCommand(this.#page, 'Terminal: Create New Terminal');
      await eventually('the prompt of the terminal', async () =>
        (await this.text()).includes('$') ? true : undefined,
      );
    }
    await input.focus();
    await this.#page.keyboard.type(line);
    await this.#page.keyboard.press('Enter');
  }

  /** What the visible terminal shows, one line a row; a line longer than the terminal takes several rows. */
  async text(): Promise<string> {
    const rows = await this.#page.locator('.terminal-wrapper.active .xterm-rows > div').allInnerTexts();
    // The terminal pads with no-break spaces.
    return rows.join('\n').replaceAll('\u00A0', ' ').trimEnd();
  }

  /** Follows a link as a user does: Ctrl+click on its last occurrence, once the terminal has recognised it as one. */
  async follow(linkText: string): Promise<void> {
    const { x, y } = await eventually(`"${linkText}" in the terminal`, () => this.#place(linkText));
    const { keyboard, mouse } = this.#page;
    // Links are looked up when the pointer comes to rest; the underline says that one was found.
    await mouse.move(x + 1, y);
    await mouse.move(x, y);
    await this.#page.locator('.terminal-wrapper.active .xterm-rows span[style*="underline"]').first().waitFor();
    await keyboard.down('Control');
    try {
      await mouse.move(x + 1, y);
      await this.#page.locator('.terminal-wrapper.active .xterm-cursor-pointer').waitFor();
      await mouse.click(x + 1, y);
    } finally {
      await keyboard.up('Control');
    }
  }

  /** The middle of the text, in pixels of the page; undefined while it is not on the screen in one row. */
  async #place(text: string): Promise<{ readonly x: number; readonly y: number } | undefined> {
    const row = this.#page.locator('.terminal-wrapper.active .xterm-rows > div').filter({ hasText: text }).last();
    if ((await row.count()) === 0) {
      return undefined;
    }
    return row.evaluate((element, wanted) => {
      const start = element.textContent.lastIndexOf(wanted);
      const middle = start + Math.floor(wanted.length / 2);
      const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
      let passed = 0;
      for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
        const length = node.textContent?.length ?? 0;
        if (middle < passed + length) {
          const range = document.createRange();
          range.setStart(node, middle - passed);
          range.setEnd(node, middle - passed + 1);
          const box = range.getBoundingClientRect();
          return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
        }
        passed += length;
      }
      return undefined;
    }, text);
  }
}
