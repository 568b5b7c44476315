// The bridge's settings for a pretended switch, and what of them is missing in a file.
import { stringify } from 'yaml';
import type { BridgeConfig } from '../../bridge/config/schema';
import type { PlayedSwitch } from './played/played-switch';

/** As it stands in ghanti.yaml. */
interface Part {
  http?: { webhookPaths: Record<string, string> };
  switches?: Record<string, object>;
}
export interface Missing {
  /** Paths of the settings that are not there or have another value. */
  fields: string[];
  /** What to put in. */
  part: Part;
}

const HEADING = `# Written by "ghanti switch-sim": a bridge on this machine with a pretended switch. No money moves here.
# bridge/config/ghanti.example.yaml shows every other setting.
`;

export function newSettings({ id, settings, webhookPaths }: PlayedSwitch): string {
  return HEADING + partFor({ ...pathsPart(webhookPaths), switches: { [id]: settings } });
}

export function partFor(part: Part): string {
  return stringify(part, { aliasDuplicateObjects: false });
}

/** Settings of the operator's own, which this switch does not care about, are not missing. */
export function missingIn(config: BridgeConfig, { id, settings, webhookPaths }: PlayedSwitch): Missing {
  const there = config.switches[id];
  const inSwitch = there === undefined ? [`switches.${id}`] : unlike(settings, there, `switches.${id}`);
  const inPaths = unlike(webhookPaths, config.http.webhookPaths, 'http.webhookPaths');
  return {
    fields: [...inPaths, ...inSwitch],
    part: {
      ...(inPaths.length > 0 && pathsPart(webhookPaths)),
      ...(inSwitch.length > 0 && { switches: { [id]: settings } }),
    },
  };
}

function pathsPart(webhookPaths: Record<string, string>): Part {
  return Object.keys(webhookPaths).length === 0 ? {} : { http: { webhookPaths } };
}

/** Paths at which what is there is not as wanted. Ends of lines do not count: keys may come from files. */
function unlike(wanted: unknown, there: unknown, path: string): string[] {
  if (typeof wanted === 'string' && typeof there === 'string') return wanted.trim() === there.trim() ? [] : [path];
  if (typeof wanted !== 'object' || wanted === null) return wanted === there ? [] : [path];
  if (typeof there !== 'object' || there === null) return [path];
  return Object.entries(wanted).flatMap(([name, part]) =>
    unlike(part, (there as Record<string, unknown>)[name], `${path}.${name}`),
  );
}
