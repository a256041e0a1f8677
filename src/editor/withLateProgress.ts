import * as vscode from 'vscode';

/** What takes longer than this is shown with a button that ends it. */
const PATIENCE_MS = 1200;

/**
 * Runs a task with a sign of life in the status bar and, when it takes longer, a notification with Cancel.
 * @param act is given a signal that aborts when the user gives up
 */
export async function withLateProgress<T>(title: string, act: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const running = act(stop.signal);
  const settled = running.then(
    () => undefined,
    () => undefined,
  );
  void vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, () => settled);
  const timer = setTimeout(() => {
    void vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (_, token) => {
        token.onCancellationRequested(() => stop.abort());
        return settled;
      },
    );
  }, PATIENCE_MS);
  try {
    return await running;
  } finally {
    clearTimeout(timer);
  }
}
