import * as vscode from 'vscode';
import type { BackendHealth, Server } from '../../backends/backend.ts';
import { problemOf, type Problem } from '../../core/problem.ts';

export type TestResult = { readonly ok: BackendHealth } | { readonly failed: Problem };

/** Runs the connection test, with progress that can be cancelled; never rejects. */
export async function connectionTest(server: Server): Promise<TestResult> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: `Testing ${server.label}...`, cancellable: true },
    async (_, token) => {
      const stop = new AbortController();
      token.onCancellationRequested(() => stop.abort());
      try {
        return { ok: await server.health(stop.signal) };
      } catch (thrown) {
        return { failed: problemOf(thrown) };
      }
    },
  );
}
