import { Act } from '../act';
import { isLive } from '../model';
import { Camera, type AppProps, type PhoneProps } from './handset';

/** A banking app: NEPALPAY hears of the opened page and of the scan. */
export function Nepalpay({ model }: PhoneProps) {
  return <Camera model={model} onRead="open" app={App} />;
}

function App({ charge, does }: AppProps) {
  const ready = charge.state === 'scanned' || charge.state === 'pending';
  return (
    <>
      <Act class="primary" run={() => does(ready ? 'pay' : 'scan')}>
        {ready ? 'Pay' : 'Continue to payment'}
      </Act>
      {isLive(charge) ? (
        <Act class="quiet" run={() => does('fail')}>
          The bank declines
        </Act>
      ) : (
        <Act class="quiet" run={() => does('pay')}>
          Pay anyway
        </Act>
      )}
    </>
  );
}
