import './search.css';
import { registerToolkit } from '../toolkit.ts';
import { watchTheme } from '../theme.ts';
import { connectSearchHost } from './searchHost.ts';
import { SearchPage } from './searchPage.ts';

registerToolkit();
const page = new SearchPage(connectSearchHost(), watchTheme());
document.querySelector('#app')?.replaceChildren(page.element);
void page.start();
