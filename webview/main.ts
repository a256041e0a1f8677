import './styles.css';
import { registerToolkit } from './toolkit.ts';
import { App } from './app.ts';
import { connectHost } from './host.ts';
import { watchTheme } from './theme.ts';

let marked = false;

/** Marks, once, that the first rows are on the screen: after the frame in which they were drawn. */
function markFirstRows(): void {
  if (marked) return;
  marked = true;
  setTimeout(() => performance.mark('first-rows'));
}

registerToolkit();
const app = new App(connectHost(), watchTheme(), markFirstRows);
document.querySelector('#app')?.replaceChildren(app.element);
void app.start();
