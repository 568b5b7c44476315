import { rupees } from './stage';
import type { Story } from './stage';

const AMOUNT_MINOR = 38_000;

export const latePayment: Story = {
  id: 'late-payment',
  title: 'A customer pays after the QR was taken away',
  promise: 2,
  explain:
    'The shopkeeper cancels, but the customer still has the QR on his phone and pays. Money is money: the shop must hear of it.',
  async play(stage) {
    const charge = await stage.charge(AMOUNT_MINOR);
    stage.step('The shopkeeper takes the QR away.');
    await stage.demo.running.bridge.cancelCharge(charge.id, 'demo');
    await stage.until('the box to leave the QR', () => stage.demo.boxView().screen !== 'qr');
    stage.check('The QR is gone from the screen.', (await stage.now(charge)).state === 'cancelled');
    stage.step(`The customer pays ${rupees(AMOUNT_MINOR)} from the picture on his phone.`);
    await stage.pay(charge);
    await stage.untilSaid(1);
    await stage.untilSpoken(charge);
    stage.check(`The box said: “${stage.said()[0]!.text}”.`, stage.said().length === 1);
    const now = await stage.now(charge);
    stage.check('The books say: paid, late.', now.state === 'paid' && now.late);
  },
};
