import * as vscode from 'vscode';

/** Files in which a project of any of these languages names what it depends on. */
const MANIFESTS =
  '**/{package.json,go.mod,pom.xml,build.gradle,build.gradle.kts,requirements.txt,pyproject.toml,Cargo.toml,composer.json,Gemfile,*.csproj,Directory.Packages.props}';
const MAX_MANIFESTS = 50;
const MAX_MANIFEST_BYTES = 512 * 1024;

/** Whether a manifest of the workspace names OpenTelemetry. */
export async function usesOpenTelemetry(): Promise<boolean> {
  const manifests = await vscode.workspace.findFiles(
    MANIFESTS,
    '**/{node_modules,vendor,target,.venv}/**',
    MAX_MANIFESTS,
  );
  for (const uri of manifests) {
    try {
      if ((await vscode.workspace.fs.stat(uri)).size > MAX_MANIFEST_BYTES) continue;
      const text = Buffer.from(await vscode.workspace.fs.readFile(uri)).toString('utf8');
      if (/opentelemetry/i.test(text)) return true;
    } catch {
      // Gone since it was found.
    }
  }
  return false;
}
