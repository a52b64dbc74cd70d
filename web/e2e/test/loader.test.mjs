// What the snippet costs a shop's page before anybody wants to chat.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { filmed, launch, person } from '../lib/browser.mjs';
import { Server } from '../lib/server.mjs';

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([Server.start(), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

/** A shop's page with the snippet; what it requests, itself not counted. */
async function shop(attributes) {
  const { page, errors } = await person(browser);
  const address = `${server.base}/a-shops-page`;
  const asked = [];
  page.on('request', (request) => request.url() !== address && asked.push(new URL(request.url()).pathname));
  page.on('websocket', (socket) => asked.push(new URL(socket.url()).pathname));
  const snippet = `<script async src="${server.base}/widget/loader.js" data-site="pk_demo" ${attributes}></script>`;
  const body = `<!doctype html><html lang="en"><title>A shop</title><link rel="icon" href="data:,"><main><h1>A shop</h1></main>${snippet}</html>`;
  await page.route(address, (route) => route.fulfill({ contentType: 'text/html', body }));
  await page.goto(address);
  await page.locator('.launcher').waitFor();
  return { page, errors, asked };
}

/** The page has done all that it does by itself. */
async function settled(page) {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => new Promise((done) => requestIdleCallback(done)));
  await page.waitForLoadState('networkidle');
}

test('before anybody clicks: the loader and the app, no session, nothing stored', () =>
  filmed(browser, 'loader', async () => {
    const { page, errors, asked } = await shop('');
    await page.waitForFunction(() => performance.getEntriesByType('resource').some(({ name }) => /\/widget\/app-/.test(name)));
    await settled(page);
    assert.ok(asked.every((path) => /^\/widget\/(loader\.js|app-[\w-]+\.js)$/.test(path)), `${asked}`);
    assert.equal(new Set(asked).size, 2);
    const kept = await page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length);
    assert.equal(kept, 0, 'something was stored before anybody asked');
    assert.deepEqual(errors, []);
  }));

test('data-load="click" waits for the shopper with everything but the loader', () =>
  filmed(browser, 'loader-click', async () => {
    const { page, errors, asked } = await shop('data-load="click"');
    await settled(page);
    assert.deepEqual(asked, ['/widget/loader.js']);
    await page.locator('.launcher').click();
    await page.locator('.composer textarea').waitFor();
    await page.getByText('You are chatting with a bot').waitFor();
    assert.ok(asked.includes('/v1/widget/sessions'));
    assert.deepEqual(errors, []);
  }));
