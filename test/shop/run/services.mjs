import { fork } from 'node:child_process';
import { once } from 'node:events';
import { bundleOf, SERVICES } from './layout.mjs';

/** Above the 4 s a service gives itself to export its last spans. */
const STOP_DEADLINE_MS = 5000;

/** The three services as child processes. They also stop by themselves when this process dies. */
export class Services {
  #children = [];
  #urls = {};
  #isStopping = false;

  /** The gateway's address, once started. */
  get gatewayUrl() {
    return this.#urls.GATEWAY_URL;
  }

  /**
   * Starts the services one after the other; resolves when the last one is ready.
   * `logTo` is 'stdout' or 'stderr'; `onFailure` hears of a service that stopped unasked later on.
   * @throws {Error} when a service stops before it is ready.
   */
  async start({ env, logTo, onFailure }) {
    for (const service of SERVICES) {
      const child = fork(bundleOf(service), {
        env: { ...env, ...this.#urls },
        execArgv: [],
        stdio: ['ignore', logTo === 'stdout' ? 1 : 2, 'inherit', 'ipc'],
      });
      this.#children.push(child);
      const exited = once(child, 'exit').then(([code]) => {
        throw new Error(`The ${service} service stopped unasked, with exit code ${code}.`);
      });
      const [{ port }] = await Promise.race([once(child, 'message'), exited]);
      exited.catch((error) => {
        if (!this.#isStopping) onFailure(error);
      });
      this.#urls[`${service.toUpperCase()}_URL`] = `http://127.0.0.1:${port}`;
    }
  }

  /** Lets every service finish its requests and export its spans; resolves when all are gone. */
  async stop() {
    this.#isStopping = true;
    await Promise.all(this.#children.map(stopChild));
  }
}

async function stopChild(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, 'exit');
  const deadline = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE_MS);
  child.kill('SIGTERM');
  await exit;
  clearTimeout(deadline);
}
