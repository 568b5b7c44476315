// What the page knows, and how each event changes it. Pure.
import type { BoxView, ChargeView, DemoEvent, Snapshot, StoryView, SwitchView, WireRecord } from '../events';
import type { Said } from '../../simulator/console';

export interface Model {
  connected: boolean;
  device: string;
  box: BoxView;
  /** Newest first. */
  charges: ChargeView[];
  said: Said[];
  /** What the box is saying now: its kind, undefined when it is silent. */
  saying: string | undefined;
  /** Newest first. */
  wire: WireRecord[];
  stories: StoryView[];
  switches: SwitchView[];
}

export type Change = DemoEvent | { type: 'lost' };

const KEPT_WIRE = 80;
const KEPT_CHARGES = 12;
const KEPT_SAID = 6;

export const empty: Model = {
  connected: false,
  device: '',
  box: {
    powered: false,
    road: 'up',
    link: '',
    screen: '',
    leds: { red: false, green: false, blue: false },
    speaking: false,
  },
  charges: [],
  said: [],
  saying: undefined,
  wire: [],
  stories: [],
  switches: [],
};

export function change(model: Model, event: Change): Model {
  switch (event.type) {
    case 'lost':
      return { ...model, connected: false };
    case 'snapshot':
      return fromSnapshot(event);
    case 'box':
      return { ...model, box: event.box, saying: event.box.powered ? model.saying : undefined };
    case 'saying':
      return { ...model, saying: event.kind };
    case 'said':
      return { ...model, saying: undefined, said: [event.said, ...model.said].slice(0, KEPT_SAID) };
    case 'wire':
      return { ...model, wire: [event.record, ...model.wire].slice(0, KEPT_WIRE) };
    case 'charge':
      return { ...model, charges: withCharge(model.charges, event.charge).slice(0, KEPT_CHARGES) };
    case 'switches':
      return { ...model, switches: event.switches };
    case 'story':
      return { ...model, stories: model.stories.map((story) => (story.id === event.story.id ? event.story : story)) };
    case 'screen':
    case 'sound':
      return model;
  }
}

function fromSnapshot(event: Snapshot): Model {
  return {
    connected: true,
    device: event.device,
    box: event.box,
    charges: event.charges.slice(0, KEPT_CHARGES),
    said: [...event.said].reverse().slice(0, KEPT_SAID),
    saying: undefined,
    wire: [...event.wire].reverse(),
    stories: event.stories,
    switches: event.switches,
  };
}

function withCharge(charges: ChargeView[], charge: ChargeView): ChargeView[] {
  return charges.some(({ id }) => id === charge.id)
    ? charges.map((one) => (one.id === charge.id ? charge : one))
    : [charge, ...charges];
}

/** Can its QR still be paid from the screen? */
export function isLive(charge: ChargeView): boolean {
  return ['open', 'page-opened', 'scanned', 'pending', 'failed'].includes(charge.state);
}
