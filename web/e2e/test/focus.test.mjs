// With the keyboard alone: a button that is gone with what it did leaves the focus
// where it stood, and who takes a conversation over can write at once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent } from '../lib/agent.mjs';
import { filmed, launch } from '../lib/browser.mjs';
import { Server } from '../lib/server.mjs';
import { until } from '../lib/until.mjs';

let server, browser, admin;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  admin = await Agent.enter(browser, server.base, server.adminLink);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Waits until the focus is within the page's main part. */
const kept = () => until('the focus is in its place', () => admin.page.evaluate(() => document.querySelector('main').contains(document.activeElement)));

/** Presses a button, and waits until it is gone. */
async function spend(button) {
  await button.press('Enter');
  await button.waitFor({ state: 'detached' });
}

const at = () => admin.page.evaluate(() => document.activeElement.getAttribute('aria-label') ?? document.activeElement.textContent.trim());

test('what was removed leaves the focus in its place', () =>
  filmed(browser, 'focus', async () => {
    const { page } = admin;
    await admin.visit('/knowledge/import');
    const file = (name) => ({ name, mimeType: 'text/markdown', buffer: Buffer.from(`# ${name}`) });
    await page.locator('input[type=file]').first().setInputFiles(['a.md', 'b.md', 'c.md'].map(file));
    await spend(page.getByRole('button', { name: 'Remove b.md' }));
    await kept();
    await page.keyboard.press('Tab');
    assert.match(await at(), /Remove [ac]\.md/);
    await spend(page.getByRole('button', { name: 'Clear the list' }));
    await kept();

    await admin.visit('/knowledge/sources');
    await page.getByRole('button', { name: 'Add a source' }).press('Enter');
    await page.locator('#so-name').fill('Help centre');
    await page.locator('#so-url').fill('https://help.shop.example/sitemap.xml');
    await page.locator('#so-url').press('Enter');
    await page.getByRole('button', { name: 'Remove: Help centre' }).press('Enter');
    await spend(page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }));
    await page.getByText('No sources yet').waitFor();
    await kept();
    // Who points is left alone.
    await page.getByRole('heading', { level: 1 }).click();
    assert.equal(await page.evaluate(() => document.activeElement.closest('button, input, a')), null);
    assert.deepEqual(admin.errors, []);
  }));

test('taking over leads to the reply', () =>
  filmed(browser, 'focus-takeover', async () => {
    const { page } = admin;
    const { conversation } = await server.say('focus', 'focus-1', 'I want to talk to a person', { locale: 'en' });
    await admin.visit(`/inbox/waiting/${conversation}`);
    await page.locator('.composer').getByRole('button', { name: 'Take over' }).press('Enter');
    await page.locator('.modes button', { hasText: 'Reply' }).and(page.locator(':enabled')).waitFor();
    await until('the reply has the focus', () => admin.composer.evaluate((box) => box === document.activeElement));
    await page.keyboard.type('Hello, this is Priya.');
    await page.keyboard.press('Enter');
    await admin.message('Hello, this is Priya.').waitFor();
    assert.deepEqual(admin.errors, []);
  }));
