import { useState } from 'preact/hooks';
import { Act } from './act';
import { api } from './api';
import { fieldsOf } from './emv';
import { isLive } from './model';
import type { Model } from './model';

interface Read {
  text: string;
  charge: string;
}

/** A customer's banking app. What it shows was read from the picture on the box's screen. */
export function Phone({ model }: { model: Model }) {
  const [read, setRead] = useState<Read | undefined>(undefined);
  const [left, setLeft] = useState('');
  const charge = read === undefined ? undefined : model.charges.find(({ id }) => id === read.charge);
  const look = async (): Promise<void> => {
    const { text, charge: id } = await api.read();
    if (text === null || id === null) throw new Error('There is no QR on the box’s screen to read.');
    setLeft('');
    setRead({ text, charge: id });
    await api.customer('open', id);
  };
  const walkAway = async (): Promise<void> => {
    setRead(undefined);
    setLeft('The customer walked away. Nothing was paid; the QR waits until it expires.');
  };
  return (
    <section class="panel phone" aria-labelledby="phone-title">
      <h2 id="phone-title">The customer’s phone</h2>
      <div class="handset">
        {read === undefined || charge === undefined ? (
          <div class="app">
            <p class="viewfinder" aria-hidden="true" />
            <p>{left === '' ? 'Point the camera at the box.' : left}</p>
            <Act class="primary" run={look}>
              Read the QR
            </Act>
          </div>
        ) : (
          <div class="app" aria-live="polite">
            <dl>
              {fieldsOf(read.text).map(({ name, value }) => (
                <div key={name}>
                  <dt>{name}</dt>
                  <dd>{value}</dd>
                </div>
              ))}
            </dl>
            <details>
              <summary>The text that was read</summary>
              <code>{read.text}</code>
            </details>
            {charge.state === 'paid' || charge.state === 'reversed' ? (
              <>
                <p class="done">{charge.state === 'paid' ? '✓ Paid' : '↩ Money returned'}</p>
                <Act class="quiet" run={async () => setRead(undefined)}>
                  Close
                </Act>
              </>
            ) : (
              <>
                {charge.state === 'scanned' || charge.state === 'pending' ? (
                  <Act class="primary" run={() => api.customer('pay', charge.id)}>
                    Pay
                  </Act>
                ) : (
                  <Act class="primary" run={() => api.customer('scan', charge.id)}>
                    Continue to payment
                  </Act>
                )}
                {isLive(charge) ? (
                  <Act class="quiet" run={() => api.customer('fail', charge.id)}>
                    The bank declines
                  </Act>
                ) : (
                  <Act class="quiet" run={() => api.customer('pay', charge.id)}>
                    Pay anyway
                  </Act>
                )}
                <Act class="quiet" run={walkAway}>
                  Walk away
                </Act>
              </>
            )}
          </div>
        )}
      </div>
    </section>
  );
}
