import { DARK_MODERN } from './themeDark.ts';
import { HIGH_CONTRAST } from './themeHighContrast.ts';
import { LIGHT_MODERN } from './themeLight.ts';

/** Variable names without `--vscode-`. */
export type ThemeVariables = Readonly<Record<string, string>>;

const FONTS: ThemeVariables = {
  'font-family': "system-ui, 'Ubuntu', 'Droid Sans', 'DejaVu Sans', sans-serif",
  'font-size': '13px',
  'font-weight': 'normal',
  'editor-font-family': "'Droid Sans Mono', 'DejaVu Sans Mono', monospace",
  'editor-font-size': '14px',
  'editor-font-weight': 'normal',
};

/** The editor's own themes, as it gives them to a webview. */
export const THEMES = {
  dark: { kind: 'vscode-dark', name: 'Default Dark Modern', variables: { ...FONTS, ...DARK_MODERN } },
  light: { kind: 'vscode-light', name: 'Default Light Modern', variables: { ...FONTS, ...LIGHT_MODERN } },
  hc: { kind: 'vscode-high-contrast', name: 'Default High Contrast', variables: { ...FONTS, ...HIGH_CONTRAST } },
} as const;
