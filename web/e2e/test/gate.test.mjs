// Before a publish the console shows what shoppers would be answered: what makes a
// golden question worse needs a reason. The glossary finds at once.
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
  editor = await Agent.enter(browser, server.base, await admin.hire('Gil Amaro', 'admin'));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('golden questions, and a publish that spoils one', () =>
  filmed(browser, 'gate', async () => {
    const { page } = editor;
    const found = [];
    const made = await editor.call('POST', '/v1/articles', { title: 'Engraving of pocket knives', body: 'We engrave pocket knives with up to twelve letters.', locale: 'en', key: 'help/en/engraving.md' });
    await editor.call('POST', `/v1/articles/${made.id}/publish`, { version: made.version });
    await editor.visit('/knowledge/golden');
    await page.getByText('No golden questions yet').waitFor();
    await page.getByRole('button', { name: 'Add a question' }).click();
    await page.getByLabel('Question, as a shopper asks it').fill('do you engrave pocket knives?');
    await page.getByLabel('Articles that answer it').fill('engraving');
    await page.getByLabel('Language').selectOption('en');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('must be answered by').waitFor();
    await check(page, 'golden', found, 'main');

    await editor.visit(`/knowledge/${made.id}`);
    await page.getByLabel('Title').first().fill('Something else');
    await page.getByRole('textbox', { name: 'Text (Markdown)' }).fill('Nothing is said here.');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'What shoppers will be answered' });
    await dialog.getByText('1 golden question was answered right and would not be.').waitFor();
    await dialog.getByText('do you engrave pocket knives?').waitFor();
    const publish = dialog.getByRole('button', { name: 'Publish all the same' });
    assert.equal(await publish.isDisabled(), true);
    await check(page, 'gate', found, '.dialog');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.equal((await editor.call('GET', `/v1/articles/${made.id}`)).body, 'We engrave pocket knives with up to twelve letters.');

    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await dialog.getByLabel('Why publish all the same?').fill('the engraver has left us');
    await page.keyboard.press('Enter');
    await page.getByText('Published: the bot answers with it.').waitFor();
    await page.getByRole('tab', { name: 'Versions' }).click();
    await page.getByText('the engraver has left us').waitFor();

    await page.getByRole('button', { name: 'Bring back: Version 1' }).click(); // better again: nobody is asked
    await page.getByRole('dialog').getByRole('button', { name: 'Bring back' }).click();
    await page.getByText('Version 1 again').waitFor();
    assert.deepEqual(found, []);
    assert.deepEqual(editor.errors, []);
  }));

test('an import that spoils a golden question: that text waits, the others are published', () =>
  filmed(browser, 'gate-import', async () => {
    const { page } = editor;
    const file = (name, text) => ({ name, mimeType: 'text/markdown', buffer: Buffer.from(text) });
    await editor.visit('/knowledge/import');
    await page.locator('input[type=file]').first().setInputFiles([
      file('hooks.md', '# Coat hooks\n\nCoat hooks are screwed to the wall; screws are in the box.\n'),
      file('knives.md', '# Do you engrave pocket knives?\n\nDo you engrave pocket knives? No: we engrave no pocket knives any more.\n'),
      file('lamps.md', '# Lamp shades\n\nLamp shades are wiped with a dry cloth.\n'),
    ]);
    await page.getByRole('button', { name: 'Import 3 files' }).click();
    for (const text of ['Added: 2', 'Held: 1']) await page.getByRole('button', { name: text }).waitFor();
    await page.getByRole('link', { name: 'Do you engrave pocket knives?' }).click();
    await page.getByText(/would make answers worse|answers get worse/i).first().waitFor();
    const live = (await editor.call('GET', '/v1/articles?q=.md&status=published&limit=200')).items.map((a) => a.title);
    assert.deepEqual(['Coat hooks', 'Lamp shades', 'Do you engrave pocket knives?'].map((title) => live.includes(title)), [true, true, false]);
    assert.deepEqual(editor.errors, []);
  }));

test('a term of the glossary finds at once', () =>
  filmed(browser, 'glossary', async () => {
    const { page } = editor;
    const found = [];
    await editor.visit('/knowledge/glossary');
    await page.getByText('No terms yet').waitFor();
    await page.getByRole('button', { name: 'Add a term' }).click();
    await page.getByLabel('Names, English').fill('engrave, etch');
    await page.getByLabel('Names, German').fill('gravieren');
    await check(page, 'glossary-term', found, '.dialog');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByText('1 term', { exact: true }).waitFor();
    await check(page, 'glossary', found, 'main');
    const asked = async () => (await editor.call('POST', '/v1/test', { text: 'can you etch pocket knives', lang: 'en' })).trace.steps.find((s) => s.rung === 'retrieve')?.data.glossary;
    const notes = await until('the term in a question', async () => {
      const found = await asked();
      return found?.length && found;
    });
    assert.equal(notes[0], 'etch → engrave (en)');
    await page.getByRole('button', { name: /^Delete/ }).click();
    await page.getByText('Term deleted.').waitFor();
    await page.getByText('No terms yet').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('1 term', { exact: true }).waitFor();
    assert.deepEqual(found, []);
  }));
