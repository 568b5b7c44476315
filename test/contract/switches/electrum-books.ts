// What the fake intermediate has in its books, for cases that only this interface has.
import type { Fault } from '../../../tools/switches/electrum/faults';
import { real } from './electrum';
import type { Stage } from './kit';

export const reversalsOf = (stage: Stage, session: string) => real(stage).ledger.seen.reversals.get(session) ?? [];
export const confirmsOf = (stage: Stage, session: string) => real(stage).ledger.seen.confirms.get(session) ?? [];
export const stateOf = (stage: Stage, session: string) => real(stage).ledger.newest(session)?.state;
/** States of all pays of a QR, oldest first. */
export const statesOf = (stage: Stage, session: string) =>
  real(stage)
    .ledger.trans.get(session)!
    .pays.map(({ state }) => state);

/** A QR that the customer has just agreed to pay, over a road that spoils what comes next. */
export async function paidOver(stage: Stage, fault: Fault, value?: number): Promise<string> {
  const session = await stage.shop.charge();
  real(stage).faults.set(fault, { value, times: 1 });
  real(stage).pay(session);
  return session;
}
