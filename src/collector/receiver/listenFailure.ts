import { Problem } from '../../core/problem.ts';

/** Why a port cannot be listened on, in a sentence that says what to do. */
export function listenFailure(port: number, thrown: unknown): string {
  if (thrown instanceof Problem) return thrown.message;
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code === 'ERR_SOCKET_BAD_PORT')
    return `Port ${port} is no port number: choose one from 1 to 65535, or 0 for any.`;
  if (code === 'EACCES') return `Port ${port} needs privileges to listen on: choose one from 1024 on.`;
  return `The receiver cannot listen on port ${port}: ${thrown instanceof Error ? thrown.message : String(thrown)}.`;
}
