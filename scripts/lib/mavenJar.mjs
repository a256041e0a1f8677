import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { onPath } from './onPath.mjs';
import { Refusal } from './Refusal.mjs';
import { runQuietly } from './runQuietly.mjs';

/** Maven's default version of it depends on the Maven that there is. */
const plugin = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1';

/**
 * Copies a runnable jar from Maven's repository into a folder.
 * @param {{ readonly artifact: string, readonly sha256: string, readonly folder: string, readonly file: string }} options
 *   `artifact`: group:name:version:type:classifier; `file`: the name it arrives under
 * @throws {Refusal} if a tool is missing, or what arrives is not what was pinned
 */
export async function mavenJar({ artifact, sha256, folder, file }) {
  const missing = ['java', 'mvn'].filter((tool) => onPath(tool) === undefined);
  if (missing.length > 0) {
    throw new Refusal(`There is no ${missing.join(' and no ')} on the PATH. Install Java 17 or later, and Maven.`);
  }
  const goal = [`${plugin}:copy`, `-Dartifact=${artifact}`, `-DoutputDirectory=${folder}`];
  // In that folder no pom.xml is found that would be read as a project.
  await runQuietly('mvn', ['--batch-mode', '--no-transfer-progress', ...goal], folder);
  const found = createHash('sha256')
    .update(await readFile(path.join(folder, file)))
    .digest('hex');
  if (found !== sha256) {
    throw new Refusal(`${artifact} has the SHA-256 ${found}; the pin says ${sha256}.`);
  }
}
