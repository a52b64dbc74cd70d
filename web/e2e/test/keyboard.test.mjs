// The whole handoff without a mouse, on both sides.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent, PASSWORD } from '../lib/agent.mjs';
import { filmed, launch, person, shot } from '../lib/browser.mjs';
import { Server } from '../lib/server.mjs';
import { Shopper } from '../lib/shopper.mjs';
import { until } from '../lib/until.mjs';

// Further than this nothing that is needed may be away.
const MOST_TABS = 40;

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** What has the focus, through shadow roots: its name or text. */
function focused(page) {
  return page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    return at ? `${at.getAttribute('aria-label') ?? ''} ${at.labels?.[0]?.innerText ?? ''} ${at.innerText ?? ''} ${at.placeholder ?? ''}`.trim() : '';
  });
}

/** Tabs until what has the focus is called name. */
async function tabTo(page, name, key = 'Tab') {
  const passed = [];
  for (let i = 0; i < MOST_TABS; i++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (name.test(now)) return;
    passed.push(now.slice(0, 30));
  }
  throw new Error(`${name} was not reached by ${key}; passed: ${passed.join(' | ')}`);
}

async function enters(page, link) {
  await page.goto(link);
  await page.getByRole('button', { name: 'Sign in with this link' }).waitFor();
  await tabTo(page, /Sign in with this link/);
  await page.keyboard.press('Enter');
  await page.locator('#pw-new').waitFor();
  await tabTo(page, /New password/);
  await page.keyboard.type(PASSWORD);
  await tabTo(page, /Repeat it/);
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press('Enter');
  await page.locator('.shell').waitFor();
  await tabTo(page, /your menu/);
  await page.keyboard.press('Enter');
  await page.getByRole('menuitemradio', { name: 'Online' }).waitFor();
  await until('Online is chosen', async () => {
    if (/^Online/.test(await focused(page))) return true;
    await page.keyboard.press('ArrowDown');
    return false;
  });
  await page.keyboard.press('Enter');
  await page.locator('.me .state.online').waitFor();
}

async function shops(page) {
  await page.goto(`${server.base}/demo?lang=en`);
  await page.locator('.launcher').waitFor();
  await tabTo(page, /Chat with us/);
  await page.keyboard.press('Enter');
  await page.locator('.composer textarea').waitFor();
  await until('the field has the focus', async () => /Your message/.test(await focused(page)));
  await page.locator('.choices').waitFor();
  await page.keyboard.type('How long do I have to return something?');
  await page.keyboard.press('Enter');
  await page.locator('.turn.bot .sources').waitFor();
  await tabTo(page, /Talk to a person/, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await page.locator('.bar.queue').waitFor();
  await until('the focus is not lost', async () => /Your message/.test(await focused(page)));
}

test('keyboard only: ask, request a person, accept, read, reply, resolve, rate, close', () =>
  filmed(browser, 'keyboard', async () => {
    const [a, s] = [await person(browser), await person(browser)];
    const [agent, shopper] = [new Agent(a.page, a.errors), new Shopper(s.page, s.errors)];
    await enters(a.page, server.adminLink);
    await shops(s.page);

    await agent.offer.waitFor();
    await tabTo(a.page, /^Accept/);
    await a.page.keyboard.press('Enter');
    await agent.packet.waitFor();
    await tabTo(a.page, /^Show trigger/);
    await a.page.keyboard.press('Enter');
    await agent.log.locator('.msg.flash').waitFor();
    await a.page.keyboard.press('r');
    await until('the reply has the focus', async () => /Reply to the customer/.test(await focused(a.page)));
    await a.page.keyboard.type('Hello, how can I help?');
    await a.page.keyboard.press('Enter');
    await shopper.agents.getByText('Hello, how can I help?').waitFor();
    await s.page.keyboard.type('All clear, thank you');
    await s.page.keyboard.press('Enter');
    await agent.message('All clear, thank you').waitFor();

    await a.page.keyboard.press('Escape');
    await a.page.keyboard.press('e');
    await a.page.getByRole('dialog').waitFor();
    await tabTo(a.page, /^Solved/);
    await a.page.keyboard.press('Space');
    await shot(a.page, 'keyboard-resolve');
    await tabTo(a.page, /^Resolve/);
    await a.page.keyboard.press('Enter');
    await a.page.getByRole('dialog').waitFor({ state: 'detached' });

    await s.page.locator('.rating').waitFor();
    await shot(s.page, 'keyboard-ended');
    await tabTo(s.page, /^5 of 5 stars/, 'Shift+Tab');
    for (const [key, stars] of [['Space', 5], ['ArrowLeft', 4], ['ArrowRight', 5]]) {
      await s.page.keyboard.press(key);
      await s.page.locator(`.rating input[value="${stars}"]:checked`).waitFor({ state: 'attached' });
    }
    await shot(s.page, 'keyboard-rating');
    await tabTo(s.page, /^Send rating/);
    await s.page.keyboard.press('Enter');
    await s.page.getByText('Thank you for your rating.').waitFor();
    await s.page.keyboard.press('Escape');
    await s.page.locator('.panel').waitFor({ state: 'detached' });
    await until('the focus is back on the launcher', async () => /^Chat with us/.test(await focused(s.page)));
    assert.deepEqual([...a.errors, ...s.errors], []);
  }));
