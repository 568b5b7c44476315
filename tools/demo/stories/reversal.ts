import { rupees } from './stage';
import type { Story } from './stage';

const AMOUNT_MINOR = 52_500;

export const reversal: Story = {
  id: 'reversal',
  title: 'A payment is reversed',
  promise: 1,
  explain:
    'The clearing house gives the money back after it was announced. The shop must hear that too, and the day’s total must not lie.',
  async play(stage) {
    const charge = await stage.charge(AMOUNT_MINOR);
    await stage.customerScans(charge);
    await stage.pay(charge);
    await stage.untilSaid(1);
    await stage.untilSpoken(charge);
    stage.check(`The box said: “${stage.said()[0]!.text}”.`, stage.said()[0]!.kind === 'new');
    stage.step(`The clearing house gives the ${rupees(AMOUNT_MINOR)} back. Only its report tells so.`);
    await stage.does('refund', charge);
    stage.step('The bridge asks the report about the payment.');
    await stage.demo.lookUp(charge);
    await stage.until('the bridge to find the reversal', async () => (await stage.now(charge)).state === 'reversed');
    await stage.untilSaid(2);
    const told = stage.said()[1]!;
    stage.check(`The box said: “${told.text}”.`, told.kind === 'reversed');
    stage.check('It told the reversal once.', (await stage.staysQuiet(2500)) && stage.said().length === 2);
  },
};
