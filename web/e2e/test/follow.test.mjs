// What is new in the chat comes into sight by itself: of a person's messages the
// last one, and the question how it was.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent } from '../lib/agent.mjs';
import { filmed, launch, PHONE, shot } from '../lib/browser.mjs';
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

/** Whether all of an element is within the part of the log that one sees. */
const seen = (element) =>
  element.evaluate((node) => {
    const [one, box] = [node, node.closest('.scroll')].map((el) => el.getBoundingClientRect());
    return one.top >= box.top - 1 && one.bottom <= box.bottom + 1;
  });

for (const [name, viewport] of [['wide', undefined], ['phone', PHONE]]) {
  test(`what a person writes and the rating are seen without scrolling, ${name}`, () =>
    filmed(browser, `follow-${name}`, async () => {
      const shopper = await Shopper.arrive(browser, server.base, 'de', viewport && { viewport });
      const { page } = shopper;
      await shopper.ask('Was kostet der Versand in die Schweiz?');
      await until('the answer is read from its question on', () => seen(shopper.mine.last()));
      await shopper.askPerson();
      const { items } = await agent.call('GET', '/v1/conversations?view=all');
      const path = `/v1/conversations/${items[0].conversation.id}`;
      await agent.call('POST', `${path}/takeover`);
      for (let i = 1; i <= 3; i++) {
        await agent.call('POST', `${path}/messages`, { client_id: `${name}-${i}`, kind: 'text', text: `Antwort ${i}: ${'Ich sehe gerade im Lager nach. '.repeat(6)}` });
        const bubble = shopper.agents.filter({ hasText: `Antwort ${i}:` });
        await bubble.waitFor();
        await until(`answer ${i} in sight`, () => seen(bubble));
      }
      // Less room for the log, as with the keyboard of a phone: the end stays in sight.
      const { width, height } = page.viewportSize();
      await page.setViewportSize({ width, height: height - 200 });
      await until('the last answer is still in sight', () => seen(page.locator('.log .turn.agent').last().locator('.meta')));
      await page.setViewportSize({ width, height });
      // Who has read a long message to its end stays there, when the keyboard comes too.
      await agent.call('POST', `${path}/messages`, { client_id: `${name}-long`, kind: 'text', text: 'Ich sehe gerade im Lager nach. '.repeat(60) });
      const end = page.locator('.log .turn.agent').last().locator('.meta');
      await until('the long message is read from its beginning', async () => (await shopper.agents.count()) === 4 && !(await seen(end)));
      // Both in one frame, in which the scrolling is told before the change of room.
      await page.locator('.scroll').evaluate((box) => {
        box.scrollTop = box.scrollHeight;
        box.parentElement.style.marginBottom = '200px';
      });
      await until('its end is still in sight', () => seen(end));
      await page.locator('.scroll').evaluate((box) => (box.parentElement.style.marginBottom = ''));
      await agent.call('POST', `${path}/resolve`, { outcome: 'solved' });
      await page.locator('.rating').waitFor();
      await until('the rating in sight', () => seen(page.locator('.rating')));
      await shot(page, `follow-${name}`);
      assert.deepEqual(shopper.errors, []);
      await shopper.close();
    }));
}
