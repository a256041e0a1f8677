import path from 'node:path';
import type { FrameLocator, Locator, Page } from 'playwright-core';
import { layOutExtension } from '../../scripts/lib/layOutExtension.mjs';
import { repo } from '../../scripts/lib/repo.mjs';
import { startCodeServer } from '../../scripts/lib/startCodeServer.mjs';
import { eventually } from './eventually.ts';
import { countReadyExtensionHosts } from './editor/countReadyExtensionHosts.ts';
import { dumpEditor } from './editor/dumpEditor.ts';
import { createEditorProfile, type EditorProfile } from './editor/editorProfile.ts';
import { EditorTerminal } from './editor/EditorTerminal.ts';
import { findWebview } from './editor/findWebview.ts';
import { launchChromium, type Viewport } from './editor/launchChromium.ts';
import { openFile, openTab } from './editor/openFile.ts';
import { quickInputBox } from './editor/quickInputBox.ts';
import { quickInputRow } from './editor/quickInputRow.ts';
import { readCursor, type Cursor } from './editor/readCursor.ts';
import { reloadSettings } from './editor/reloadSettings.ts';
import { runCommand } from './editor/runCommand.ts';
import { treeRows } from './editor/treeRows.ts';
import { treeTexts } from './editor/treeTexts.ts';
import { UserSettings, type Settings } from './editor/UserSettings.ts';
import { waitForTheme, type ThemeId } from './editor/waitForTheme.ts';

export interface EditorOptions {
  /** The walk's name: its folder in test/results. */
  readonly name: string;
  /** The folder to open. */
  readonly workspace: string;
  /** The folder of the built extension to install; this repository unless told. */
  readonly extension?: string;
  /** User settings above those of every walk, such as the receiver's port. */
  readonly settings?: Settings;
  readonly theme?: ThemeId;
  /** `restricted`: workspace trust is on and nobody has trusted the folder yet (and VS Code does not ask). */
  readonly trust?: 'trusted' | 'restricted';
  readonly viewport?: Viewport;
  /** A profile to use (again); the caller removes it. Without one the session has its own and removes it. */
  readonly profile?: EditorProfile;
}

/** One window of a real VS Code, driven through what a user sees. */
export interface EditorSession {
  readonly page: Page;
  readonly port: number;
  readonly userDataDir: string;
  /** By its title in the command palette, category included. Does not wait for what the command does. */
  runCommand(title: string): Promise<void>;
  /** Fills the open input box or quick pick and presses Enter. */
  quickInput(text: string): Promise<void>;
  /** Picks the row of the open quick pick with exactly this label. */
  pick(label: string): Promise<void>;
  /** The open quick input, to read its prompt, its message or its rows (`.monaco-list-row`). */
  quickInputWidget(): Locator;
  webviewFrame(titlePart: string): Promise<FrameLocator>;
  /** A path relative to the workspace, with `:line` or `:line:column` behind it if wanted. */
  openFile(relPath: string): Promise<void>;
  /** The same for a file whose editor is not one for text. */
  openTab(relPath: string): Promise<void>;
  activeEditorTitle(): Promise<string | undefined>;
  /** Of the active text editor; undefined while a webview has the focus. */
  cursor(): Promise<Cursor | undefined>;
  /** The highlighted line of a file's editor, counted from 1, whether or not that editor has the focus. */
  lineShown(fileName: string): Promise<number | undefined>;
  /** The texts of the notifications on screen. Those without buttons go by themselves after some seconds. */
  notifications(): Promise<readonly string[]>;
  statusBar(textPart: string): Locator;
  /** The rows of a tree view, by the view's name: those in sight, VS Code draws no others. */
  treeRows(viewTitle: string): Locator;
  /** The same rows as text: label, a space, description. */
  treeTexts(viewTitle: string): Promise<readonly string[]>;
  /** Types a line and Enter in the integrated terminal, opened if need be. Does not wait for the command's end. */
  terminal(line: string): Promise<void>;
  /** What the terminal shows; a line longer than the terminal takes several rows. */
  terminalText(): Promise<string>;
  /** Ctrl+click on the last occurrence of a link in the terminal, once VS Code has recognised it as one. */
  followTerminalLink(linkText: string): Promise<void>;
  setTheme(theme: ThemeId): Promise<void>;
  /** Changes user settings while VS Code runs. */
  changeSettings(changes: Settings): Promise<void>;
  /** Reloads the window and waits for its new extension host. */
  reload(): Promise<void>;
  /** A PNG for the README (docs/images), or else in the walk's folder in test/results. */
  screenshot(name: string, place?: 'readme' | 'results'): Promise<void>;
  /** Saves picture, console and logs in the walk's folder in test/results, under `occasion`. */
  dump(occasion: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts code-server and Chromium with the built extension installed; resolves when its extension host is ready.
 * @throws Error if that takes too long, with the evidence in test/results/<name>/start
 */
export async function startEditor(options: EditorOptions): Promise<EditorSession> {
  const profile = options.profile ?? (await createEditorProfile());
  const { port, userDataDir, extensionsDir, browserDir } = profile;
  const { workspace, theme = 'Dark Modern', trust = 'trusted', viewport = { width: 1440, height: 900 } } = options;
  const results = path.join(repo, 'test/results', options.name);
  const settings = new UserSettings(userDataDir);
  await settings.merge({
    'workbench.colorTheme': theme,
    'security.workspace.trust.enabled': trust === 'restricted',
    'security.workspace.trust.startupPrompt': 'never',
    ...options.settings,
  });
  layOutExtension(extensionsDir, options.extension);
  const readyHosts = () => countReadyExtensionHosts(userDataDir);
  const hostsBefore = await readyHosts();

  const server = await startCodeServer({ port, userDataDir, extensionsDir, folder: workspace });
  const browser = await launchChromium(browserDir, viewport).catch(async (error: unknown) => {
    await server.stop();
    throw error;
  });
  const page = browser.pages()[0] ?? (await browser.newPage());
  const terminal = new EditorTerminal(page);
  const consoleLines: string[] = [];
  page.on('console', (message) => consoleLines.push(`${message.type()}: ${message.text()}`));

  const untilHostAfter = async (before: number) => {
    await eventually('the extension host', async () => ((await readyHosts()) > before ? true : undefined), 60_000);
    await page.locator('.monaco-workbench .statusbar-item').first().waitFor();
  };
  const changeSettings = async (changes: Settings) => {
    await settings.merge(changes);
    await reloadSettings(page, settings.file);
  };
  const session: EditorSession = {
    page,
    port,
    userDataDir,
    runCommand: (title) => runCommand(page, title),
    quickInput: async (text) => {
      await quickInputBox(page).fill(text);
      await page.keyboard.press('Enter');
    },
    pick: (label) => quickInputRow(page, label).click(),
    quickInputWidget: () => page.locator('.quick-input-widget:visible'),
    webviewFrame: (titlePart) => findWebview(page, titlePart),
    openFile: (relPath) => openFile(page, path.join(workspace, relPath)),
    openTab: (relPath) => openTab(page, path.join(workspace, relPath)),
    activeEditorTitle: async () => {
      const title = page.locator('.editor-group-container.active .tab.active').locator('.label-name, .label-suffix');
      return (await title.allInnerTexts()).join('') || undefined;
    },
    cursor: () => readCursor(page),
    lineShown: async (fileName) => {
      const editor = page.locator(`.editor-instance .monaco-editor[data-uri$="/${fileName}"]`);
      const numbers = await editor.locator('.line-numbers.active-line-number').allInnerTexts();
      return numbers[0] === undefined ? undefined : Number(numbers[0]);
    },
    notifications: () => page.locator('.notifications-toasts .notification-list-item-message').allInnerTexts(),
    statusBar: (textPart) => page.locator('.statusbar-item').filter({ hasText: textPart }),
    treeRows: (viewTitle) => treeRows(page, viewTitle),
    treeTexts: (viewTitle) => treeTexts(page, viewTitle),
    terminal: (line) => terminal.run(line),
    terminalText: () => terminal.text(),
    followTerminalLink: (linkText) => terminal.follow(linkText),
    setTheme: async (wanted) => {
      await changeSettings({ 'workbench.colorTheme': wanted });
      await waitForTheme(page, wanted);
    },
    changeSettings,
    reload: async () => {
      const before = await readyHosts();
      await runCommand(page, 'Developer: Reload Window');
      await untilHostAfter(before);
    },
    screenshot: async (name, place = 'results') => {
      const folder = place === 'readme' ? path.join(repo, 'docs/images') : results;
      await page.screenshot({ path: path.join(folder, `${name}.png`) });
    },
    dump: (occasion) => dumpEditor({ page, userDataDir, consoleLines }, path.join(results, occasion)),
    close: async () => {
      // Leaving the page first is how a user closes the tab: VS Code saves its state and ends its extension host.
      await page.goto('about:blank', { timeout: 5000 }).catch(() => undefined);
      await browser.close();
      await server.stop();
      if (options.profile === undefined) {
        await profile.remove();
      }
    },
  };
  try {
    await page.goto(`http://127.0.0.1:${port}/`);
    await untilHostAfter(hostsBefore);
    await waitForTheme(page, theme);
  } catch (error) {
    await session.dump('start');
    await session.close();
    throw error;
  }
  return session;
}
