// The main story in three languages: questions with sources, an order with
// proof, a person, an answer, the end, a rating, and the bot again.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent } from '../lib/agent.mjs';
import { filmed, launch, shot } from '../lib/browser.mjs';
import { Server } from '../lib/server.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { until } from '../lib/until.mjs';

const STORIES = [
  {
    lang: 'en',
    disclosure: 'You are chatting with a bot, not a person.',
    question: 'How long do I have to return something?',
    answer: /30 days/,
    order: '10640',
    where: 'Where is my order 10640?',
    proof: 'james.carter@example.com',
    card: 'Order 10640',
    wish: 'I want to talk to a person',
    next: /next in line/,
    hello: 'Hello, this is Li. I am asking the carrier right now.',
    joined: /Li Wei from our team/,
    over: 'This conversation has ended.',
    send: 'Send rating',
    thanks: 'Thank you for your rating.',
    again: 'Which payment methods do you accept?',
    known: /card|PayPal/i,
  },
  {
    lang: 'de',
    disclosure: /mit einem Bot, nicht mit einem Menschen/,
    question: 'Was kostet der Versand in die Schweiz?',
    answer: /Schweiz/,
    order: '10482',
    where: 'Wo ist mein Paket 10482?',
    proof: '10115',
    card: 'Bestellung 10482',
    wish: 'Ich möchte mit einem Menschen sprechen',
    next: /als Nächste|Nächste/i,
    hello: 'Guten Tag, hier ist Li. Ich frage gerade beim Versand nach.',
    joined: /Li Wei/,
    over: /beendet/,
    send: 'Bewertung senden',
    thanks: /Danke|Vielen Dank/,
    again: 'Wie kann ich bezahlen?',
    known: /Kreditkarte|PayPal/,
  },
  {
    lang: 'zh',
    disclosure: /机器人/,
    question: '可以用支付宝付款吗？',
    answer: /支付宝/,
    order: '10750',
    where: '我的订单 10750 到哪里了？',
    proof: '200031',
    card: /10750/,
    wish: '请帮我转人工客服',
    next: /下一位|第/,
    hello: '您好，我是小李，正在帮您联系快递。',
    joined: /Li Wei/,
    over: /结束/,
    send: /提交|发送/,
    thanks: /感谢|谢谢/,
    again: '退货期限是多久？',
    known: /30/,
  },
];

let server, browser, agent;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  agent = await Agent.enter(browser, server.base, server.adminLink);
  await agent.call('PATCH', `/v1/users/${(await agent.call('GET', '/v1/session')).user.id}`, { name: 'Li Wei', languages: ['en', 'de', 'zh'] });
  await agent.available('Online');
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

for (const story of STORIES) {
  test(`story in ${story.lang}: question, order, person, answer, end, rating, bot again`, () =>
    filmed(browser, `story-${story.lang}`, () => play(story)));
}

async function play(story) {
  const shopper = await Shopper.arrive(browser, server.base, story.lang);
  await greeted(shopper, story);
  await answered(shopper, story);
  await tracked(shopper, story);
  await handedOver(shopper, story);
  await readByAgent(story);
  await replied(shopper, story);
  await rated(shopper, story);
  await botAgain(shopper, story);
  assert.deepEqual([...shopper.errors, ...agent.errors], []);
  await shopper.close();
}

/** It says that it is a bot before anything is written. */
async function greeted(shopper, story) {
  const text = await shopper.bot.first().innerText();
  assert.match(text, new RegExp(story.disclosure.source ?? story.disclosure));
  assert.equal(await shopper.page.locator('frontdesk-chat').getAttribute('lang'), story.lang);
  await shot(shopper.page, `story-${story.lang}-1-greeting`);
}

/** An answer names the article that it stands on. */
async function answered(shopper, story) {
  const answer = await shopper.ask(story.question);
  assert.match(await answer.innerText(), story.answer);
  const sources = shopper.page.locator('.turn.bot .sources li');
  assert.ok((await sources.count()) > 0, 'an answer without a source');
  await shot(shopper.page, `story-${story.lang}-2-answer`);
}

/** No order without proof; with it the card. */
async function tracked(shopper, story) {
  await shopper.ask(story.where);
  assert.equal(await shopper.page.locator('.card.order').count(), 0, 'an order was shown without proof');
  await shopper.ask(story.proof);
  const card = shopper.page.locator('.card.order');
  await card.waitFor();
  assert.match(await card.getAttribute('aria-label'), new RegExp(story.card));
  await shot(shopper.page, `story-${story.lang}-3-order`);
}

async function handedOver(shopper, story) {
  await shopper.say(story.wish);
  await shopper.status.getByText(story.next).waitFor();
  await shot(shopper.page, `story-${story.lang}-4-queue`);
}

/** The offer comes by itself; the packet has the reason and the order, and leads to the words it rests on. */
async function readByAgent(story) {
  const { page, offer, packet } = agent;
  await offer.waitFor();
  await shot(page, `story-${story.lang}-5-offer`);
  await offer.getByRole('button', { name: 'Accept' }).click();
  await packet.waitFor();
  await packet.getByText('Asked for a person', { exact: true }).waitFor();
  assert.match(await packet.innerText(), new RegExp(story.order));
  await shot(page, `story-${story.lang}-6-packet`);
  await packet.locator('[data-part=order] button.ev').first().click();
  const flashed = agent.log.locator('.msg.flash');
  await flashed.waitFor();
  assert.match(await flashed.innerText(), new RegExp(story.order));
  await flashed.evaluate((node) => new Promise((resolve) => new IntersectionObserver(([entry]) => entry.isIntersecting && resolve()).observe(node)));
}

async function replied(shopper, story) {
  await agent.reply(story.hello);
  await shopper.agents.getByText(story.hello).waitFor();
  await shopper.page.locator('.head').getByText(story.joined).waitFor();
  assert.equal(await shopper.status.locator('.queue').count(), 0, 'still said to be waiting');
  await shot(shopper.page, `story-${story.lang}-7-agent`);
  await shot(agent.page, `story-${story.lang}-8-console`);
}

async function rated(shopper, story) {
  const { page } = shopper;
  await agent.finish('Resolve', 'Solved');
  await page.locator('.composer .over').getByText(story.over).waitFor();
  await page.locator('.rating input[value="5"]').check();
  await shot(page, `story-${story.lang}-9-rating`);
  await page.locator('.rating').getByRole('button', { name: story.send }).click();
  await page.locator('.scroll > .event').getByText(story.thanks).waitFor();
  const id = new URL(agent.page.url()).hash.split('/').at(-1);
  await until('the rating is stored', async () => (await agent.call('GET', `/v1/conversations/${id}`)).conversation.rating === 5);
}

/** Who comes back meets the bot, not a queue (the handoff loop of the public bug lists). */
async function botAgain(shopper, story) {
  const answer = await shopper.ask(story.again);
  assert.match(await answer.innerText(), story.known);
  assert.equal(await shopper.status.locator('.queue').count(), 0, 'queued again');
  await shot(shopper.page, `story-${story.lang}-10-again`);
}
