import { Act } from '../act';
import { Camera, type AppProps, type PhoneProps } from './handset';

/** Any KHQR app: Bakong tells nobody who scans, only what was paid. */
export function Bakong({ model }: PhoneProps) {
  return <Camera model={model} app={App} />;
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
    </>
  );
}
