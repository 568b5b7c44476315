import { rupees } from './stage';
import type { Story } from './stage';

const AMOUNT_MINOR = 125_050;

export const powerCut: Story = {
  id: 'power-cut',
  title: 'The box loses power while it speaks',
  promise: 2,
  explain:
    'Somebody pulls the plug in the middle of the sentence. When the power is back, the box remembers what it owes.',
  async play(stage) {
    const charge = await stage.charge(AMOUNT_MINOR);
    await stage.customerScans(charge);
    stage.step(`A customer pays ${rupees(AMOUNT_MINOR)}; the box begins to speak.`);
    const begun = stage.box.announcementsBegun;
    await stage.pay(charge);
    await stage.untilAnnouncing(begun);
    await stage.pause(900);
    stage.step('The plug is pulled.');
    stage.box.powerCut();
    stage.check(
      'The sentence was cut off; the bridge does not count it as heard.',
      stage.said().length === 0 && (await stage.now(charge)).spokenAtMs === undefined,
    );
    await stage.pause(1000);
    stage.step('The power is back.');
    stage.box.powerOn();
    await stage.untilSaid(1);
    await stage.untilSpoken(charge);
    const [first] = stage.said();
    stage.check(`The box said: “${first!.text}”.`, first!.kind === 'again');
    await stage.untilOnline();
    stage.check('It said so once, and nothing more.', (await stage.staysQuiet(2000)) && stage.said().length === 1);
  },
};
