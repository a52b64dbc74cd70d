// A shop teaches the bot an intent of its own: import, correct, train, compare,
// use; and "should have been" from a decision.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent } from '../lib/agent.mjs';
import { filmed, launch, shot } from '../lib/browser.mjs';
import { Server } from '../lib/server.mjs';
import { until } from '../lib/until.mjs';

const ASKED = 'can you engrave a locket for my mother';
const THINGS = ['a ring', 'the bracelet', 'my watch', 'a necklace', 'this pendant', 'a spoon', 'the knife'];
const CSV = `text,intent,language\n${THINGS.map((thing) => `can you engrave ${thing},engraving,en\ndo you do engraving on ${thing},engraving,en`).join('\n')}\n`;

let server, browser, editor;
before(async () => {
  [server, browser] = await Promise.all([Server.start({ FRONTDESK_BOT_LANGUAGES: 'en' }), launch()]);
  const admin = await Agent.enter(browser, server.base, server.adminLink);
  editor = await Agent.enter(browser, server.base, await admin.hire('Mara Lind', 'editor'));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const file = (text) => ({ name: 'shop.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });

test('import, correct with undo, train, compare, use', () =>
  filmed(browser, 'training', async () => {
    const { page } = editor;
    await editor.visit('/training');
    await page.getByRole('link', { name: 'Order status' }).waitFor();
    await shot(page, 'training-intents');
    await page.getByRole('button', { name: 'Import CSV' }).click();
    await page.locator('input[type=file]').setInputFiles(file('text,intent\nhello,greeting\nhello,goodbye\n'));
    await page.getByText('shop.csv:3:1: the same text is under greeting in line 2').waitFor();
    await shot(page, 'training-refused');
    await page.locator('input[type=file]').setInputFiles(file(CSV));
    await page.getByText('14 added, 0 were there already').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Engraving' }).click();

    await page.locator('#ex-text').fill('engraving possible?\ncan you engrave a ring');
    await page.getByRole('button', { name: 'Add 2' }).click();
    await page.getByText('can you engrave a ring: engraving has this example already.').waitFor();
    await page.getByText('15 examples').waitFor();
    await shot(page, 'training-intent');
    await page.getByRole('button', { name: 'Delete: engraving possible?' }).click();
    await page.getByText('14 examples').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('15 examples').waitFor();

    await editor.visit('/training/models');
    await page.getByRole('button', { name: 'Train a model' }).click();
    await page.locator('#tr-note').fill('engraving');
    await page.getByRole('dialog').getByRole('button', { name: 'Train a model' }).click();
    await page.getByRole('progressbar').waitFor();
    await shot(page, 'training-progress');
    await page.getByText('Model 1 is ready. It is not in use yet.').waitFor({ timeout: 90_000 });
    await shot(page, 'training-models');
    await page.getByRole('button', { name: 'Compare and use: Model 1' }).click();
    await page.getByRole('button', { name: 'Use this model' }).waitFor();
    await shot(page, 'training-compare');
    await page.getByRole('button', { name: 'Use this model' }).click();
    await page.getByText('In use: Model 1').waitFor();
    const { trace } = await editor.call('POST', '/v1/test', { text: ASKED, lang: 'en' });
    assert.equal(trace.reading.intents[0].intent, 'engraving');
    await page.getByRole('tab', { name: 'Confusions' }).click();
    await page.locator('details summary').first().click();
    await shot(page, 'training-confusions');
    await page.getByRole('tab', { name: 'Confidence' }).click();
    await page.getByRole('img', { name: 'Is the confidence a probability?' }).waitFor();
    assert.equal(await page.getByRole('region', { name: 'What answering more costs' }).locator('tbody tr').count(), 5);
    assert.ok((await page.getByRole('img', { name: 'What answering more costs' }).locator('path.curve').getAttribute('d')).includes('L'));
    await shot(page, 'training-confidence');
    assert.deepEqual(editor.errors, []);
  }));

test('a message that was read wrongly becomes an example', () =>
  filmed(browser, 'training-teach', async () => {
    const { page } = editor;
    await editor.visit('/test');
    await page.locator('#tb-text').fill('is the blue one waterproof at all');
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.getByText('Should have been something else?').click();
    await page.getByLabel('It should have been').selectOption('none');
    await shot(page, 'training-teach');
    await page.getByRole('button', { name: 'Teach the bot' }).click();
    await page.getByText('Now an example of None of these.').waitFor();
    await until('the example', async () => (await editor.call('GET', '/v1/training/examples?intent=none')).total === 1);
    assert.deepEqual(editor.errors, []);
  }));
