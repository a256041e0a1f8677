/** Languages by their SDK: what shares one, a span cannot tell apart. */
export type SourceLanguage =
  | 'javascript'
  | 'python'
  | 'go'
  | 'jvm'
  | 'dotnet'
  | 'php'
  | 'ruby'
  | 'rust'
  | 'cpp'
  | 'swift'
  | 'elixir'
  /** Of no SDK: statements that code reads from files. */
  | 'sql';

const EXTENSIONS: ReadonlyMap<string, SourceLanguage> = new Map(
  Object.entries({
    javascript: 'ts tsx js jsx mjs cjs mts cts',
    python: 'py',
    go: 'go',
    jvm: 'java kt kts scala groovy',
    dotnet: 'cs fs',
    php: 'php',
    ruby: 'rb ru rake',
    rust: 'rs',
    cpp: 'c cc cpp cxx h hh hpp',
    swift: 'swift',
    elixir: 'ex exs',
    sql: 'sql',
  } satisfies Record<SourceLanguage, string>).flatMap(([language, extensions]) =>
    extensions.split(' ').map((extension) => [extension, language as SourceLanguage] as const),
  ),
);

/** The values of `telemetry.sdk.language`. */
const SDK_LANGUAGES: ReadonlyMap<string, SourceLanguage> = new Map([
  ['nodejs', 'javascript'],
  ['webjs', 'javascript'],
  ['python', 'python'],
  ['go', 'go'],
  ['java', 'jvm'],
  ['kotlin', 'jvm'],
  ['dotnet', 'dotnet'],
  ['php', 'php'],
  ['ruby', 'ruby'],
  ['rust', 'rust'],
  ['cpp', 'cpp'],
  ['swift', 'swift'],
  ['erlang', 'elixir'],
]);

/** Written by tools or without code: declarations, stubs of RPC services, what a minifier left. */
const MADE_BY_TOOLS =
  /\.d\.[cm]?ts$|\.min\.[cm]?js$|\.pb\.(?:go|cc|h)$|_pb2(?:_grpc)?\.py$|_pb\.[jt]s$|_pb\.rb$|Grpc\.(?:java|cs)$|\.g\.cs$|\.(?:generated|designer)\.\w+$/i;

/** By the file's ending; `undefined` for what no person wrote as source code. */
export function sourceLanguageOf(path: string): SourceLanguage | undefined {
  const language = EXTENSIONS.get(path.slice(path.lastIndexOf('.') + 1).toLowerCase());
  return language === undefined || MADE_BY_TOOLS.test(path) ? undefined : language;
}

/** Of a `telemetry.sdk.language`; `undefined` for one that says nothing about files. */
export function sdkLanguage(value: string): SourceLanguage | undefined {
  return SDK_LANGUAGES.get(value);
}

/** Without the dot. */
export const SOURCE_EXTENSIONS: readonly string[] = [...EXTENSIONS.keys()];
