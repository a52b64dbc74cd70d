// Messages to a channel that is called and does not take them, or does not answer: who
// has the conversation sees it, without reading the page anew.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { Agent } from '../lib/agent.mjs';
import { violations } from '../lib/axe.mjs';
import { DESKTOP, PHONE, filmed, launch, shot } from '../lib/browser.mjs';
import { Server } from '../lib/server.mjs';
import { until } from '../lib/until.mjs';

let server, browser, li, callback;
before(async () => {
  callback = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (data) => (body += data));
    request.on('end', () => {
      const { message } = JSON.parse(body);
      if (message.text.includes('DROPPED')) request.socket.destroy();
      else response.writeHead(message.text.includes('REFUSED') || (message.author === 'bot' && message.kind === 'text') ? 422 : 204).end();
    });
  });
  await new Promise((resolve) => callback.listen(0, '127.0.0.1', resolve));
  const settings = { FRONTDESK_REST_CALLBACK_URL: `http://127.0.0.1:${callback.address().port}/`, FRONTDESK_REST_CALLBACK_SECRET: 'a secret for the callbacks of this test 1234' };
  [server, browser] = await Promise.all([Server.start(settings), launch()]);
  const admin = await Agent.enter(browser, server.base, server.adminLink);
  const link = await admin.hire('Li Wei');
  await admin.close();
  li = await Agent.enter(browser, server.base, link);
});
after(async () => {
  await browser?.close();
  await server?.stop();
  callback?.close();
});

test('an answer of the bot that is refused goes to a person, who sees why', () => filmed(browser, 'delivery-bot', async () => {
  const { conversation } = await server.say('ana', 'm-1', 'How long do I have to return something?', { locale: 'en' });
  await li.visit(`/inbox/all/${conversation}`);
  const answer = li.log.locator('.msg.bot.text');
  await answer.getByText('Delivery failed: the customer has not received this.').waitFor();
  await li.page.locator('.rows .item', { hasText: 'An answer did not arrive' }).waitFor();
  const view = await li.call('GET', `/v1/conversations/${conversation}`);
  assert.deepEqual([view.conversation.owner, view.case.reason.code], ['queue', 'undelivered']);
  await shot(li.page, 'delivery-bot');
}));

test('replies that are refused or not answered are marked while they are on the screen', () => filmed(browser, 'delivery-agent', async () => {
  const { conversation } = await server.say('ben', 'm-1', 'I want to talk to a person', { locale: 'en' });
  await li.call('POST', `/v1/conversations/${conversation}/takeover`);
  await li.visit(`/inbox/mine/${conversation}`);
  await li.reply('Fine so far');
  await li.reply('This one is REFUSED');
  await li.message('REFUSED').getByText('Delivery failed: the customer has not received this.').waitFor();
  const row = li.page.locator('.rows .item');
  await row.getByText('Delivery failed').waitFor();
  await li.reply('This one is DROPPED');
  await li.message('DROPPED').getByText('Delivery unknown: it may or may not have arrived.').waitFor();
  await row.getByText('Delivery unknown').waitFor();
  assert.equal(await li.message('Fine so far').locator('.delivery').count(), 0);
  const found = [];
  for (const [scheme, viewport] of [['light', DESKTOP], ['dark', DESKTOP], ['dark', PHONE]]) {
    await li.page.setViewportSize(viewport);
    await li.page.emulateMedia({ colorScheme: scheme });
    await li.page.reload();
    await li.message('DROPPED').locator('.delivery').waitFor();
    await shot(li.page, `delivery-${scheme}-${viewport.width}`);
    for (const scope of ['.thread', '.rows']) {
      if (!(await li.page.locator(scope).isVisible())) continue; // a phone shows one of them
      for (const line of await violations(li.page, scope)) found.push(`${scheme}-${viewport.width}: ${line}`);
    }
  }
  assert.deepEqual(found, []);
  await li.page.setViewportSize(DESKTOP);
  await li.visit('/inbox/mine');
  await li.call('POST', `/v1/conversations/${conversation}/messages`, { client_id: 'again', kind: 'text', text: 'Once more, without it' });
  await until('answered since', async () => (await row.getByText('Delivery unknown').count()) === 0);
  assert.deepEqual(li.errors, []);
}));
