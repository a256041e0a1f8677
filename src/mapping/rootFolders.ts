import { classifyPath, isAbsolute, type AbsolutePath } from '../core/paths.ts';
import type { FileAccess } from './fileAccess.ts';

/** The workspace folders as paths to reason about. */
export function rootFolders(files: FileAccess): readonly AbsolutePath[] {
  return files
    .roots()
    .map((root) => classifyPath(root.path))
    .filter(isAbsolute);
}
