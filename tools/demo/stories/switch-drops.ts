import { rupees } from './stage';
import type { Story } from './stage';

const AMOUNT_MINOR = 43_000;

export const switchDrops: Story = {
  id: 'switch-drops',
  title: 'The clearing house drops and comes back',
  promise: 4,
  explain:
    'The customer’s bank takes the money while nobody can tell us. The box must not guess, and must speak when it is known.',
  async play(stage) {
    const charge = await stage.charge(AMOUNT_MINOR);
    await stage.customerScans(charge);
    stage.step('The clearing house goes dark: its socket breaks, and nothing answers.');
    await stage.does('drop');
    await stage.until('the bridge to notice', () => !stage.hears());
    stage.check(
      'The bridge reports trouble with the switch, not with the payment.',
      (await stage.now(charge)).state === 'scanned',
    );
    stage.step(`In the dark, the customer’s ${rupees(AMOUNT_MINOR)} go through.`);
    stage.demo.fake.pushTo(undefined);
    await stage.pay(charge);
    stage.demo.fake.pushTo(stage.demo.address);
    stage.check(
      'The box says nothing that it cannot know.',
      (await stage.staysQuiet(2000)) && stage.said().length === 0,
    );
    stage.step('The clearing house is back.');
    await stage.does('restore');
    await stage.untilSaid(1);
    await stage.untilSpoken(charge);
    stage.check(`The box said: “${stage.said()[0]!.text}”.`, stage.said().length === 1);
    stage.check('The bridge had asked for what it missed.', (await stage.now(charge)).state === 'paid');
  },
};
