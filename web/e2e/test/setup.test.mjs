// A new admin on an empty server: what there is to do, until the first shopper is served.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent } from '../lib/agent.mjs';
import { filmed, launch, person } from '../lib/browser.mjs';
import { check } from '../lib/looks.mjs';
import { Server } from '../lib/server.mjs';
import { Shopper } from '../lib/shopper.mjs';

let server, browser;
before(async () => {
  [server, browser] = await Promise.all([Server.start({}, false), launch()]);
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

test('from an empty server to the first conversation', () =>
  filmed(browser, 'setup', async () => {
    const found = [];
    const admin = await Agent.enter(browser, server.base, server.adminLink);
    const { page } = admin;
    const start = page.getByRole('region', { name: 'Getting started' });
    await start.getByText('Load what your shop knows').waitFor();
    assert.equal(await start.locator('.done').count(), 0);
    await check(page, 'setup-first', found);

    await start.getByRole('link', { name: 'Import files' }).click();
    const buffer = Buffer.from('# Tent repair\n\nOur workshop repairs tents of every brand within ten days.\n');
    await page.locator('input[type=file]').first().setInputFiles([{ name: 'tents.md', mimeType: 'text/markdown', buffer }]);
    await page.getByRole('button', { name: 'Import 1 file' }).click();
    await page.getByRole('button', { name: 'Added: 1' }).waitFor();

    await admin.visit('/setup');
    await page.getByText('1 article is published.').waitFor();
    await page.getByLabel('Domains of your shop').fill('https://www.tents.example/help, tents.example');
    assert.equal(await page.getByLabel('Add this to frontdesk.yaml').inputValue(), 'widget:\n  sites:\n    - key: pk_tents\n      domains: [www.tents.example, tents.example]\n');
    assert.match(await page.getByLabel('This line goes into the pages').inputValue(), /widget\/loader\.js" data-site="pk_tents"><\/script>$/);
    await page.getByText('Opening hours').click();
    assert.match(await page.getByLabel('Opening hours for frontdesk.yaml').inputValue(), /^handoff:\n  hours:\n    zone: .+\n    open: \[mon-fri /);
    await check(page, 'setup', found);

    await page.getByRole('button', { name: 'Go online' }).click();
    const visit = await person(browser, { locale: 'pl-PL' });
    const shopper = new Shopper(visit.page, visit.errors);
    await shopper.page.goto(await page.getByRole('link', { name: 'Try the chat' }).evaluate((a) => a.href));
    await shopper.page.getByText('Polski', { exact: true }).first().click(); // the menu of languages
    await check(shopper.page, 'try', found);
    await shopper.page.getByRole('link', { name: 'English' }).click();
    await shopper.open();
    assert.match(await (await shopper.ask('Do you repair tents?')).innerText(), /ten days/);
    await shopper.askPerson();
    await admin.offer.getByRole('button', { name: 'Accept' }).click();
    await admin.reply('We do, every brand.');
    await shopper.agents.getByText('every brand').waitFor();
    await admin.finish('Resolve', 'Solved');

    await admin.visit('/setup');
    await page.getByText('3 of 6 steps are done.').waitFor();
    assert.deepEqual(found, []);
    assert.deepEqual([...admin.errors, ...shopper.errors], []);
  }));
