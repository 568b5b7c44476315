// The picture of the page in the README: a payment on its way, as a visitor would see it.
import { chromium } from 'playwright-core';

/** Debian's Chromium without anything that would ask the network. */
export const CHROMIUM = {
  executablePath: '/usr/bin/chromium',
  args: [
    '--headless',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

/** Walks through a payment, plays the forged-message story to its end, shows another QR, and saves the page. */
export async function screenshot(address: string, file: string): Promise<void> {
  const browser = await chromium.launch(CHROMIUM);
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 1180 }, deviceScaleFactor: 1 });
    await page.goto(address);
    await page.getByText('box is online').waitFor();
    await page.getByRole('button', { name: 'Play “A thief forges' }).click();
    await page.getByText('✓ promise kept').waitFor({ timeout: 60_000 });
    await page.getByRole('button', { name: 'Ask for payment' }).click();
    await page.getByRole('img', { name: 'a QR code with the amount' }).waitFor();
    await page.getByRole('button', { name: 'Read the QR' }).click();
    await page.getByRole('button', { name: 'Continue to payment' }).waitFor();
    await page.evaluate(() => scrollTo(0, 0));
    await page.waitForTimeout(500);
    await page.screenshot({ path: file });
  } finally {
    await browser.close();
  }
}
