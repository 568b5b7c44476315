import { switches } from '../../bridge/switches/registry';
import type { AnySwitchKind } from '../../bridge/switchboard';
import type { PlayedSwitch } from '../switches/played/played-switch';

/** Everything here is on this machine: no reason to wait long for it. */
const SOON = { retryMinMs: 300, retryMaxMs: 1_500 } as const;
const SOONER: Record<string, object> = {
  bakong: { gapMs: 200, pollFirstMs: 500, pollLongestMs: 2_000 },
  fonepay: { pollMs: 1_000 },
  nepalpay: { sweepMs: 1_500 },
};

/** Its settings as its own folder under bridge/switches reads them, with less waiting than a shop has. */
export function hurriedSettings({ id, settings }: PlayedSwitch): unknown {
  const timing = { ...(settings['timing'] as object | undefined), ...SOON, ...SOONER[id] };
  return (switches as unknown as Record<string, AnySwitchKind>)[id]!.config.parse({ ...settings, timing });
}
