// Who owns a conversation, and what happens to what somebody was writing when
// that changes. F2, F3, F5 and F6 are rows of the table of bad input.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { Agent, PASSWORD } from '../lib/agent.mjs';
import { filmed, launch, shot } from '../lib/browser.mjs';
import { Server } from '../lib/server.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { until } from '../lib/until.mjs';

let server, browser, li, mo;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  const admin = await Agent.enter(browser, server.base, server.adminLink);
  const links = [await admin.hire('Li Wei'), await admin.hire('Mo Berg', 'supervisor')];
  await admin.close();
  [li, mo] = await Promise.all(links.map((link) => Agent.enter(browser, server.base, link)));
});
after(async () => {
  await browser?.close();
  await server?.stop();
});
let said = 0;
beforeEach(() => said++);

/** A shopper who talks with the bot, and the words by which the list shows them. */
async function chatting(text = `Is the blue mug number ${said} dishwasher safe?`) {
  const shopper = await Shopper.arrive(browser, server.base, 'en');
  await shopper.ask(text);
  const view = await li.call('GET', '/v1/conversations?view=all');
  shopper.id = view.items[0].conversation.id;
  return shopper;
}

async function openedBy(agent, shopper) {
  await agent.visit(`/inbox/all/${shopper.id}`);
  await agent.log.locator('.msg').first().waitFor();
}

async function takenBy(agent, shopper) {
  await openedBy(agent, shopper);
  await agent.page.locator('.composer').getByRole('button', { name: 'Take over' }).click();
  await agent.page.locator('.modes button', { hasText: 'Reply' }).and(agent.page.locator(':enabled')).waitFor();
}

const scene = (name, steps) => test(name, () => filmed(browser, `takeover-${said}`, steps));

scene('an old message is found by its words, and opened there', async () => {
  const customer = `found-${said}`;
  const { conversation } = await server.say(customer, 'f-0', 'The zebra teapot has a scratch', { locale: 'en' });
  await li.call('POST', `/v1/conversations/${conversation}/takeover`);
  await Promise.all(Array.from({ length: 210 }, (_, i) => server.say(customer, `f-${i + 2}`, `message number ${i}`, {}, '')));
  const { page } = li;
  await li.visit('/inbox/all');
  const box = page.getByRole('searchbox');
  await until('known to the search', async () => {
    const found = await li.call('GET', '/v1/conversations?q=zebra%20TEAP');
    return found.items[0]?.hit?.seq === 1;
  });
  await box.fill('teapot zebr');
  const row = page.locator('.rows .item', { has: page.locator('mark', { hasText: 'zebra' }) });
  await row.click();
  await page.locator('#m-1.flash').waitFor();
  assert.ok(page.url().includes(conversation));
  const { top, bottom } = await page.locator('#m-1').evaluate((el) => el.getBoundingClientRect());
  assert.ok(top > 0 && bottom < 800, `the message is at ${top} to ${bottom}`);
  await shot(page, 'takeover-found');
  await box.fill('');
  await li.call('POST', `/v1/conversations/${conversation}/resolve`, { outcome: 'solved' });
});

scene('the composer is locked to notes until takeover, which silences the bot', async () => {
  const shopper = await chatting();
  await openedBy(li, shopper);
  const { page } = li;
  assert.equal(await page.locator('.modes button', { hasText: 'Reply' }).isDisabled(), true);
  assert.equal(await li.composer.getAttribute('aria-label'), 'Private note for the team');
  await shot(page, 'takeover-locked');
  await li.page.locator('.composer').getByRole('button', { name: 'Take over' }).click();
  await shopper.page.locator('.head').getByText('Li Wei from our team').waitFor();
  await li.reply('Hello, I have read everything.');
  await shopper.agents.getByText('Hello, I have read everything.').waitFor();
  const before = await shopper.bot.count();
  await shopper.say('How long do I have to return something?');
  await li.message('How long do I have to return something?').waitFor();
  await li.reply('Thirty days.');
  await shopper.agents.getByText('Thirty days.').waitFor();
  assert.equal(await shopper.bot.count(), before, 'the bot spoke over a person');
  await shopper.close();
});

scene('a private note reaches no shopper: neither page nor socket', async () => {
  const shopper = await chatting();
  await openedBy(li, shopper);
  await li.composer.fill('NOTE-BEFORE: looks like a reseller');
  await li.composer.press('Enter');
  await li.log.locator('.msg.note').getByText('NOTE-BEFORE').waitFor();
  await takenBy(li, shopper);
  await li.page.locator('.modes button', { hasText: 'Private note' }).click();
  await li.composer.fill('NOTE-AFTER: ask Mo first');
  await li.composer.press('Enter');
  await li.log.locator('.msg.note').getByText('NOTE-AFTER').waitFor();
  await shot(li.page, 'takeover-note');
  await li.page.locator('.modes button', { hasText: 'Reply' }).click();
  await li.composer.fill('One moment please.');
  await li.composer.press('Enter');
  await li.page.getByRole('dialog').getByRole('button', { name: 'Send' }).click();
  await shopper.agents.getByText('One moment please.').waitFor();
  await shopper.page.reload();
  await shopper.agents.getByText('One moment please.').waitFor();
  const seen = (await shopper.page.locator('frontdesk-chat').innerText()) + shopper.frames.join('\n');
  assert.doesNotMatch(seen, /NOTE-/);
  assert.match(shopper.frames.join('\n'), /One moment please/);
  await shopper.close();
});

scene('transfer to a colleague, who reads why; then back to the bot', async () => {
  await mo.available('Online');
  const shopper = await chatting();
  await takenBy(li, shopper);
  await li.page.locator('.thread .actions').getByRole('button', { name: 'Transfer' }).click();
  const dialog = li.page.getByRole('dialog');
  await dialog.locator('#tr-to').selectOption({ label: await dialog.locator('option', { hasText: 'Mo Berg' }).innerText() });
  await dialog.locator('#tr-note').fill('Knows mugs better than I do.');
  await shot(li.page, 'takeover-transfer');
  await dialog.getByRole('button', { name: 'Transfer' }).click();
  await dialog.waitFor({ state: 'detached' });
  await mo.offer.getByRole('button', { name: 'Accept' }).click();
  await mo.log.locator('.msg.note').getByText('Knows mugs better').waitFor();
  await shopper.page.locator('.head').getByText('Mo Berg from our team').waitFor();
  await mo.finish('Hand back to bot', 'Solved');
  await shopper.page.locator('.head').getByText('Automated assistant').waitFor();
  const answer = await shopper.ask('How long do I have to return something?');
  assert.match(await answer.innerText(), /30 days/);
  assert.doesNotMatch(await shopper.page.locator('frontdesk-chat').innerText(), /Knows mugs/);
  await mo.available('Away');
  await shopper.close();
});

scene('F3: Enter twice, double click and two tabs send one message', async () => {
  const shopper = await chatting();
  await takenBy(li, shopper);
  await li.composer.fill('Sent with two Enters');
  await Promise.all([li.composer.press('Enter'), li.composer.press('Enter')]);
  await shopper.agents.getByText('Sent with two Enters').waitFor();
  await li.composer.fill('Sent with a double click');
  await li.page.locator('.write button[type=submit]').dblclick();
  await shopper.agents.getByText('Sent with a double click').waitFor();
  // A second tab has the same draft, with the same id.
  await li.composer.fill('Sent from two tabs');
  const tab = await li.context.newPage();
  await tab.goto(li.page.url());
  const twin = tab.locator('.composer textarea');
  await tab.locator('.write button[type=submit]:enabled').waitFor();
  assert.equal(await twin.inputValue(), 'Sent from two tabs');
  await Promise.all([li.composer.press('Enter'), twin.press('Enter')]);
  await shopper.agents.getByText('Sent from two tabs').waitFor();
  await until('both tabs are empty', async () => (await li.composer.inputValue()) === '' && (await twin.inputValue()) === '');
  await tab.close();
  // The widget's own field.
  await shopper.input.fill('Me too, once');
  await Promise.all([shopper.input.press('Enter'), shopper.input.press('Enter'), shopper.page.locator('.composer .send').click()]);
  await li.message('Me too, once').waitFor();
  await li.reply('End of the count');
  await shopper.agents.getByText('End of the count').waitFor();
  const texts = (await li.call('GET', `/v1/conversations/${shopper.id}/messages?after=0`)).messages.map((m) => m.text);
  for (const text of ['Sent with two Enters', 'Sent with a double click', 'Sent from two tabs', 'Me too, once']) {
    assert.equal(texts.filter((t) => t === text).length, 1, `${text}: in the log`);
    assert.equal(await shopper.log.getByText(text, { exact: true }).count(), 1, `${text}: at the shopper`);
    assert.equal(await li.log.getByText(text, { exact: true }).count(), 1, `${text}: at the agent`);
  }
  await shopper.close();
});

scene('F2: a reply to a conversation that a supervisor took keeps its draft', async () => {
  const shopper = await chatting();
  await takenBy(li, shopper);
  // Li's page does not learn of it before Li presses Enter.
  await li.page.route(`**/v1/conversations/${shopper.id}`, (route) => route.abort());
  await li.composer.fill('My long and careful answer');
  await mo.call('POST', `/v1/conversations/${shopper.id}/takeover`);
  await li.composer.press('Enter');
  const banner = li.page.locator('.composer .banner[role=alert]');
  await banner.waitFor();
  assert.match(await banner.innerText(), /no longer have this conversation.*kept/s);
  await li.page.unroute(`**/v1/conversations/${shopper.id}`);
  await shot(li.page, 'takeover-taken');
  await li.page.reload();
  await li.page.locator('.composer').getByText('Mo Berg').waitFor();
  await mo.call('POST', `/v1/conversations/${shopper.id}/return`, { outcome: 'solved' });
  await takenBy(li, shopper);
  assert.equal(await li.composer.inputValue(), 'My long and careful answer');
  await li.composer.press('Enter');
  await shopper.agents.getByText('My long and careful answer').waitFor();
  await shopper.close();
});

scene('F5: a session that ends while somebody types: sign in again, the draft is there', async () => {
  const shopper = await chatting();
  await takenBy(li, shopper);
  await li.composer.fill('Half a sentence, and then');
  await li.call('DELETE', '/v1/session');
  const dialog = li.page.getByRole('dialog');
  await dialog.getByText('Your session has ended').waitFor();
  await shot(li.page, 'takeover-expired');
  await dialog.locator('#si-password').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
  await dialog.waitFor({ state: 'detached' });
  assert.equal(await li.composer.inputValue(), 'Half a sentence, and then');
  await li.composer.press('Enter');
  await shopper.agents.getByText('Half a sentence, and then').waitFor();
  await shopper.close();
});

scene('F6: a note stays a note when modes change, and the first reply after it asks', async () => {
  const shopper = await chatting();
  await takenBy(li, shopper);
  const [reply, note] = ['Reply', 'Private note'].map((name) => li.page.locator('.modes button', { hasText: name }));
  await note.click();
  await li.composer.fill('Customer is rude, careful');
  await reply.click();
  assert.equal(await li.composer.inputValue(), '', 'the note became a reply');
  await li.composer.fill('Dear customer,');
  await note.click();
  assert.equal(await li.composer.inputValue(), 'Customer is rude, careful');
  await li.composer.press('Enter');
  await li.log.locator('.msg.note').getByText('Customer is rude').waitFor();
  await reply.click();
  assert.equal(await li.composer.inputValue(), 'Dear customer,');
  await li.composer.press('Enter');
  const dialog = li.page.getByRole('dialog');
  await dialog.getByText('Dear customer,').waitFor();
  await shot(li.page, 'takeover-confirm');
  assert.equal(await shopper.agents.count(), 0, 'sent without asking');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await shopper.agents.getByText('Dear customer,').waitFor();
  assert.doesNotMatch(shopper.frames.join('\n'), /rude/);
  assert.deepEqual([...li.errors, ...mo.errors, ...shopper.errors], []);
  await shopper.close();
});
