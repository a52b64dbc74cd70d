// What an article speaks of: a link that was found is confirmed, another is added
// and removed; an agent who takes a case over sees the product.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent } from '../lib/agent.mjs';
import { filmed, launch } from '../lib/browser.mjs';
import { check } from '../lib/looks.mjs';
import { Server } from '../lib/server.mjs';

let server, browser, editor;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  const admin = await Agent.enter(browser, server.base, server.adminLink);
  editor = await Agent.enter(browser, server.base, await admin.hire('Eda Aksoy', 'admin'));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('links are added and removed', () =>
  filmed(browser, 'article-links', async () => {
    const { page } = editor;
    const made = await editor.call('POST', '/v1/articles', { title: 'Descaling', body: 'Descale it every three months.', locale: 'en' });
    await editor.visit(`/knowledge/${made.id}`);
    await page.getByRole('tab', { name: 'Products' }).click();
    await page.getByText('Nothing is linked.').waitFor();
    await page.locator('#ar-link').fill('kettle');
    await page.getByRole('button', { name: 'Link a product', exact: true }).click();
    await page.getByRole('button', { name: 'Link a product: Spout electric kettle' }).click();
    await page.locator('[data-ref="MH-225"][data-state="confirmed"]').waitFor();
    const found = [];
    await check(page, 'article-links', found, 'main');
    assert.deepEqual(found, []);
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await page.locator('[data-ref="MH-225"][data-state="removed"]').waitFor();
    assert.equal((await editor.call('GET', `/v1/articles/${made.id}/links`)).items[0].state, 'removed');
  }));
