// The life of an article in the console: reviewed, published, changed beside what
// serves, compared, brought back; and several at once, with undo.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent } from '../lib/agent.mjs';
import { filmed, launch } from '../lib/browser.mjs';
import { check } from '../lib/looks.mjs';
import { Server } from '../lib/server.mjs';
import { until } from '../lib/until.mjs';

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

test('review, publish, working copy, diff, rollback, translation', () =>
  filmed(browser, 'article-life', async () => {
    const { page } = editor;
    const made = await editor.call('POST', '/v1/articles', { title: 'Gift wrapping', body: 'We wrap gifts for 4 euros.', locale: 'en' });
    await editor.visit(`/knowledge/${made.id}`);
    await page.getByRole('button', { name: 'Ask for a review' }).click();
    await page.getByText('In review').first().waitFor();
    await page.getByRole('button', { name: 'Send back' }).click();
    await page.getByText('Say what has to change.').waitFor();
    await page.getByRole('button', { name: 'Approve' }).click();
    await page.getByText('Approved').first().waitFor();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Published: the bot answers with it.').waitFor();
    await page.getByRole('textbox', { name: 'Text (Markdown)' }).fill('We wrap gifts for 5 euros.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('You see the working copy.').waitFor();
    assert.equal((await editor.call('GET', `/v1/articles/${made.id}`)).body, 'We wrap gifts for 4 euros.');
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByRole('button', { name: 'Show changes', exact: true }).click();
    assert.equal(await page.locator('del').innerText(), '4');
    assert.equal(await page.locator('ins').innerText(), '5');
    const found = [];
    await check(page, 'article-versions', found, 'main');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Version 2', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Bring back: Version 1' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Bring back' }).click();
    await page.getByText('Version 1 again').waitFor();
    assert.equal((await editor.call('GET', `/v1/articles/${made.id}`)).body, 'We wrap gifts for 4 euros.');
    await page.getByRole('tab', { name: 'Translations' }).click();
    await page.locator('#ar-to').fill('de');
    await page.getByRole('button', { name: 'Create translation' }).click();
    await page.locator('#ar-title').fill('Geschenkverpackung');
    await page.getByRole('textbox', { name: 'Text (Markdown)' }).fill('Wir verpacken Geschenke für 4 Euro.');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').first().waitFor();
    const now = await editor.call('GET', `/v1/articles/${made.id}`);
    await editor.call('PUT', `/v1/articles/${made.id}`, { title: 'Gift wrapping', body: 'We wrap gifts for 6 euros.', locale: 'en', version: now.version });
    await editor.call('POST', `/v1/articles/${made.id}/publish`, { version: now.version + 1 });
    await page.reload();
    await page.getByText('The original has changed since it was translated').waitFor();
    await check(page, 'article-translation', found, 'main');
    assert.deepEqual(found, []);
    await page.getByRole('button', { name: 'The translation has these changes' }).click();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.locator('.page-head').getByText('Translation is stale').waitFor({ state: 'detached' });
    assert.deepEqual(editor.errors, []);
  }));

test('several articles at once, and taken back', () =>
  filmed(browser, 'article-bulk', async () => {
    const { page } = editor;
    for (const n of [1, 2]) await editor.call('POST', '/v1/articles', { title: `Batchwise ${n}`, body: 'Text.', locale: 'en', owner: 'Ada' });
    await editor.visit('/knowledge');
    await page.getByRole('searchbox').fill('Batchwise');
    await page.getByText('2 articles', { exact: true }).waitFor();
    await page.getByRole('checkbox', { name: 'Choose all' }).check();
    await page.getByText('2 articles chosen').waitFor();
    const found = [];
    await check(page, 'articles-chosen', found, 'main');
    assert.deepEqual(found, []);
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByRole('button', { name: 'Do it' }).click();
    await page.getByText('2 articles changed.').waitFor();
    assert.equal((await editor.call('GET', '/v1/articles?q=Batchwise&status=published')).total, 2);
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Taken back.').waitFor();
    assert.equal((await editor.call('GET', '/v1/articles?q=Batchwise&status=draft')).total, 2);
    await page.getByRole('combobox', { name: 'Show' }).selectOption('held');
    await page.getByText('No article fits').waitFor();
  }));

test('publish at a time, take it back, and let the time come', () =>
  filmed(browser, 'article-schedule', async () => {
    const { page } = editor;
    const made = await editor.call('POST', '/v1/articles', { title: 'Winter opening', body: 'We open at ten in winter.', locale: 'en' });
    await editor.visit(`/knowledge/${made.id}`);
    await page.getByRole('button', { name: 'Publish with…' }).click();
    await page.locator('#ar-at').fill('2099-12-01T08:00');
    await page.getByRole('dialog').getByRole('button', { name: 'Schedule' }).click();
    await page.getByRole('button', { name: 'Do not publish then' }).waitFor();
    const found = [];
    await check(page, 'article-scheduled', found, 'main');
    assert.deepEqual(found, []);
    assert.equal((await editor.call('GET', '/v1/articles?scheduled=true')).items[0].id, made.id);
    await page.getByRole('button', { name: 'Do not publish then' }).click();
    await page.getByRole('button', { name: 'Do not publish then' }).waitFor({ state: 'detached' });
    const now = await editor.call('GET', `/v1/articles/${made.id}`);
    assert.equal(now.status, 'draft');
    await editor.call('POST', `/v1/articles/${made.id}/publish`, { version: now.version, at: new Date(Date.now() + 1000).toISOString() });
    await until('the time has come', async () => (await editor.call('GET', `/v1/articles/${made.id}`)).status === 'published');
  }));
