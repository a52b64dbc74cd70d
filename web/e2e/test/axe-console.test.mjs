// axe-core on nineteen pages and dialogs of the console, contrast included: light
// and dark, wide and narrow, left to right and right to left.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent } from '../lib/agent.mjs';
import { filmed, launch, person } from '../lib/browser.mjs';
import { check, LOOKS, named, OTHERS } from '../lib/looks.mjs';
import { Server } from '../lib/server.mjs';

let server, browser, agent;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  agent = await Agent.enter(browser, server.base, server.adminLink);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** The console's pages: how to come to each, and by what one sees that it is there. */
const PAGES = [
  ['inbox', '/inbox/all', '.rows .item'],
  ['knowledge', '/knowledge', 'main h1'],
  ['import', '/knowledge/import', '.drop'],
  ['sources', '/knowledge/sources', 'main h1'],
  ['conflicts', '/knowledge/conflicts', 'main h1'],
  ['article', '/knowledge/new', '#ar-title'],
  ['test', '/test', '#tb-text'],
  ['training', '/training', 'tbody tr'],
  ['intent', '/training/intents/wholesale', '#ex-text'],
  ['models', '/training/models', 'tbody tr'],
  ['people', '/people', 'table'],
  ['tokens', '/tokens', 'main h1'],
  ['overview', '/overview', 'main h1'],
  ['password', '/password', '#pw-new'],
  ['missing', '/nowhere', 'main h1'],
];

const CONSOLES = [
  { lang: 'en', locale: 'en-GB', looks: LOOKS },
  { lang: 'zh', locale: 'zh-CN', looks: OTHERS },
  { lang: 'rtl', locale: 'en-GB', looks: LOOKS, rtl: true },
];

const VISITS = CONSOLES.flatMap(({ looks, ...desk }) => looks.map((look) => ({ ...desk, look, name: `${desk.lang}-${named(look)}` })));

for (const { locale, rtl, look, name } of VISITS) {
  test(`axe: nineteen pages of the console, ${name}`, () =>
    filmed(browser, `axe-console-${name}`, async () => {
      const waiting = await server.say(`axe-${name}`, `axe-${name}-1`, 'أين طلبي 10482؟ أريد التحدث مع شخص', { locale: 'ar' });
      const { page, errors, context } = await person(browser, { locale, ...look });
      const found = [];
      const state = (what) => check(page, `console-${name}-${what}`, found);
      if (rtl) await page.addInitScript(() => addEventListener('DOMContentLoaded', () => (document.documentElement.dir = 'rtl')));
      await page.goto(`${server.base}/console/`);
      await page.locator('#si-password').waitFor();
      await state('signin');
      await context.addCookies(await agent.context.cookies());
      await page.goto(`${server.base}/console/#/inbox/mine`);
      await page.reload();
      await page.locator('.shell').waitFor();
      for (const [what, path, sign] of PAGES) {
        await page.goto(`${server.base}/console/#${path}`);
        await page.locator(sign).first().waitFor();
        await page.locator('.skeleton').waitFor({ state: 'detached' });
        await state(what);
      }
      await page.goto(`${server.base}/console/#/inbox/waiting/${waiting.conversation}`);
      await page.locator('.thread .packet').waitFor();
      await state('waiting');
      await page.locator('.composer .btn.primary').first().click();
      await page.locator('.modes button:first-child:enabled').waitFor();
      await page.locator('.composer textarea').fill('One moment please');
      await page.locator('.log details summary').first().click();
      await state('thread');
      await dialogs(page, state);
      assert.deepEqual(found, []);
      assert.deepEqual(errors, []);
      await context.close();
    }));
}

/** The dialogs that open from an own conversation. */
async function dialogs(page, state) {
  const actions = page.locator('.thread .actions .btn:not(.icon)');
  for (const [name, button] of [['transfer', actions.nth(0)], ['resolve', actions.nth(2)]]) {
    await button.click();
    await page.getByRole('dialog').waitFor();
    await state(name);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog').waitFor();
  await state('palette');
  await page.keyboard.press('Escape');
}
