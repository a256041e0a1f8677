import type { Page } from 'playwright-core';

/** The built-in themes a walk may ask for, with the file that names the workbench's class. */
const files = {
  'Dark 2026': '2026-dark',
  'Light 2026': '2026-light',
  'Dark Modern': 'dark_modern',
  'Light Modern': 'light_modern',
  'Default High Contrast': 'hc_black',
  'Default High Contrast Light': 'hc_light',
} as const;

export type ThemeId = keyof typeof files;

/** Resolves when the workbench wears the theme. */
export async function waitForTheme(page: Page, theme: ThemeId): Promise<void> {
  await page.locator(`.monaco-workbench.vscode-theme-defaults-themes-${files[theme]}-json`).waitFor();
}
