// axe-core on ten states of the widget, contrast included: light and dark, wide
// and narrow, left to right and right to left.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent } from '../lib/agent.mjs';
import { filmed, launch, person } from '../lib/browser.mjs';
import { check, LOOKS, named, OTHERS } from '../lib/looks.mjs';
import { Server } from '../lib/server.mjs';
import { Shopper } from '../lib/shopper.mjs';

let server, browser, agent;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  agent = await Agent.enter(browser, server.base, server.adminLink);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const SHOPPERS = [
  { lang: 'en', looks: LOOKS, ask: 'How long do I have to return something?', order: 'Where is my order 10482?', goods: 'Do you have the Cairn hiking boots in size 42?' },
  { lang: 'zh', looks: OTHERS, ask: '退货期限是多久？', order: '我的订单 10482 到哪里了？', goods: 'Cairn 徒步靴有 42 码吗？' },
  { lang: 'ar', looks: LOOKS, ask: 'How long do I have to return something?', order: 'Where is my order 10482?', goods: 'Do you have the Cairn hiking boots in size 42?' },
];

const VISITS = SHOPPERS.flatMap(({ looks, ...shopper }) => looks.map((look) => ({ ...shopper, look, name: `${shopper.lang}-${named(look)}` })));

for (const { lang, look, name, ask, order, goods } of VISITS) {
  test(`axe: ten states of the widget, ${name}`, () =>
    filmed(browser, `axe-widget-${name}`, async () => {
      const found = [];
      const { page, errors, context } = await person(browser, look);
      const shopper = new Shopper(page, errors);
      const state = (what) => check(page, `widget-${name}-${what}`, found, what === 'closed' ? 'html' : 'frontdesk-chat');
      await page.goto(`${server.base}/demo?lang=${lang}`);
      await page.locator('.launcher').waitFor();
      await state('closed');
      await shopper.open();
      assert.equal(await page.locator('frontdesk-chat').getAttribute('dir'), lang === 'ar' ? 'rtl' : 'ltr');
      await state('greeting');
      await shopper.ask(ask);
      await state('answer');
      await shopper.ask(goods);
      await state('goods');
      await shopper.ask(order);
      await shopper.ask('10115');
      await page.locator('.card.order').waitFor();
      await state('order');
      await page.locator('.head .menu > button').click();
      await page.locator('.menu .list').waitFor();
      await state('menu');
      await page.keyboard.press('Escape');
      await shopper.input.fill('x'.repeat(4_001));
      await shopper.input.press('Enter');
      await page.locator('.hint.wrong').waitFor();
      await state('too-long');
      await shopper.input.fill('');
      await shopper.askPerson();
      await page.locator('.bar.queue').waitFor();
      await state('queue');
      const { items } = await agent.call('GET', '/v1/conversations?view=all');
      const path = `/v1/conversations/${items[0].conversation.id}`;
      await agent.call('POST', `${path}/takeover`);
      await agent.call('POST', `${path}/messages`, { client_id: `axe-${name}`, text: 'Hello, my name is Li. One moment please.', kind: 'text' });
      await shopper.agents.first().waitFor();
      await state('person');
      await agent.call('POST', `${path}/resolve`, { outcome: 'solved' });
      await page.locator('.rating input[value="4"]').check();
      await state('rating');
      assert.deepEqual(found, []);
      assert.deepEqual(errors, []);
      await context.close();
    }));
}
