import type { PathRefusal } from '../core/paths.ts';

const TEXTS: Readonly<Record<PathRefusal, string>> = {
  empty: 'it is empty',
  'too-long': 'it is too long',
  'control-character': 'it holds control characters',
  encoding: 'its percent encoding is broken or hides a slash',
  unc: 'it leads to another machine',
  device: 'it leads to a device',
  scheme: 'it is no file path',
  authority: 'it leads to another machine',
  'drive-relative': 'it depends on a current drive',
  stream: 'it has a colon in it',
  trailing: 'Windows would open another file for it',
  'mixed-slashes': 'it mixes slashes and backslashes',
};

/** Why a path is not opened, to follow "because". */
export function refusalText(reason: PathRefusal): string {
  return TEXTS[reason];
}
