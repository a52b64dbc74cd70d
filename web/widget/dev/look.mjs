// Looks at the built widget: opens it in Chromium in several languages, sizes
// and states against the stand-in server, checks each with axe, and saves
// pictures into the folder given (default /tmp/frontdesk-look).
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const out = process.argv[2] ?? '/tmp/frontdesk-look';
mkdirSync(out, { recursive: true });

const desktop = { width: 1280, height: 800 };
const phone = { width: 360, height: 740 };
const cases = [
  { name: 'en', lang: 'en', view: desktop, say: ['Where is my order 10482?', 'How long can I return something?'] },
  { name: 'en-dark', lang: 'en', view: desktop, dark: true, say: ['How long can I return something?', 'boots in 42'] },
  { name: 'zh', lang: 'zh', view: desktop, say: ['订单 10750 在哪里？'] },
  { name: 'zh-360', lang: 'zh', view: phone, say: ['订单 10750 在哪里？'] },
  { name: 'ar', lang: 'ar', view: desktop, say: ['أين طلبي 10482؟'] },
  { name: 'ar-360-dark', lang: 'ar', view: phone, dark: true, say: [] },
  { name: 'he-360', lang: 'en', view: phone, say: [], then: speak('he') },
  { name: 'hu-360', lang: 'en', view: phone, say: [], then: speak('hu') },
  { name: 'de-360', lang: 'de', view: phone, say: [] },
  { name: 'ja', lang: 'ja', view: desktop, say: [] },
  { name: 'en-queue-360', lang: 'en', view: phone, say: [], then: queue },
  { name: 'en-human', lang: 'en', view: desktop, say: ['Where is my order 10482?'], then: human },
  { name: 'en-rating', lang: 'en', view: desktop, say: ['boots in 42'], then: ended },
  { name: 'fr-menu', lang: 'fr', view: desktop, say: [], then: menu },
  { name: 'en-failed', lang: 'en', view: desktop, say: ['refuse'] },
  { name: 'en-offline-360-dark', lang: 'en', view: phone, dark: true, say: [], then: offline },
  { name: 'en-long', lang: 'en', view: phone, say: [], then: tooLong },
];

// Speaks a language that the demo page lacks, as a shop's page asks for it.
function speak(tag) {
  return async ({ page }) => {
    const input = page.getByRole('textbox');
    const before = await input.getAttribute('placeholder');
    await page.evaluate((tag) => window.frontdesk('setLocale', tag), tag);
    await page.waitForFunction((before) => {
      const box = document.querySelector('frontdesk-chat').shadowRoot.querySelector('textarea, input');
      return box.placeholder !== before;
    }, before);
  };
}
async function queue({ page }) {
  await page.locator('.way button').click();
  await page.getByText('You are number 2 in line').waitFor();
}
async function human({ page, server }) {
  await page.locator('.way button').click();
  await page.getByText('Hello, this is Li').waitFor();
  const to = [...server.visitors.values()].at(-1);
  server.push(to, { type: 'typing', author: 'agent', on: true });
  await page.getByText('Li is typing').waitFor();
}
async function ended({ page }) {
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('button', { name: 'End chat' }).click();
  await page.getByRole('button', { name: 'End chat' }).click();
  await page.getByText('How was this conversation?').waitFor();
  await page.getByRole('radio', { name: '4 of 5 stars' }).click();
}
async function menu({ page }) {
  await page.getByRole('button', { name: 'Menu' }).click();
}
async function offline({ page, server }) {
  server.refuse(true);
  server.cut();
  await page.context().setOffline(true);
  await page.getByRole('textbox').fill('Can I still change the address?');
  await page.keyboard.press('Enter');
  await page.getByText('Not sent yet').waitFor();
}
async function tooLong({ page }) {
  await page.getByRole('textbox').fill('a'.repeat(4012));
}

async function check(page) {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
    const { violations } = await window.axe.run(document, { runOnly: tags });
    return violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join('; ')} ${v.nodes[0].failureSummary}`);
  });
}

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
let bad = 0;
const only = process.argv[3];
for (const one of cases.filter(({ name }) => !only || name.includes(only))) {
  const server = await serve({ delay: 150 });
  const context = await browser.newContext({ viewport: one.view, colorScheme: one.dark ? 'dark' : 'light', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints = [];
  page.on('console', (line) => line.type() === 'error' && !/ERR_INTERNET|shop\.example|WebSocket|ERR_/.test(line.text()) && complaints.push(line.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(`${server.base}/demo?lang=${one.lang}`);
  await page.locator('.launcher').click();
  await page.getByRole('textbox').waitFor();
  await page.locator('.choices').waitFor();
  for (const text of one.say) {
    await page.getByRole('textbox').fill(text);
    await page.keyboard.press('Enter');
    await page.locator('.bot .bubble, .problem').nth(one.say.indexOf(text) + (text === 'refuse' ? 0 : 1)).waitFor();
  }
  await one.then?.({ page, server });
  await page.waitForTimeout(250);
  await page.screenshot({ path: `${out}/${one.name}.png` });
  for (const line of [...(await check(page).catch((error) => [String(error)])), ...complaints]) {
    bad++;
    console.log(`${one.name}: ${line}`);
  }
  await context.close();
  server.stop();
}
await browser.close();
console.log(`${cases.length} states, ${bad} complaints; pictures in ${out}`);
process.exit(bad ? 1 : 0);
