import { readFileSync } from 'node:fs';
import path from 'node:path';
import { goBuild } from './goBuild.mjs';
import { mavenJar } from './mavenJar.mjs';
import { repo } from './repo.mjs';

/**
 * @typedef {'jaeger' | 'collector' | 'zipkin' | 'prometheus' | 'victoriaTraces'} ServerName
 *
 * @typedef {object} ServerRecipe
 * @property {ServerName} name
 * @property {string} title
 * @property {string} version
 * @property {string} file what gets started, relative to the server's folder in the cache
 * @property {readonly string[]} pins everything that decides what is built; a change installs anew
 * @property {(folder: string) => Promise<void>} install puts `file` into the folder
 * @property {undefined} [unavailable]
 *
 * @typedef {object} MissingServer one that cannot be had anywhere
 * @property {ServerName} name
 * @property {string} title
 * @property {string} unavailable why, as a sentence
 */

/** Jaeger's Go module goes on with v1 tags, each the twin of a v2 release; go.mod pins this one as v1.76.0. */
const jaegerVersion = '2.13.0';
/** The release line of all the components that its go.mod names. */
const collectorVersion = '0.148.0';
/** Prometheus 3.16.0 is the Go module's v0.316.0. */
const prometheusVersion = '3.16.0';
const zipkinVersion = '3.6.1';

/** @type {readonly (ServerRecipe | MissingServer)[]} */
export const serverRecipes = [
  goServer({
    name: 'jaeger',
    title: 'Jaeger',
    version: jaegerVersion,
    main: 'github.com/jaegertracing/jaeger/cmd/jaeger',
    stamp: `github.com/jaegertracing/jaeger/internal/version.latestVersion=v${jaegerVersion}`,
  }),
  goServer({ name: 'collector', title: 'OpenTelemetry Collector', version: collectorVersion, main: '.' }),
  goServer({
    name: 'prometheus',
    title: 'Prometheus',
    version: prometheusVersion,
    main: 'github.com/prometheus/prometheus/cmd/prometheus',
    // The clients of two dozen clouds would take longer to compile than the rest; scraping needs none.
    tags: ['remove_all_sd'],
    stamp: `github.com/prometheus/common/version.Version=${prometheusVersion}`,
  }),
  zipkin(),
  {
    name: 'victoriaTraces',
    title: 'VictoriaTraces',
    unavailable:
      'The Go module proxy refuses github.com/VictoriaMetrics/VictoriaTraces ("403 Forbidden: This module version is ' +
      'not available"), and neither Debian nor npm nor PyPI has it.',
  },
];

/**
 * A server whose Go module has a folder of its own in `test/backends/servers`: with one for all, each would get
 * dependencies that its authors never tried.
 * @param {{
 *   readonly name: ServerName,
 *   readonly title: string,
 *   readonly version: string,
 *   readonly main: string,
 *   readonly stamp?: string,
 *   readonly tags?: readonly string[],
 * }} options `stamp`: the variable that holds the version, and the version, for the linker
 * @returns {ServerRecipe}
 */
function goServer({ name, title, version, main, stamp, tags = [] }) {
  const source = path.join(repo, 'test/backends/servers', name);
  const files = ['go.mod', 'go.sum', ...(main === '.' ? ['main.go'] : [])];
  return {
    name,
    title,
    version,
    file: name,
    pins: [main, stamp ?? '', ...tags, ...files.map((file) => readFileSync(path.join(source, file), 'utf8'))],
    install: (folder) => goBuild({ source, main, tags, stamp, output: path.join(folder, name) }),
  };
}

/** @returns {ServerRecipe} */
function zipkin() {
  const jar = {
    artifact: `io.zipkin:zipkin-server:${zipkinVersion}:jar:exec`,
    sha256: 'd8326e0ed4f43855dba81228f688554706e52578a7c782d9a90b73f8680654a1',
  };
  const file = `zipkin-server-${zipkinVersion}-exec.jar`;
  return {
    name: 'zipkin',
    title: 'Zipkin',
    version: zipkinVersion,
    file,
    pins: [jar.artifact, jar.sha256],
    install: (folder) => mavenJar({ ...jar, folder, file }),
  };
}
