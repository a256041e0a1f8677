import type * as vscode from 'vscode';
import { functionGroups, type FunctionGroup } from '../../latency/functionGroups.ts';
import type { DocumentFunctions } from './documentFunctions.ts';
import type { SiteIndex } from './siteIndex.ts';

/** The functions of a document that spans are of. */
export class InstrumentedFunctions {
  readonly #sites: SiteIndex;
  readonly #functions: DocumentFunctions;

  constructor(sites: SiteIndex, functions: DocumentFunctions) {
    this.#sites = sites;
    this.#functions = functions;
  }

  /** In order of their lines; none costs nothing. */
  async of(document: vscode.TextDocument): Promise<readonly FunctionGroup[]> {
    const sites = this.#sites.sitesIn(document.uri);
    return sites.length === 0 ? [] : functionGroups(sites, await this.#functions.of(document));
  }

  /** The one whose name or first line is on this line. */
  async at(document: vscode.TextDocument, line: number): Promise<FunctionGroup | undefined> {
    return (await this.of(document)).find((group) => group.line === line);
  }
}
