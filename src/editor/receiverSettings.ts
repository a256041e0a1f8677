import * as vscode from 'vscode';
import type { RetentionLimits, StartOptions } from '../core/protocol.ts';

const MIB = 1_048_576;
const DAY_MS = 86_400_000;

/** How the receiver is to listen, by the settings; whatever is wrong in them is the default. The token is not among them: it is a secret. */
export function receiverOptions(): Omit<StartOptions, 'token'> {
  const settings = vscode.workspace.getConfiguration('spanline.receiver');
  const host = settings.get<unknown>('host');
  return {
    port: whole(settings.get('port'), 1, 65_535, 4318),
    grpcPort: whole(settings.get('grpcPort'), 0, 65_535, 4317),
    acceptZipkin: settings.get('acceptZipkin') === true,
    ...(typeof host === 'string' && host.trim() !== '' && { host: host.trim() }),
  };
}

/** What the store may keep. */
export function retentionOptions(): RetentionLimits {
  const settings = vscode.workspace.getConfiguration('spanline.store');
  return {
    capBytes: whole(settings.get('maxSizeMb'), 16, 1_048_576, 1024) * MIB,
    maxAgeMs: whole(settings.get('maxAgeDays'), 0, 3650, 30) * DAY_MS,
  };
}

function whole(value: unknown, min: number, max: number, otherwise: number): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max ? value : otherwise;
}
