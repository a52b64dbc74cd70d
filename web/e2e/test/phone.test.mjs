// The console on a phone, in the languages with the longest words: no label of the
// bar is cut, no page is wider than the screen, and what is beyond the bar is a menu.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent } from '../lib/agent.mjs';
import { filmed, launch, PHONE, person } from '../lib/browser.mjs';
import { check } from '../lib/looks.mjs';
import { Server } from '../lib/server.mjs';

let server, browser, admin;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  admin = await Agent.enter(browser, server.base, server.adminLink);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** The labels of the bar of which a part is not shown. */
const cut = (page) => page.locator('.rail .text').evaluateAll((all) => all.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.textContent));

for (const [locale, more, people] of [['de-DE', 'Mehr', 'Personen'], ['es-ES', 'Más', 'Personas']]) {
  test(`phone: whole labels, tables that fold, a menu for the rest, ${locale}`, () =>
    filmed(browser, `phone-${locale}`, async () => {
      const found = [];
      const { page, context, errors } = await person(browser, { locale, viewport: PHONE });
      await context.addCookies(await admin.context.cookies());
      await page.goto(`${server.base}/console/#/knowledge`);
      await page.locator('tbody tr').first().waitFor();
      assert.deepEqual(await cut(page), []);
      assert.equal(await page.locator('.table-wrap').evaluate((e) => e.scrollWidth - e.clientWidth), 0, 'the table of articles is scrolled sideways');
      await check(page, `phone-${locale}-knowledge`, found);
      await page.locator('.rail').getByRole('button', { name: more }).click();
      await page.getByRole('menuitem', { name: people }).click();
      await page.locator('h1', { hasText: people }).waitFor();
      await page.locator('tbody tr').first().waitFor();
      await check(page, `phone-${locale}-people`, found);
      assert.deepEqual(found, []);
      assert.deepEqual(errors, []);
      await context.close();
    }));
}

test('a case is headed in the language that its reader chose', () =>
  filmed(browser, 'headline', async () => {
    await server.say('anna', 'anna-1', 'I want to talk to a person');
    const { page, context } = await person(browser, { locale: 'de-DE' });
    await context.addCookies(await admin.context.cookies());
    await page.goto(`${server.base}/console/#/inbox/waiting`);
    await page.getByText('wünscht einen Menschen').first().waitFor();
    await context.close();
  }));
