// P8: after any disconnect, widget and console show exactly the server's log.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent } from '../lib/agent.mjs';
import { filmed, launch, person, shot } from '../lib/browser.mjs';
import { Server } from '../lib/server.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { until } from '../lib/until.mjs';

let server, browser, agent;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  agent = await Agent.enter(browser, server.base, server.adminLink);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const scene = (name, steps) => test(name, () => filmed(browser, `reconnect-${name.slice(0, 12).replace(/\W/g, '-')}`, steps));

/** What the server's log shows a shopper, in order. */
async function logOf(id) {
  const { messages } = await agent.call('GET', `/v1/conversations/${id}/messages?after=0`);
  return messages.filter((m) => m.kind === 'text').map((m) => plain(m.text));
}

/** What a log on a page shows, without the greeting, in order. */
async function shownBy(shopper) {
  return (await shopper.texts()).slice(1).map(plain);
}

const plain = (text) => text.replace(/[\s*_#>-]+/g, ' ').trim();

async function newest() {
  return (await agent.call('GET', '/v1/conversations?view=all')).items[0].conversation.id;
}

scene('the server is killed and comes back: nothing missed, nothing doubled, the unsent message once', async () => {
  const shopper = await Shopper.arrive(browser, server.base, 'en');
  await shopper.ask('How long do I have to return something?');
  const id = await newest();
  await agent.visit(`/inbox/all/${id}`);
  await agent.message('How long do I have').waitFor();
  await server.kill();
  await agent.page.locator('.stale').waitFor();
  await shopper.say('Which payment methods do you accept?');
  await shopper.page.locator('.turn.shopper.waiting').getByText('Not sent yet').waitFor();
  await shopper.page.locator('.states .trouble').waitFor();
  await shot(shopper.page, 'reconnect-unsent');
  await shot(agent.page, 'reconnect-stale');
  await server.start();
  await shopper.bot.nth(2).waitFor();
  await shopper.page.locator('.states .trouble').waitFor({ state: 'detached' });
  const log = await logOf(id);
  assert.equal(log.filter((text) => text === 'Which payment methods do you accept?').length, 1);
  assert.deepEqual(await shownBy(shopper), log);
  // F9: the console is current again without hands.
  await agent.message('Which payment methods').waitFor();
  await agent.page.locator('.stale').waitFor({ state: 'detached' });
  assert.equal(await agent.log.locator('.bubble').count(), log.length);
  await shopper.page.reload();
  await shopper.bot.nth(2).waitFor();
  assert.deepEqual(await shownBy(shopper), log);
  await shopper.close();
});

scene('a page closed with an unsent message sends it when it is opened again', async () => {
  const shopper = await Shopper.arrive(browser, server.base, 'en');
  await shopper.ask('Hello');
  const id = await newest();
  await server.kill();
  await shopper.say('Do you ship to Norway?');
  await shopper.page.getByText('Not sent yet').waitFor();
  const address = shopper.page.url();
  await shopper.page.close();
  await server.start();
  const page = await shopper.context.newPage();
  const again = new Shopper(page, shopper.errors);
  await page.goto(address);
  await again.open();
  await until('the answer', async () => (await again.bot.count()) >= 3);
  const log = await logOf(id);
  assert.equal(log.filter((text) => text === 'Do you ship to Norway?').length, 1);
  assert.deepEqual(await shownBy(again), log);
  await shopper.close();
});

scene('cut off while an agent writes: everything comes, once, in order', async () => {
  const { page, errors } = await person(browser);
  const shopper = new Shopper(page, errors);
  let cut = false;
  const sockets = new Set();
  await page.routeWebSocket('**/v1/widget/socket**', (socket) => {
    if (cut) return socket.close();
    sockets.add(socket);
    socket.connectToServer();
  });
  await page.route('**/v1/widget/events**', (route) => (cut ? route.abort() : route.continue()));
  await page.goto(`${server.base}/demo?lang=en`);
  await shopper.open();
  await shopper.ask('Hello');
  const id = await newest();
  await agent.call('POST', `/v1/conversations/${id}/takeover`);
  await page.locator('.head').getByText('from our team').waitFor();
  cut = true;
  for (const socket of sockets) await socket.close({ code: 1001 });
  for (let i = 1; i <= 20; i++) await agent.call('POST', `/v1/conversations/${id}/messages`, { client_id: `cut-${i}`, text: `Line ${i}.`, kind: i % 5 ? 'text' : 'note' });
  cut = false;
  await shopper.agents.getByText('Line 19.').waitFor();
  const log = (await logOf(id)).filter((text) => !/^Line (5|10|15|20)\.$/.test(text));
  assert.deepEqual(await shownBy(shopper), log);
  assert.deepEqual(errors, []);
  await shopper.close();
});

scene('where WebSocket is blocked the chat works over server-sent events', async () => {
  const { page, errors } = await person(browser);
  const shopper = new Shopper(page, errors);
  await page.routeWebSocket('**/v1/widget/socket**', (socket) => socket.close());
  const streams = [];
  page.on('request', (request) => request.url().includes('/v1/widget/events') && streams.push(request.url()));
  await page.goto(`${server.base}/demo?lang=en`);
  await shopper.open();
  await shopper.ask('How long do I have to return something?');
  assert.ok(streams.length > 0, 'no event stream was opened');
  await shopper.askPerson();
  await shopper.status.locator('.queue').waitFor();
  const id = await newest();
  await agent.call('POST', `/v1/conversations/${id}/takeover`);
  await agent.call('POST', `/v1/conversations/${id}/messages`, { client_id: 'sse-1', text: 'Hello over the other line.', kind: 'text' });
  await shopper.agents.getByText('Hello over the other line.').waitFor();
  assert.deepEqual(await shownBy(shopper), await logOf(id));
  assert.deepEqual(errors, []);
  await shopper.close();
});
