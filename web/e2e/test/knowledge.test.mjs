// The content team's day: write, publish, test, import, and two people at once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent } from '../lib/agent.mjs';
import { filmed, launch, shot } from '../lib/browser.mjs';
import { Server } from '../lib/server.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { until } from '../lib/until.mjs';

const QUESTION = 'How long does engraving of a thermos bottle take?';

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

test('write an article, publish it, find it in the test box, get it in the widget', () =>
  filmed(browser, 'knowledge-write', async () => {
    const { page } = editor;
    const shopper = await Shopper.arrive(browser, server.base, 'en');
    await editor.visit('/knowledge');
    await page.locator('tbody tr, .rows li').first().waitFor();
    await shot(page, 'knowledge-list');
    await page.getByRole('link', { name: 'New article' }).or(page.getByRole('button', { name: 'New article' })).click();
    await page.locator('#ar-title').fill('Engraving of thermos bottles');
    await page.getByRole('textbox', { name: 'Text (Markdown)' }).fill('We engrave thermos bottles with up to 24 letters. It takes four working days and costs 9 euros.');
    await page.locator('#ar-questions').fill(QUESTION);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved.').waitFor();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Published: the bot answers with it.').waitFor();
    await until('the answer in the test box', async () => {
      const { decision } = await editor.call('POST', '/v1/test', { text: QUESTION });
      return decision.text?.includes('24 letters');
    });
    const answer = await shopper.ask(QUESTION);
    assert.match(await answer.innerText(), /24 letters/);
    await shot(page, 'knowledge-article');
    await editor.visit('/test');
    await page.locator('#tb-text').fill(QUESTION);
    await page.getByRole('button', { name: 'Ask' }).click();
    await page.locator('blockquote.answer').getByText('24 letters').waitFor();
    await page.locator('section.card').getByText('Engraving of thermos bottles').first().waitFor();
    await shot(page, 'knowledge-test');
    await shopper.close();
  }));

test('import a file of questions and answers, with a report a row', () =>
  filmed(browser, 'knowledge-import', async () => {
    const { page } = editor;
    await editor.visit('/knowledge/import');
    const csv = 'question,answer\n"Do you repair tents?","Yes, our workshop repairs tents of every brand within ten days."\n';
    const files = [
      { name: 'faq.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) },
      { name: 'empty.md', mimeType: 'text/markdown', buffer: Buffer.from('') },
    ];
    await page.locator('input[type=file]').first().setInputFiles(files);
    await page.getByRole('button', { name: 'Import 2 files' }).click();
    await page.getByText('Report').first().waitFor();
    await page.getByRole('button', { name: 'Added: 1' }).waitFor();
    await page.getByRole('button', { name: 'Refused: 1' }).waitFor();
    await shot(page, 'knowledge-import');
    const shopper = await Shopper.arrive(browser, server.base, 'en');
    const answer = await until('the imported answer', async () => {
      const text = await (await shopper.ask('Do you repair tents?')).innerText();
      return /workshop/.test(text) && text;
    });
    assert.match(answer, /ten days/);
    await shopper.close();
  }));

test('two tabs change one article: the second sees who was first, and loses nothing', () =>
  filmed(browser, 'knowledge-conflict', async () => {
    const article = await editor.call('POST', '/v1/articles', {
      title: 'Opening hours', body: 'We open at nine.', locale: 'en', markets: [], questions: [], intents: [], url: '', internal: false,
    });
    const tabs = [editor.page, await editor.context.newPage()];
    for (const tab of tabs) {
      await tab.goto(`${server.base}/console/#/knowledge/${article.id}`);
      await tab.locator('#ar-title').waitFor();
    }
    const body = (tab) => tab.getByRole('textbox', { name: 'Text (Markdown)' });
    await body(tabs[0]).fill('We open at eight.');
    await body(tabs[1]).fill('We open at ten.');
    await tabs[0].getByRole('button', { name: 'Save', exact: true }).click();
    await tabs[0].getByText('Saved.').waitFor();
    const refused = tabs[1].waitForResponse((response) => response.status() === 412);
    await tabs[1].getByRole('button', { name: 'Save', exact: true }).click();
    assert.equal((await (await refused).json()).code, 'version_conflict');
    await tabs[1].getByText(/Eda Aksoy changed this article/).waitFor();
    await shot(tabs[1], 'knowledge-conflict');
    assert.equal(await body(tabs[1]).inputValue(), 'We open at ten.');
    await tabs[1].getByRole('button', { name: 'Overwrite with mine' }).click();
    await tabs[1].getByText('Saved.').waitFor();
    assert.equal((await editor.call('GET', `/v1/articles/${article.id}`)).body, 'We open at ten.');

    // The other one looks at that first, and has the own text back.
    await body(tabs[0]).fill('We open at seven.');
    await tabs[0].getByRole('button', { name: 'Save', exact: true }).click();
    await tabs[0].getByRole('button', { name: 'Load theirs' }).click();
    await tabs[0].getByText('yours was set aside').waitFor();
    assert.equal(await body(tabs[0]).inputValue(), 'We open at ten.');
    await tabs[0].getByRole('button', { name: 'Undo' }).click();
    assert.equal(await body(tabs[0]).inputValue(), 'We open at seven.');
    await tabs[0].getByRole('button', { name: 'Save', exact: true }).click();
    await until('the own text is saved', async () => (await editor.call('GET', `/v1/articles/${article.id}`)).body === 'We open at seven.');
    assert.deepEqual(editor.errors, []);
  }));
