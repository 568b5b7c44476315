import type { Files } from './assets';
import type { Identity } from '../identity';

/** What differs between the builds of Espruino that a box runs on. */
export interface Machine {
  /** The files beside the program, and the settings that the box was paired with. */
  files: Files;
  /** 31 random bits. */
  random(): number;
  /** Keeps the box on its network; `changed` is told when it is there and when it is gone. */
  keepNetwork(identity: Identity, changed: (up: boolean) => void): void;
  /** Signal strength in dBm below 0, 0 when it is not known. */
  rssi(): number;
  restart(): void;
}
