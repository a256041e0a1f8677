const FOLDER = /(?:^|\/)(?:tests?|spec|specs|__tests__|__mocks__|testdata|fixtures|e2e|cypress)\//i;
const NAME =
  /(?:\.(?:test|spec|cy|stories)\.\w+|_test\.(?:go|py|rb|exs|cc|cpp)|_spec\.rb|(?:^|\/)(?:test_|conftest)[^/]*\.py|[a-z\d](?:Tests?|Spec|IT)\.(?:java|kt|scala|groovy|cs|php|swift))$/;

/** Whether a path below the workspace, with slashes, is that of a test: it asks for what other code does. */
export function isTestFile(relativePath: string): boolean {
  return FOLDER.test(relativePath) || NAME.test(relativePath);
}
