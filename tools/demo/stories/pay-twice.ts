import { rupees } from './stage';
import type { Story } from './stage';

const AMOUNT_MINOR = 25_000;

export const payTwice: Story = {
  id: 'pay-twice',
  title: 'The same payment is reported five times',
  promise: 3,
  explain: 'Clearing houses repeat themselves when a line is bad. The money came once, so the box must speak once.',
  async play(stage) {
    stage.step(`A customer pays ${rupees(AMOUNT_MINOR)}.`);
    const charge = await stage.charge(AMOUNT_MINOR);
    await stage.customerScans(charge);
    // The socket says it twice in one breath, and the push says it as well.
    stage.demo.fake.faults.set('duplicate-events', { times: 1 });
    await stage.pay(charge);
    await stage.untilSaid(1);
    await stage.untilSpoken(charge);
    stage.check(`The box said: “${stage.said()[0]!.text}”.`, stage.said()[0]!.kind === 'new');
    stage.step('It was reported twice on the socket and once by HTTP. Now the clearing house reports it twice more.');
    await stage.does('duplicate', charge);
    await stage.does('duplicate', charge);
    const quiet = await stage.staysQuiet(2500);
    stage.check('The box stayed silent.', quiet && stage.said().length === 1);
    stage.check('The charge is paid, once.', (await stage.now(charge)).state === 'paid');
  },
};
