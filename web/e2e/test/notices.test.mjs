// What people are told by mail: chosen in the console, tried with a test that
// arrives, and listed.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Agent } from '../lib/agent.mjs';
import { filmed, launch } from '../lib/browser.mjs';
import { check } from '../lib/looks.mjs';
import { Server } from '../lib/server.mjs';
import { Sink } from '../lib/sink.mjs';
import { until } from '../lib/until.mjs';

let server, browser, sink, editor;
before(async () => {
  sink = await Sink.start();
  const mail = { FRONTDESK_NOTICES_MAIL_HOST: '127.0.0.1', FRONTDESK_NOTICES_MAIL_PORT: String(sink.port), FRONTDESK_NOTICES_MAIL_SECURITY: 'none', FRONTDESK_NOTICES_MAIL_FROM: 'desk@shop.example' };
  [server, browser] = await Promise.all([Server.start(mail), launch()]);
  const admin = await Agent.enter(browser, server.base, server.adminLink);
  editor = await Agent.enter(browser, server.base, await admin.hire('Eda Aksoy', 'editor'));
});
after(async () => {
  await browser?.close();
  await server?.stop();
  sink?.stop();
});

test('choose, try, and see that it arrived', () =>
  filmed(browser, 'notices', async () => {
    const { page } = editor;
    const found = [];
    await editor.visit('/notices');
    await page.getByText('No notices yet').waitFor();
    await page.getByRole('checkbox', { name: 'Weekly digest' }).uncheck();
    await page.getByLabel('Hour').selectOption('7');
    await page.getByLabel('Time zone').selectOption('Asia/Shanghai');
    await check(page, 'notices', found, 'main');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved.').waitFor();
    const saved = await editor.call('GET', '/v1/notices/settings');
    assert.deepEqual([saved.chosen, saved.hour, saved.zone, saved.kinds.find((k) => k.kind === 'digest').on], [true, 7, 'Asia/Shanghai', false]);

    await page.getByRole('button', { name: 'Send me a test' }).click();
    await until('the test arrives', () => sink.mails.length === 1);
    assert.match(sink.mails[0], /console\/#\/notices/);
    await page.reload();
    await page.getByRole('cell', { name: 'Sent' }).waitFor();
    assert.equal(await page.getByRole('checkbox', { name: 'Weekly digest' }).isChecked(), false);
    await check(page, 'notices-sent', found, 'main');
    assert.deepEqual(found, []);
    assert.deepEqual(editor.errors, []);
  }));
