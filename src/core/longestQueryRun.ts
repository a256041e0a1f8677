/** Fewer say too little: `SELECT * FROM`. */
const MIN_CHARS = 15;
const MAX_CHARS = 200;
/** Statements are as long as their senders like; code is found by its start. */
const MAX_LOOKED_AT = 20_000;
/** Placeholders of all kinds, and values, which the code may have had placeholders for. `::text` is a cast. */
const PLACEHOLDER =
  /'[^']*'|\$\d+|\?\d*|(?<![:\w]):[A-Za-z_]\w*|%\(\w+\)s|%[sd]|@\w+|\{[^{}]*\}|(?<![\w."`])\d+(?:\.\d+)?(?![\w"`])/g;

/** The longest part of a statement between its parameters, white space folded; `undefined` when that says too little. */
export function longestQueryRun(statement: string): string | undefined {
  const runs = statement.slice(0, MAX_LOOKED_AT).replaceAll(/\s+/g, ' ').split(PLACEHOLDER);
  let longest = '';
  for (const run of runs) {
    const text = run.trim();
    if (text.length > longest.length) longest = text;
  }
  if (longest.length > MAX_CHARS) longest = longest.slice(0, longest.lastIndexOf(' ', MAX_CHARS));
  return longest.length >= MIN_CHARS && longest.includes(' ') ? longest : undefined;
}
