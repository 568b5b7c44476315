import { Act } from '../act';
import { Camera, type AppProps, type PhoneProps } from './handset';

/** The QR is a web address: a browser opens it, and the payment is made on the gateway's page. */
export function Npx({ model }: PhoneProps) {
  return <Camera model={model} app={App} />;
}

function App({ charge, does }: AppProps) {
  if (charge.state === 'open') {
    return (
      <Act class="primary" run={() => does('open')}>
        Open the page
      </Act>
    );
  }
  if (charge.state === 'pending') {
    return (
      <Act class="primary" run={() => does('resolve')}>
        The bank lets it through
      </Act>
    );
  }
  return (
    <>
      <Act class="primary" run={() => does('pay')}>
        Pay
      </Act>
      <Act class="quiet" run={() => does('fail')}>
        The bank declines
      </Act>
      <Act class="quiet" run={() => does('leave')}>
        The bank takes its time
      </Act>
    </>
  );
}
