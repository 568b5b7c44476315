import { mkdirSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { BOARD, startDemo } from '../../tools/demo/demo';
import type { Demo } from '../../tools/demo/shop';
import { CHROMIUM } from '../../tools/demo/screenshot';
import { builtImage } from '../support/built-image';
import { need } from '../support/need';

const PICTURES = '.build/browser';
const STORY_MS = 60_000;

need('chromium', 'the demo page', () => {
  let demo: Demo;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true });
    demo = await startDemo({ port: 0, soundSpeed: 4, image: await builtImage(BOARD) });
    browser = await chromium.launch(CHROMIUM);
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.close();
  });
  beforeEach(async () => {
    faults.length = 0;
    const context = await browser.newContext({ viewport: { width: 1400, height: 1100 } });
    page = await context.newPage();
    page.on('pageerror', (error) => faults.push(error.message));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('request', (request) => {
      if (!request.url().startsWith(demo.address) && !/^(blob|data):/.test(request.url()))
        faults.push(`asked for ${request.url()}`);
    });
    await page.goto(demo.address);
    await page.getByText('box is online').waitFor();
  });
  afterEach(async () => {
    await page.context().close();
    expect(faults).toEqual([]);
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });

  /** What axe finds that would keep somebody out. */
  async function serious(): Promise<string[]> {
    const { violations } = await new AxeBuilder({ page }).analyze();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }

  async function playStory(title: string, id: string): Promise<void> {
    await page.getByRole('button', { name: `Play “${title}` }).click();
    const story = page.locator(`[data-story="${id}"]`);
    await story.locator('.outcome.passed, .outcome.failed').waitFor({ timeout: STORY_MS });
    expect(await story.locator('li.bad').allInnerTexts()).toEqual([]);
    expect(await story.locator('.outcome').innerText()).toContain('promise kept');
  }

  test('takes a payment from the amount to the spoken word, with keyboard and mouse', async () => {
    await page.getByLabel('Amount in rupees').fill('1250.50');
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: 'a QR code with the amount' }).waitFor();
    await button('Read the QR').click();
    expect(await page.locator('.app dl').innerText()).toMatch(/1250\.50/);
    await button('Continue to payment').click();
    await button('Pay').click();
    await page.getByText('✓ Paid').waitFor();
    await page.locator('.current').getByText('paid, spoken').waitFor();
    await page.getByText('“received one thousand two hundred fifty rupees fifty paisa”').waitFor();
    await page.locator('.wire').getByText('show-qr').first().waitFor();
    await page.screenshot({ path: `${PICTURES}/paid.png` });
  }, 30_000);

  /** The buttons of each customer's phone, in their order, and what the counter says at the end. */
  const phones: { title: string; amount: string; money: string; clicks: string[] }[] = [
    { title: 'Fonepay', amount: '75', money: 'NPR 75.00', clicks: ['Read the QR', 'Pay'] },
    { title: 'NPX OnePG', amount: '250', money: 'NPR 250.00', clicks: ['Read the QR', 'Open the page', 'Pay'] },
    { title: 'Bakong KHQR', amount: '20500', money: 'KHR 20,500', clicks: ['Read the QR', 'Pay'] },
    { title: 'Electrum', amount: '77.70', money: 'ZAR 77.70', clicks: ['Read the QR', 'Agree'] },
    {
      title: 'Pockyt',
      amount: '13',
      money: 'USD 13.00',
      clicks: ['Show my code', 'Hold it to the scanner', 'Confirm'],
    },
  ];
  test.each(phones)(
    'takes a payment with $title, on its own phone',
    async ({ title, amount, money, clicks }) => {
      await page.getByLabel('Pay with').selectOption({ label: title });
      await page.getByLabel(/^Amount in/).fill(amount);
      await button('Ask for payment').click();
      await page.locator('.current').getByText(money).waitFor();
      const shown = title === 'Pockyt' ? 'the customer shall show a code' : 'a QR code with the amount';
      await page.getByRole('img', { name: shown }).waitFor();
      for (const [at, name] of clicks.entries()) {
        await button(name).click();
        if (at === 0) expect(await serious()).toEqual([]);
        if (at === 0) await page.screenshot({ path: `${PICTURES}/${title}.png` });
      }
      await page.getByText('✓ Paid').waitFor();
      await page.locator('.current').getByText('paid, spoken').waitFor();
      if (title !== 'Pockyt') return;
      await button('Give the money back').click();
      await page.getByText('↩ Money returned').waitFor();
    },
    STORY_MS,
  );

  test('offers the currencies that a switch takes', async () => {
    await page.getByLabel('Pay with').selectOption({ label: 'Bakong KHQR' });
    await page.getByLabel('Currency').selectOption('USD');
    expect(await page.getByLabel('Amount in dollars').inputValue()).toBe('99.95');
    await button('Ask for payment').click();
    await page.locator('.current').getByText('USD 99.95').waitFor();
    await button('Take the QR away').click();
    await page.locator('.current').getByText('cancelled').waitFor();
  });

  test('says what is wrong with an amount that cannot be', async () => {
    await page.getByLabel('Amount in rupees').fill('12.345');
    await button('Ask for payment').click();
    const alert = page.locator('#amount-fault');
    await expect.poll(() => alert.innerText()).not.toBe('');
    // The browser notes the refusal on its console as well.
    faults.length = 0;
  });

  test('keeps nobody out, in light and in dark, wide and narrow', async () => {
    expect(await serious()).toEqual([]);
    await button('☾ Dark').click();
    expect(await serious()).toEqual([]);
    await page.setViewportSize({ width: 390, height: 800 });
    expect(await serious()).toEqual([]);
    const overhang = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(overhang).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `${PICTURES}/narrow-dark.png`, fullPage: true });
  }, 60_000);

  test('shows the box dark without power and finds it again', async () => {
    await button('Pull the plug').click();
    await page.getByRole('img', { name: 'dark, no power' }).waitFor();
    await page.getByText('no power', { exact: true }).waitFor();
    await button('Plug it in').click();
    await page.getByText('box is online').waitFor();
  });

  test('lets the customer walk away', async () => {
    await button('50').click();
    await button('Ask for payment').click();
    await page.getByRole('img', { name: 'a QR code with the amount' }).waitFor();
    await button('Read the QR').click();
    await button('Walk away').click();
    await page.getByText('The customer walked away').waitFor();
    await button('Take the QR away').click();
    await page.locator('.current').getByText('cancelled').waitFor();
  });

  test(
    'tells of the payment that was reported again and again',
    () => playStory('The same payment', 'pay-twice'),
    STORY_MS,
  );
  test('tells of the box that lost its power', () => playStory('The box loses power', 'power-cut'), STORY_MS);
  test('tells of the thief on the broker', () => playStory('A thief forges', 'forged'), STORY_MS);
});
