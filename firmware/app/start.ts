import { paymentOf } from './announce';
import type { Draft } from './draft';
import { faulty, show } from './draft';
import type { Event } from './events';
import { appended } from './lists';
import type { Waiting } from './state';

/** The box starts with what its flash remembers. What was not spoken before the power went is told with "again". */
export function started(draft: Draft, event: Extract<Event, { on: 'boot' }>): void {
  const state = draft.state;
  state.boot = event.boot;
  state.firmware = event.firmware;
  state.board = event.board;
  state.health = event.health;
  state.floor = event.floor;
  state.settings = event.settings;
  state.motif = event.motif;
  state.languages = event.languages;
  state.outage = { is: 'fresh', sinceSeconds: draft.nowSeconds };
  let newest = 0;
  for (const entry of event.journal) {
    if (entry.stage === 'received') {
      const waiting: Waiting = { entry, again: true, voice: 'untried' };
      state.waiting = appended(state.waiting, waiting);
    } else {
      state.spoken = appended(state.spoken, entry.seq);
    }
    if (entry.kind === 'paid' && entry.seq > newest) {
      newest = entry.seq;
      state.last = paymentOf(entry);
    }
  }
  show(draft, { at: 'starting' });
  if (event.health === 'lost') faulty(draft, 'journal-lost');
}
