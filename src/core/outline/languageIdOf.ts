const LANGUAGE_IDS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    csharp: 'cs',
    go: 'go',
    groovy: 'groovy',
    java: 'java',
    javascript: 'js mjs cjs',
    javascriptreact: 'jsx',
    kotlin: 'kt kts',
    php: 'php',
    python: 'py',
    ruby: 'rb',
    rust: 'rs',
    scala: 'scala',
    typescript: 'ts mts cts',
    typescriptreact: 'tsx',
  }).flatMap(([id, extensions]) => extensions.split(' ').map((extension) => [extension, id] as const)),
);

/** VS Code's ID of a file's language by its ending, for the languages that `functionOutline` knows. */
export function languageIdOf(path: string): string | undefined {
  return LANGUAGE_IDS.get(path.slice(path.lastIndexOf('.') + 1).toLowerCase());
}

/** VS Code's IDs of all of them. */
export const OUTLINED_LANGUAGES: readonly string[] = [...new Set(LANGUAGE_IDS.values())];
