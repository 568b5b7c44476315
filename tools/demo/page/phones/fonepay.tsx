import { Act } from '../act';
import { Camera, type AppProps, type PhoneProps } from './handset';

/** Fonepay hears of the scan, and when the customer gives up in the app. */
export function Fonepay({ model }: PhoneProps) {
  return <Camera model={model} onRead="scan" app={App} />;
}

function App({ does }: AppProps) {
  return (
    <>
      <Act class="primary" run={() => does('pay')}>
        Pay
      </Act>
      <Act class="quiet" run={() => does('fail')}>
        The bank declines
      </Act>
      <Act class="quiet" run={() => does('walk-away')}>
        Cancel in the app
      </Act>
    </>
  );
}
