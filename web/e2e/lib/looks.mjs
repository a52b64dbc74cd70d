// One state of a page in several looks, held against axe and photographed.
import { violations } from './axe.mjs';
import { DESKTOP, PHONE, shot } from './browser.mjs';

// Every colour scheme meets every width and every direction of writing.
export const LOOKS = [['light', DESKTOP], ['dark', PHONE]];
export const OTHERS = [['dark', DESKTOP], ['light', PHONE]];

/** Checks one state in the given looks; what breaks a rule goes into found. */
export async function check(page, name, looks, found, scope) {
  for (const [colorScheme, size] of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize(size);
    await page.evaluate(styleAnew);
    const state = `${name}-${colorScheme}-${size.width}`;
    await shot(page, `axe-${state}`);
    for (const line of await violations(page, scope)) found.push(`${state}: ${line}`);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) found.push(`${state}: ${wide} px too wide`);
  }
}

/** Chromium keeps some inherited light-dark() colours when the scheme changes under a page; a rule for all makes it look again. */
function styleAnew() {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync('* { --anew: 1 }');
  for (const root of [document, document.querySelector('frontdesk-chat')?.shadowRoot]) {
    if (!root) continue;
    root.adoptedStyleSheets.push(sheet);
    getComputedStyle(document.body).getPropertyValue('--anew');
    root.adoptedStyleSheets.pop();
  }
}
