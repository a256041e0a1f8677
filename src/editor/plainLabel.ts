import { visibleText } from '../core/visibleText.ts';

/** Foreign text where VS Code draws `$(name)` as an icon (labels of quick picks, lenses, the status bar): as it is written. */
export function plainLabel(text: string): string {
  return visibleText(text).replaceAll('$(', '\\$(');
}
