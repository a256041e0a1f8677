import { spawn } from 'node:child_process';
import { mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureEditor } from './ensureEditor.mjs';
import { ensureRoot } from './ensureRoot.mjs';
import { ensureShop } from './ensureShop.mjs';
import { door } from './lib/door.mjs';
import { environment } from './lib/environment.mjs';
import { freePort } from './lib/freePort.mjs';
import { onPath } from './lib/onPath.mjs';
import { openInBrowser } from './lib/openInBrowser.mjs';
import { Refusal } from './lib/Refusal.mjs';
import { repo } from './lib/repo.mjs';
import { run } from './lib/run.mjs';
import { say } from './lib/say.mjs';
import { stopGroup } from './lib/stopGroup.mjs';
import { untilStopped } from './lib/untilStopped.mjs';

/** The browser keeps layout and state by address, so the same port is tried first every time. */
const usualPort = 4750;
const shop = path.join(repo, 'test/shop');
const shopLog = path.join(repo, '.cache/start/shop.log');

/** `npm start`: VS Code with the extension and the sample shop's traces flowing into it. */
async function start() {
  const flags = parseFlags();
  // Inside a VS Code terminal `code` only talks to that window and cannot load an extension under development.
  const hasDesktop =
    flags.port === undefined && !('VSCODE_IPC_HOOK_CLI' in process.env) && onPath('code') !== undefined;
  await ensureRoot();
  if (!hasDesktop) {
    await ensureEditor();
  }
  await ensureShop();
  await run('npm', ['run', '--silent', 'build']);

  const ending = untilStopped();
  const editor = hasDesktop ? await openDesktop() : await openInBrowser(await choosePort(flags.port), shop);
  const traffic = flags.traffic ? startTraffic() : undefined;
  if (traffic !== undefined) {
    say(`The shop sends traces to port 4318; its log is ${path.relative(repo, shopLog)}.`);
  }
  say(editor.sentence);
  try {
    await Promise.race([ending, editor.ended]);
  } finally {
    await Promise.all([editor.stop(), traffic && stopGroup(traffic)]);
  }
}

function parseFlags() {
  try {
    const { values } = parseArgs({ options: { port: { type: 'string' }, 'no-traffic': { type: 'boolean' } } });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
      throw new Error(`--port ${values.port} is no port number`);
    }
    return { port, traffic: values['no-traffic'] !== true };
  } catch (error) {
    throw new Refusal(
      `${error instanceof Error ? error.message : String(error)}. Usage: npm start -- [--port N] [--no-traffic]`,
    );
  }
}

async function openDesktop() {
  await run('code', [`--extensionDevelopmentPath=${repo}`, shop]);
  return {
    sentence: 'Desktop VS Code is opening with Spanline. Ctrl+C here stops the traffic.',
    /** @type {Promise<void>} `code` returns at once; the window's life is its own. */
    ended: new Promise(() => {}),
    stop: async () => {},
  };
}

function startTraffic() {
  // A few lines a second would push the address out of sight.
  mkdirSync(path.dirname(shopLog), { recursive: true });
  const log = openSync(shopLog, 'w');
  const env = environment();
  return spawn('node', ['shop.mjs', 'traffic'], { cwd: shop, env, stdio: ['ignore', log, log], detached: true });
}

/**
 * @param {number | undefined} wanted
 * @throws {Refusal} if somebody else has it
 */
async function choosePort(wanted) {
  const port = await freePort(wanted ?? usualPort);
  if (wanted !== undefined && port !== wanted) {
    throw new Refusal(`Port ${wanted} is taken. Choose another, or leave --port out.`);
  }
  return port;
}

await door(import.meta.url, start);
