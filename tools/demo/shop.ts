// What the parts of the demo know of each other: who plays in it.
import type { RunningBridge } from '../../bridge/main';
import type { Charge } from '../../bridge/payments/types';
import type { SimulatedBox } from '../simulator/box';
import type { Nepalpay } from '../switches/nepalpay';
import type { PlayedSwitch } from '../switches/played/played-switch';
import type { Customers } from './customers';
import type { BoxView, Feed, StoryView, SwitchView } from './events';
import type { Middle } from './middle';
import type { WireLog } from './wire-log';

export const API_TOKEN = 'demo';
export const DEVICE = 'demo-1';
/** A neighbour's box whose password a thief has; no such box is running. */
export const STOLEN_DEVICE = 'stolen-1';
export interface Demo {
  address: string;
  mqttPort: number;
  running: RunningBridge;
  box: SimulatedBox;
  switches: readonly PlayedSwitch[];
  /** The pretended NEPALPAY, for the stories. */
  fake: Nepalpay;
  customers: Customers;
  middle: Middle;
  wire: WireLog;
  feed: Feed;
  stories: StoryTeller;
  /** The MQTT password of a box, as its thief would have it. */
  passwordOf(device: string): string;
  /** The bridge's own connector asks the clearing house's report what became of a charge. */
  lookUp(charge: Charge): Promise<void>;
  boxView(): BoxView;
  switchViews(): SwitchView[];
  close(): Promise<void>;
}

export interface StoryTeller {
  list(): StoryView[];
  /** Starts a story; it goes on by itself. */
  tell(id: string): 'started' | 'unknown' | 'busy';
  /** Ends a story that is under way. */
  close(): void;
}
