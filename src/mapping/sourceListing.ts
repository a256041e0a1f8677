/** Names the source files of the workspace. */
export interface SourceListing {
  /** Absolute paths of up to `limit` files that people wrote, those nearest to the workspace's top first. */
  list(limit: number): Promise<readonly string[]>;
}

/** Other people's code and what builds make. Folders that are hidden do not count either. */
export const NO_SOURCE_FOLDERS: readonly string[] = [
  'node_modules',
  'bower_components',
  'vendor',
  'dist',
  'build',
  'out',
  'target',
  'bin',
  'obj',
  'venv',
  '__pycache__',
  'site-packages',
  'coverage',
];
