import { useState } from 'preact/hooks';
import type { ChargeView } from '../events';
import { Act } from './act';
import { api } from './api';
import { isLive } from './model';
import type { Model } from './model';
import { money, moneyOf, stateWord } from './words';

const STEPS = ['QR shown', 'Page opened', 'Scanned', 'Paid', 'Spoken'];
const STEPS_PRESENTED = ['Asked', 'Code shown', 'Code read', 'Paid', 'Spoken'];

interface Props {
  model: Model;
  /** The switch that the next charge goes through. */
  chosen: string;
  choose(id: string): void;
}

export function Counter({ model, chosen, choose }: Props) {
  const [amount, setAmount] = useState('1250.50');
  const [currency, setCurrency] = useState('NPR');
  const { name: moneyName, usual } = moneyOf(currency);
  const currencies = model.switches.find(({ id }) => id === chosen)?.currencies ?? [];
  const take = (next: string): void => {
    setCurrency(next);
    if (next !== currency) setAmount(moneyOf(next).usual[2]);
  };
  const chooseSwitch = (id: string): void => {
    choose(id);
    take(model.switches.find((one) => one.id === id)?.currencies[0] ?? currency);
  };
  const [fault, setFault] = useState('');
  const [busy, setBusy] = useState(false);
  const submit = (event: Event): void => {
    event.preventDefault();
    setBusy(true);
    setFault('');
    api
      .charge(model.device, { amount: amount.trim().replaceAll(',', ''), currency, switch: chosen })
      .catch((error: unknown) => setFault(error instanceof Error ? error.message : String(error)))
      .finally(() => setBusy(false));
  };
  const [current, ...earlier] = model.charges;
  return (
    <section class="panel counter" aria-labelledby="counter-title">
      <h2 id="counter-title">The counter</h2>
      <form onSubmit={submit}>
        <label for="switch">Pay with</label>
        <div class="choices">
          <select id="switch" value={chosen} onChange={({ currentTarget }) => chooseSwitch(currentTarget.value)}>
            {model.switches.map(({ id, title }) => (
              <option key={id} value={id}>
                {title}
              </option>
            ))}
          </select>
          {currencies.length > 1 && (
            <select aria-label="Currency" value={currency} onChange={({ currentTarget }) => take(currentTarget.value)}>
              {currencies.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </select>
          )}
        </div>
        <label for="amount">Amount in {moneyName}</label>
        <div class="amount">
          <span aria-hidden="true">{currency}</span>
          <input
            id="amount"
            name="amount"
            inputMode="decimal"
            autocomplete="off"
            value={amount}
            onInput={({ currentTarget }) => setAmount(currentTarget.value)}
            aria-describedby="amount-fault"
          />
        </div>
        <div class="quick">
          {usual.map((one) => (
            <button type="button" class="quiet" key={one} onClick={() => setAmount(one)}>
              {one}
            </button>
          ))}
        </div>
        <button type="submit" class="primary" disabled={busy || !model.connected}>
          Ask for payment
        </button>
        <p id="amount-fault" class="fault" role="alert">
          {fault}
        </p>
      </form>
      {current !== undefined && <Current charge={current} refunds={refunds(model, current)} />}
      {earlier.length > 0 && (
        <>
          <h3 id="earlier">Before</h3>
          {/* It scrolls, so the keyboard must reach it. */}
          <ul class="earlier" aria-labelledby="earlier" tabIndex={0}>
            {earlier.map((charge) => (
              <li key={charge.id}>
                <span>{money(charge.amountMinor, charge.currency)}</span> <State charge={charge} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** Can the shop give this payment back? */
function refunds(model: Model, charge: ChargeView): boolean {
  return charge.state === 'paid' && model.switches.some(({ id, refunds: can }) => id === charge.switch && can);
}

function Current({ charge, refunds: canRefund }: { charge: ChargeView; refunds: boolean }) {
  const reached = reachedBy(charge);
  return (
    <div class="current" aria-live="polite">
      <p class="sum">
        <b>{money(charge.amountMinor, charge.currency)}</b> <State charge={charge} />
      </p>
      <ol class="steps">
        {(charge.qr === '' ? STEPS_PRESENTED : STEPS).map((name, at) => (
          <li key={name} class={at < reached ? 'past' : ''}>
            {name}
          </li>
        ))}
      </ol>
      {canRefund && (
        <Act class="quiet" run={() => api.refund(charge.id)}>
          Give the money back
        </Act>
      )}
      {isLive(charge) && (
        <Act class="quiet" run={() => api.cancel(charge.id)}>
          {charge.qr === '' ? 'Cancel the charge' : 'Take the QR away'}
        </Act>
      )}
    </div>
  );
}

function State({ charge }: { charge: ChargeView }) {
  const kind =
    charge.state === 'paid'
      ? 'good'
      : ['reversed', 'failed'].includes(charge.state)
        ? 'bad'
        : isLive(charge)
          ? 'live'
          : 'over';
  return (
    <span class={`state ${kind}`}>
      {stateWord(charge)}
      {charge.spokenAt !== undefined && charge.state === 'paid' ? ', spoken' : ''}
    </span>
  );
}

/** How many of the steps lie behind the charge. */
function reachedBy(charge: ChargeView): number {
  if (charge.spokenAt !== undefined) return 5;
  if (charge.paidAt !== undefined) return 4;
  if (charge.state === 'scanned' || charge.state === 'pending') return 3;
  return charge.state === 'page-opened' ? 2 : 1;
}
