/*
 * The only import of the deprecated toolkit (docs/adr/0001). Static, from the entry module: it takes the theme over on the window's
 * `load` event, so a later import would leave its dark fallback colours in place.
 */
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeDropdown, vsCodeOption } from '@vscode/webview-ui-toolkit';

/** Registers the elements this page uses. Not the badge: its template has a style attribute, which the page's policy refuses. */
export function registerToolkit(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeDropdown(), vsCodeOption());
}
