import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { repo } from './repo.mjs';

/**
 * @typedef {{ readonly title: string, readonly version: string, readonly file: string }} InstalledServer `file`: what
 *   gets started, a full path
 * @typedef {{ readonly title: string, readonly unavailable: string }} UnavailableServer `unavailable`: why, as a
 *   sentence or an error
 * @typedef {Readonly<Partial<Record<import('./serverRecipes.mjs').ServerName, InstalledServer | UnavailableServer>>>} ServerRecord
 */

const file = path.join(repo, '.cache/servers.json');

/**
 * What the last `ensureServers` of this checkout found; nothing before the first.
 * @returns {ServerRecord}
 */
export function readServerRecord() {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/**
 * @param {ServerRecord} record
 */
export function writeServerRecord(record) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(record, undefined, 2));
}
