import { SwitchError } from './payments/ports';
import { BridgeError } from './service';

/** A switch's refusal in the words that the API's callers can act on; any other error as it is. */
export function asBridgeError(error: unknown, switchId: string): unknown {
  if (!(error instanceof SwitchError)) return error;
  const code = {
    refused: 'switch-refused',
    auth: 'switch-refused',
    malformed: 'switch-refused',
    unreachable: 'switch-unreachable',
    limit: 'limit',
  } as const;
  return new BridgeError(
    code[error.code],
    error.message.startsWith(switchId) ? error.message : `${switchId}: ${error.message}`,
  );
}
