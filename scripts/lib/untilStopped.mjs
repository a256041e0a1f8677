const pollMs = 500;

/**
 * Resolves when the user wants an end: Ctrl+C, SIGTERM, a closed terminal. A SIGTERM to npm ends npm alone and leaves
 * its script behind, so a script that npm started also ends when its parent is gone.
 * @returns {Promise<void>}
 */
export function untilStopped() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.once(signal, () => resolve());
    }
    if (process.env['npm_lifecycle_event'] !== undefined) {
      const parent = process.ppid;
      const timer = setInterval(() => {
        if (process.ppid !== parent) {
          clearInterval(timer);
          resolve();
        }
      }, pollMs);
      timer.unref();
    }
  });
}
