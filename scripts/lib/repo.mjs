import path from 'node:path';

/** The repository's root folder. */
export const repo = path.resolve(import.meta.dirname, '../..');
