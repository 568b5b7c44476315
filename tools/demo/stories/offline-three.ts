import { rupees } from './stage';
import type { Story } from './stage';

const AMOUNTS_MINOR = [25_000, 60_000, 40_000];
/** Longer than a payment counts as fresh in this demo. */
const LATER_MS = 9_000;

export const offlineThree: Story = {
  id: 'offline-three',
  title: 'Three payments while the box is offline',
  promise: 4,
  explain:
    'The Wi-Fi is gone and three customers pay with the QR they have on their phones. They must not be announced as if they stood at the counter now.',
  async play(stage) {
    stage.step('Three customers have scanned their QR.');
    const charges = [];
    for (const amountMinor of AMOUNTS_MINOR) {
      charges.push(await stage.charge(amountMinor));
      await stage.pause(400);
    }
    stage.step('The Wi-Fi goes away.');
    stage.box.offline();
    await stage.until('the box to notice', () => stage.demo.boxView().link === 'no-wifi');
    for (const charge of charges) await stage.pay(charge);
    stage.step(`All three pay: ${AMOUNTS_MINOR.map(rupees).join(', ')}. Some time passes.`);
    stage.check(
      'The box announces nothing while it cannot know.',
      (await stage.staysQuiet(LATER_MS)) && stage.said().length === 0,
    );
    stage.step('The Wi-Fi is back.');
    stage.box.online();
    await stage.untilSaid(1);
    for (const charge of charges) await stage.untilSpoken(charge);
    const quiet = await stage.staysQuiet(2000);
    const [recap] = stage.said();
    stage.check(`One sentence told all of it: “${recap!.text}”.`, recap!.kind === 'recap' && recap!.seqs.length === 3);
    stage.check('None was lost, none was told a second time.', quiet && stage.said().length === 1);
  },
};
