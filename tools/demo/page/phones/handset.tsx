// What every customer's phone has in common: its frame, its camera, and the end of a payment.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { ChargeView } from '../../events';
import { Act } from '../act';
import { api } from '../api';
import { fieldsOf } from '../emv';
import type { Model } from '../model';

export interface PhoneProps {
  model: Model;
}
/** What the customer can do with a charge whose QR was read. */
export interface AppProps {
  charge: ChargeView;
  does(deed: string): Promise<unknown>;
}
interface CameraProps extends PhoneProps {
  /** Deed of the customer that comes with the reading. */
  onRead?: string;
  app(props: AppProps): ComponentChildren;
}

/** A phone that reads the QR from the picture on the box's screen, and then is in an app. */
export function Camera({ model, onRead, app }: CameraProps) {
  const [read, setRead] = useState<{ text: string; charge: string } | undefined>(undefined);
  const [left, setLeft] = useState('');
  const charge = read === undefined ? undefined : model.charges.find(({ id }) => id === read.charge);
  const look = async (): Promise<void> => {
    const { text, charge: id } = await api.read();
    if (text === null || id === null) throw new Error('There is no QR on the box’s screen to read.');
    setLeft('');
    setRead({ text, charge: id });
    const found = model.charges.find((one) => one.id === id);
    if (onRead !== undefined && found !== undefined) await api.customer(found.switch, onRead, id);
  };
  const walkAway = async (): Promise<void> => {
    setRead(undefined);
    setLeft('The customer walked away. Nothing was paid; the QR waits until it expires.');
  };
  if (read === undefined || charge === undefined) {
    return (
      <div class="app">
        <p class="viewfinder" aria-hidden="true" />
        <p>{left === '' ? 'Point the camera at the box.' : left}</p>
        <Act class="primary" run={look}>
          Read the QR
        </Act>
      </div>
    );
  }
  return (
    <div class="app" aria-live="polite">
      <Reading text={read.text} />
      <Outcome charge={charge} close={async () => setRead(undefined)}>
        {app({ charge, does: (deed) => api.customer(charge.switch, deed, charge.id) })}
        <Act class="quiet" run={walkAway}>
          Walk away
        </Act>
      </Outcome>
    </div>
  );
}

interface OutcomeProps {
  charge: ChargeView;
  close(): Promise<void>;
  children: ComponentChildren;
}

/** How it ended, or else what can be done. */
export function Outcome({ charge, close, children }: OutcomeProps) {
  if (charge.state !== 'paid' && charge.state !== 'reversed') return <>{children}</>;
  return (
    <>
      <p class="done">{charge.state === 'paid' ? '✓ Paid' : '↩ Money returned'}</p>
      <Act class="quiet" run={close}>
        Close
      </Act>
    </>
  );
}

function Reading({ text }: { text: string }) {
  const fields = fieldsOf(text);
  return (
    <>
      {fields.length > 0 && (
        <dl>
          {fields.map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      <details>
        <summary>The text that was read</summary>
        <code>{text}</code>
      </details>
    </>
  );
}
