import type { SourceState } from '../../src/core/searchProtocol.ts';
import type { IconName } from '../icons.ts';

/** How a source stands in a search, in a word or two for its chip and in full for tooltips and screen readers. */
export interface StateWords {
  readonly icon: IconName | undefined;
  readonly className: string;
  readonly short: string;
  readonly long: string;
}

export function stateWords(state: SourceState | undefined): StateWords {
  switch (state?.state) {
    case undefined:
      return { icon: 'check', className: '', short: '', long: 'will be searched' };
    case 'asking':
      return { icon: undefined, className: 'busy', short: '', long: 'searching' };
    case 'checking': {
      const share = `${count(state.checked)} of ${count(state.of)}`;
      return { icon: undefined, className: 'busy', short: share, long: `looking into ${share} traces` };
    }
    case 'done': {
      const found = count(state.found);
      const long =
        state.found === 0 ? 'found nothing' : `found ${found}${state.more === 'none' ? '' : ', and there are more'}`;
      return { icon: 'check', className: 'done', short: `${found}${state.more === 'none' ? '' : '+'}`, long };
    }
    case 'failed': {
      const icon = state.reason === 'unauthorised' ? 'lock' : 'warning';
      return { icon, className: 'failed', short: '', long: state.message };
    }
    case 'cancelled':
      return { icon: 'dash', className: '', short: '', long: 'cancelled' };
  }
}

function count(n: number): string {
  return n.toLocaleString('en');
}
