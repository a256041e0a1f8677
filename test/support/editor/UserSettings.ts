import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { editorSettings } from '../../../scripts/lib/editorSettings.mjs';

export type Settings = Readonly<Record<string, unknown>>;

const walkSettings: Settings = {
  // Settings open above the editors and leave them as they are.
  'workbench.editor.useModal': 'some',
  // The terminal's prompt is `$ ` for everyone, and its text is in the page and not in a picture.
  'terminal.integrated.gpuAcceleration': 'off',
  'terminal.integrated.shellIntegration.enabled': false,
  'terminal.integrated.defaultProfile.linux': 'plain',
  'terminal.integrated.profiles.linux': {
    plain: { path: '/bin/bash', args: ['--noprofile', '--norc'], env: { PS1: '$ ' } },
  },
};

/** The settings file of one profile. */
export class UserSettings {
  readonly file: string;

  constructor(userDataDir: string) {
    this.file = path.join(userDataDir, 'User/settings.json');
  }

  /** Changes some settings and keeps the others. A new profile begins with those that every walk wants. */
  async merge(changes: Settings): Promise<void> {
    await mkdir(path.dirname(this.file), { recursive: true });
    const kept = existsSync(this.file)
      ? (JSON.parse(await readFile(this.file, 'utf8')) as Settings)
      : { ...editorSettings, ...walkSettings };
    await writeFile(this.file, JSON.stringify({ ...kept, ...changes }, undefined, 2));
  }
}
