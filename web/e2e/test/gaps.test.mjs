// What shoppers ask and nobody has written: missed in three languages, answered by
// an agent, drafted from the replies, published, and answered by the bot.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent } from '../lib/agent.mjs';
import { filmed, launch } from '../lib/browser.mjs';
import { check, LOOKS } from '../lib/looks.mjs';
import { Server } from '../lib/server.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { until } from '../lib/until.mjs';

let server, browser, editor;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  editor = await Agent.enter(browser, server.base, server.adminLink);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A message of the REST channel; the bot's decision. */
async function say(customer, id, text) {
  const response = await fetch(`${server.base}/v1/messages`, {
    method: 'POST', body: JSON.stringify({ customer, id, text }),
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${server.token}`, Prefer: 'wait=10' },
  });
  assert.ok(response.ok, await response.clone().text());
  return response.json();
}

test('missed in three languages, drafted from the replies, answered', () =>
  filmed(browser, 'gaps', async () => {
    const { page } = editor;
    const found = [];
    await editor.visit('/gaps');
    await page.getByText('No gaps').waitFor();
    await check(page, 'gaps-empty', found, 'main');
    const talks = [
      ['ana', 'Can you engrave a name on the watch?', 'a person please', ['Hello Ana', 'We engrave up to 12 letters on the back of the watch for 9 EUR.', 'I have noted it for your order TM-10001.']],
      ['ben', 'Könnt ihr einen Namen in die Uhr gravieren?', 'ich will mit einem Menschen sprechen', ['Ja, bis zu 12 Zeichen für 9 EUR.']],
      ['cleo', '¿Pueden grabar un nombre en el reloj?', 'quiero hablar con una persona', ['Sí, hasta 12 letras por 9 EUR.']],
    ];
    for (const [who, question, person, replies] of talks) {
      const { conversation } = await say(who, `${who}-1`, question);
      assert.equal((await say(who, `${who}-2`, person)).decision.action, 'handoff');
      await editor.call('POST', `/v1/conversations/${conversation}/takeover`);
      for (const [i, text] of replies.entries()) await editor.call('POST', `/v1/conversations/${conversation}/messages`, { kind: 'text', client_id: `${who}-r${i}`, text });
      await editor.call('POST', `/v1/conversations/${conversation}/resolve`, { outcome: 'solved' });
    }
    await until('the gap of three languages', async () => (await editor.call('GET', '/v1/gaps')).items[0]?.cost.handoffs === 3);
    await page.reload();
    const row = page.getByRole('row', { name: /engrave|gravieren|grabar/ });
    await row.waitFor();
    assert.equal(await row.locator('.badge').allInnerTexts().then((l) => l.join(' ')), 'de en es');
    await check(page, 'gaps-list', found, 'main');
    await row.getByRole('link').click();
    await page.getByText('Nothing is written about it.').waitFor();
    await check(page, 'gap', found, 'main');

    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByRole('dialog').getByLabel('Why').fill('We do not engrave.');
    await page.getByRole('dialog').getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText('We do not engrave.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('button', { name: 'Dismiss' }).waitFor();

    await page.getByRole('button', { name: 'Draft an article' }).click();
    const body = page.getByRole('textbox', { name: 'Text (Markdown)' });
    await body.waitFor();
    assert.equal(await body.inputValue(), 'We engrave up to 12 letters on the back of the watch for 9 EUR.');
    await page.getByText('sentences left out').click();
    await page.getByText('I have noted it for your order').waitFor();
    await check(page, 'gap-draft', found, 'main');
    await page.getByLabel('Title').fill('Engraving');
    await page.getByRole('button', { name: 'Create the draft' }).click();
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Published: the bot answers with it.').waitFor();
    await until('an answer from the article', async () => (await say('dora', `dora-${Date.now()}`, '¿Pueden grabar un nombre en el reloj?')).decision.reason === 'knowledge');

    await editor.visit('/gaps/digest');
    await page.getByRole('link', { name: /engrave|gravieren|grabar/ }).first().waitFor();
    await page.getByText('Too few to tell').waitFor();
    await check(page, 'gap-digest', found, 'main');
    await page.setViewportSize(LOOKS[1].viewport);
    await page.emulateMedia({ colorScheme: 'dark' });
    await editor.visit('/gaps');
    await page.reload();
    await page.getByRole('row', { name: /engrave|gravieren|grabar/ }).waitFor();
    await check(page, 'gaps-phone', found, 'main');
    assert.deepEqual(found, []);
  }));

test('a shopper says that an answer does not help', () =>
  filmed(browser, 'gaps-rating', async () => {
    const shopper = await Shopper.arrive(browser, server.base, 'en');
    await shopper.ask('How long do I have to return something?');
    const no = shopper.page.getByRole('button', { name: 'This did not help' });
    await no.click();
    assert.equal(await no.getAttribute('aria-pressed'), 'true');
    await until('the disliked answer as a gap', async () => (await editor.call('GET', '/v1/gaps')).items.some((l) => /return/.test(l.gap.title)));
    await shopper.page.reload();
    await shopper.page.getByRole('button', { name: 'This did not help' }).waitFor();
    assert.equal(await shopper.page.getByRole('button', { name: 'This did not help' }).getAttribute('aria-pressed'), 'true');
  }));
