import { Act } from '../act';
import { Camera, type AppProps, type PhoneProps } from './handset';

/** A wallet: it tells the intermediate (our bridge) of the scan, and is then asked for the money. */
export function Electrum({ model }: PhoneProps) {
  return <Camera model={model} onRead="scan" app={App} />;
}

function App({ charge, does }: AppProps) {
  if (charge.state === 'open' || charge.state === 'page-opened' || charge.state === 'failed') {
    return (
      <Act class="primary" run={() => does('scan')}>
        Scan again
      </Act>
    );
  }
  return (
    <>
      <Act class="primary" run={() => does('pay')}>
        Agree
      </Act>
      <Act class="quiet" run={() => does('fail')}>
        Refuse
      </Act>
    </>
  );
}
