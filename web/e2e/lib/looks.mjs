// One state of a page, held against axe and photographed.
import { violations } from './axe.mjs';
import { DESKTOP, PHONE, shot } from './browser.mjs';

// Every colour scheme meets every width and every direction of writing. A page
// keeps its scheme: where one changes under a page, Chromium leaves some
// inherited light-dark() colours as they were.
export const LOOKS = [{ colorScheme: 'light', viewport: DESKTOP }, { colorScheme: 'dark', viewport: PHONE }];
export const OTHERS = [{ colorScheme: 'dark', viewport: DESKTOP }, { colorScheme: 'light', viewport: PHONE }];

/** A look in words. */
export const named = ({ colorScheme, viewport }) => `${colorScheme}-${viewport.width}`;

/** Waits until what is moving or fading has come to rest: a button that was disabled a moment ago is still pale. */
const settled = () => Promise.all(document.getAnimations().filter((a) => a.effect?.getComputedTiming().iterations !== Infinity).map((a) => a.finished.catch(() => undefined))).then(() => undefined);

/** Checks one state within scope (a selector); what breaks a rule goes into found. */
export async function check(page, state, found, scope) {
  await page.evaluate(settled);
  await shot(page, `axe-${state}`);
  for (const line of await violations(page, scope)) found.push(`${state}: ${line}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  if (wide > 0) found.push(`${state}: ${wide} px too wide`);
}
