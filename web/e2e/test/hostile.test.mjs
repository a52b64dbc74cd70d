// F1: whatever a shopper or an article says is text, on every page that shows it.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent } from '../lib/agent.mjs';
import { filmed, launch, shot } from '../lib/browser.mjs';
import { Server } from '../lib/server.mjs';
import { Shopper } from '../lib/shopper.mjs';

const TEXTS = [
  '<img src=x onerror="window.owned=1">',
  '</script><script>window.owned=1</script>',
  '[click](javascript:window.owned=1) javascript:window.owned=1',
  '<svg/onload=window.owned=1> {{constructor.constructor("window.owned=1")()}}',
  'https://paypal.com@evil.example/login and http://xn--pypal-4ve.com/x',
  '\u202Egnp.exe \u001b[31mred\u001b[0m',
  '=cmd|"/c calc"!A1',
  'W'.repeat(3_900),
];
const ARTICLE = {
  title: 'Zorbing <img src=x onerror="window.owned=1">',
  body: 'Zorbing is offered on Mondays. <script>window.owned=1</script> <img src=x onerror="window.owned=1">\n\n[Zorbing terms](javascript:window.owned=1) and ![p](x" onerror="window.owned=1).',
  locale: 'en', markets: [], questions: ['Do you offer zorbing?'], intents: [], url: 'https://shop.example/zorbing', internal: false,
};

let server, browser, agent, shopper;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
  agent = await Agent.enter(browser, server.base, server.adminLink);
  await agent.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: server.base });
  shopper = await Shopper.arrive(browser, server.base, 'en');
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** Nothing ran, nothing was made an element, and nothing pushes the page wide. */
async function harmless(page, log) {
  assert.equal(await page.evaluate(() => window.owned), undefined, 'a script ran');
  const made = await log.evaluate((node) => {
    const bad = [...node.querySelectorAll('script, iframe, object, [onerror], [onload], img')];
    for (const a of node.querySelectorAll('a')) if (!/^https?:|^#|^\/console|^\/try\?site=/.test(a.getAttribute('href'))) bad.push(a);
    return bad.map((el) => el.outerHTML);
  });
  assert.deepEqual(made, []);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  assert.ok(wide <= 0, `the page is ${wide} px too wide`);
}

/** Pastes, and drops, a picture into a field. */
const give = (field) => field.evaluate((node) => {
  const carried = new DataTransfer();
  carried.items.add(new File([new Uint8Array(8)], 'kettle.png', { type: 'image/png' }));
  const init = { bubbles: true, composed: true, cancelable: true };
  const taken = [new ClipboardEvent('paste', { clipboardData: carried, ...init }), new DragEvent('drop', { dataTransfer: carried, ...init })];
  return taken.map((event) => node.dispatchEvent(event));
});

test('F4: a picture that is pasted or dropped is refused in words, and the page stays', () =>
  filmed(browser, 'picture', async () => {
    const buyer = await Shopper.arrive(browser, server.base, 'zh');
    await buyer.input.fill('我的水壶坏了');
    assert.deepEqual(await give(buyer.input), [false, false]);
    await buyer.page.getByText('不能发送图片或文件').waitFor();
    assert.equal(await buyer.input.inputValue(), '我的水壶坏了');
    await buyer.close();
  }));

test('F1: what a shopper writes is text in the widget and in the console', () =>
  filmed(browser, 'hostile', async () => {
    await shopper.askPerson();
    await shopper.status.locator('.queue').waitFor();
    for (const text of TEXTS) {
      await shopper.say(text);
      await shopper.page.locator('.turn.shopper.waiting').waitFor({ state: 'detached' });
    }
    await harmless(shopper.page, shopper.log);
    assert.ok((await shopper.log.innerText()).includes(TEXTS[0]));
    const { items } = await agent.call('GET', '/v1/conversations?view=all');
    await agent.visit(`/inbox/all/${items[0].conversation.id}`);
    await agent.message('WWWWW').waitFor();
    await harmless(agent.page, agent.page.locator('main'));
    for (const text of TEXTS.slice(0, 4)) assert.ok((await agent.log.innerText()).includes(text), text);
    await shot(agent.page, 'hostile-console');
    await shot(shopper.page, 'hostile-widget');
    // A link with another host in its name shows where it really leads, or is none.
    const links = await agent.log.locator('.bubble a').evaluateAll((all) => all.map((a) => [a.host, a.innerText]));
    assert.ok(links.every(([host]) => host !== 'evil.example'), `${links}`);
    const log = await agent.log.innerText();
    assert.doesNotMatch(log, /[\u202e\u001b]/, 'controls are shown');
    // What goes into a spreadsheet is no formula.
    const formula = agent.message('=cmd');
    await formula.hover();
    await formula.getByRole('button', { name: 'Copy' }).click();
    assert.equal(await agent.page.evaluate(() => navigator.clipboard.readText()), "'=cmd|\"/c calc\"!A1");
  }));

test('F1: names are text', () =>
  filmed(browser, 'hostile-names', async () => {
    await shopper.page.evaluate(() => window.frontdesk('identify', { name: '<b onclick=alert(1)>Bob</b>', email: 'bob@shop.example' }));
    await agent.visit('/inbox/all');
    const row = agent.page.locator('.rows .item').first();
    await row.getByText('Bob').waitFor();
    assert.equal(await row.locator('b').count(), 0);
    await harmless(agent.page, agent.page.locator('main'));
  }));

test('F1: what an article says is text or a safe link, in answers, in the test box and in the editor', () =>
  filmed(browser, 'hostile-article', async () => {
    const article = await agent.call('POST', '/v1/articles', ARTICLE);
    await agent.call('POST', `/v1/articles/${article.id}/publish`, { version: article.version });
    await agent.visit('/test');
    await agent.page.locator('#tb-text').fill('Do you offer zorbing?');
    await agent.page.getByRole('button', { name: 'Ask' }).click();
    await agent.page.locator('blockquote.answer').getByText('Zorbing is offered').waitFor();
    await harmless(agent.page, agent.page.locator('main'));
    await agent.visit(`/knowledge/${article.id}`);
    await agent.page.getByRole('tab', { name: 'Preview' }).click();
    await agent.page.locator('.preview').getByText('Zorbing is offered').waitFor();
    await harmless(agent.page, agent.page.locator('main'));
    const other = await Shopper.arrive(browser, server.base, 'en');
    await other.ask('Do you offer zorbing?');
    await other.log.locator('.sources').getByText('Zorbing <img').waitFor();
    await harmless(other.page, other.log);
    await shot(other.page, 'hostile-article');
    assert.deepEqual([...agent.errors, ...shopper.errors, ...other.errors], []);
  }));
