import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

interface Props {
  run(): Promise<unknown>;
  children: ComponentChildren;
  class?: string;
  disabled?: boolean;
}

/** A button that does something over the network: busy while it is under way, and saying what went wrong. */
export function Act({ run, children, class: kind, disabled }: Props) {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState('');
  const click = (): void => {
    setBusy(true);
    setFault('');
    run()
      .catch((error: unknown) => setFault(error instanceof Error ? error.message : String(error)))
      .finally(() => setBusy(false));
  };
  return (
    <>
      <button type="button" class={kind} disabled={disabled === true || busy} onClick={click}>
        {children}
      </button>
      {fault !== '' && (
        <span class="fault" role="alert">
          {fault}
        </span>
      )}
    </>
  );
}
