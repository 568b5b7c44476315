import { useState } from 'preact/hooks';
import qrcode from 'qrcode-generator';
import { Act } from '../act';
import { api } from '../api';
import { isLive } from '../model';
import { Outcome, type PhoneProps } from './handset';

/** A wallet that shows a code of its own; the box's scanner reads it, and the customer confirms. */
export function Pockyt({ model }: PhoneProps) {
  const [shown, setShown] = useState<{ code: string; charge: string } | undefined>(undefined);
  const [newest] = model.charges.filter((charge) => charge.switch === 'pockyt');
  const charge = shown === undefined ? newest : model.charges.find(({ id }) => id === shown.charge);
  if (charge === undefined || (shown === undefined && !isLive(charge))) {
    return (
      <div class="app">
        <p>The wallet shows a code when the shop asks for a payment.</p>
      </div>
    );
  }
  const does = (deed: string): Promise<unknown> => api.customer('pockyt', deed, charge.id);
  const open = async (): Promise<void> => {
    const { code } = (await does('code')) as { code: string };
    setShown({ code, charge: charge.id });
  };
  if (shown === undefined || charge.state === 'failed') {
    return (
      <div class="app" aria-live="polite">
        {charge.state === 'failed' && <p>The code was not paid; the wallet makes another.</p>}
        <Act class="primary" run={open}>
          Show my code
        </Act>
      </div>
    );
  }
  const handedIn = charge.state === 'scanned' || charge.state === 'pending';
  return (
    <div class="app" aria-live="polite">
      <Outcome charge={charge} close={async () => setShown(undefined)}>
        {handedIn ? (
          <>
            <p>
              Pay the shop {charge.amount} {charge.currency}?
            </p>
            <Act class="primary" run={() => does('confirm')}>
              Confirm
            </Act>
            <Act class="quiet" run={() => does('refuse')}>
              Refuse
            </Act>
          </>
        ) : (
          <>
            <Code text={shown.code} />
            <Act class="primary" run={() => api.scan(model.device, shown.code)}>
              Hold it to the scanner
            </Act>
          </>
        )}
      </Outcome>
    </div>
  );
}

/** The code as wallets show it: a picture and, under it, its digits. */
function Code({ text }: { text: string }) {
  const qr = qrcode(0, 'M');
  qr.addData(text);
  qr.make();
  const size = qr.getModuleCount();
  let dark = '';
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) if (qr.isDark(row, column)) dark += `M${column} ${row}h1v1h-1z`;
  return (
    <figure class="code">
      <svg viewBox={`-2 -2 ${size + 4} ${size + 4}`} role="img" aria-label="The customer’s payment code">
        <rect x="-2" y="-2" width={size + 4} height={size + 4} fill="#fff" />
        <path d={dark} fill="#000" />
      </svg>
      <figcaption>{text.replace(/(.{4})/g, '$1 ')}</figcaption>
    </figure>
  );
}
