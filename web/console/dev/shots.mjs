// Screenshots of the main pages at two widths in light and dark, for looking
// at. Also runs axe with contrast on, and fails on a violation, a refusal by
// the content security policy or an error of the page.
// Use: node dev/shots.mjs FOLDER [name…]; CHROMIUM names the browser.
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';

const folder = process.argv[2] ?? 'shots';
const only = process.argv.slice(3);
mkdirSync(folder, { recursive: true });
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const click = (name) => (page) => page.getByRole('button', { name }).first().click();
const PAGES = [
  ['signin', '/signin', null, { out: true }],
  ['inbox', '/inbox/all'],
  ['thread', '/inbox/mine/c-1'],
  ['thread-end', '/inbox/mine/c-1', async (page) => { await page.evaluate(() => document.querySelector('.thread .scroll')?.scrollTo(0, 1e6)); }],
  ['why', '/inbox/mine/c-1', async (page) => { await page.locator('#m-4 summary').last().click(); await page.locator('#m-4 .trace').waitFor(); await page.locator('#m-4 .trace').scrollIntoViewIfNeeded(); }],
  ['locked', '/inbox/waiting/c-2'],
  ['note', '/inbox/mine/c-1', click('Private note')],
  ['resolve', '/inbox/mine/c-1', click('Resolve')],
  ['offer', '/inbox/mine', async (page, server) => { server.say({ type: 'offer', case: server.state.conversations[1].case, until: new Date(Date.now() + 25_000).toISOString() }); await page.locator('.offer').waitFor(); }],
  ['arabic', '/inbox/all/c-4'],
  ['palette', '/inbox/mine', async (page) => { await page.keyboard.press('Control+k'); await page.locator('.palette').waitFor(); }],
  ['knowledge', '/knowledge'],
  ['article', '/knowledge/a-1'],
  ['preview', '/knowledge/a-1', (page) => page.getByRole('tab', { name: 'Preview' }).click()],
  ['import', '/knowledge/import'],
  ['test', '/test', async (page) => { await page.fill('textarea', 'Wo ist mein Paket?'); await page.getByRole('button', { name: 'Ask' }).click(); await page.locator('.trace').waitFor(); }],
  ['training', '/training'],
  ['intent', '/training/intents/size_advice'],
  ['confusions', '/training/confusions', (page) => page.locator('summary').first().click()],
  ['models', '/training/models'],
  ['compare', '/training/models', async (page) => { await click('Compare and use: Model 2')(page); await page.locator('#cm-reason').waitFor(); }],
  ['people', '/people'],
  ['tokens', '/tokens'],
  ['overview', '/overview'],
];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] });
let bad = 0;
for (const [width, height] of [[1280, 800], [360, 740]]) {
  for (const scheme of ['light', 'dark']) {
    for (const [name, path, act, options = {}] of PAGES) {
      if (only.length && !only.includes(name)) continue;
      const server = await serve({ port: 0, user: options.out ? null : 'u-1' });
      const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, locale: 'en-GB', reducedMotion: 'reduce' });
      const page = await context.newPage();
      const complain = (text) => { bad++; console.log(`${name} ${width} ${scheme}: ${text}`); };
      page.on('pageerror', (e) => complain(e.message));
      page.on('console', (m) => m.type() === 'error' && !/status of 401/.test(m.text()) && complain(m.text()));
      await page.goto(`${server.url}/console/#${path}`);
      await page.locator('h1,h2').first().waitFor({ state: 'attached' });
      await page.waitForTimeout(250);
      if (act) await act(page, server);
      await page.waitForTimeout(150);
      await page.screenshot({ path: `${folder}/${name}-${width}-${scheme}.png` });
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wide > 0) complain(`scrolls sideways by ${wide}px`);
      // Through the debugger, which the page's policy does not bind.
      await page.evaluate(axe);
      const found = await page.evaluate(() => window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      for (const v of found.violations) complain(`axe ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.target.join(' ') + (n.any[0]?.message ? ` (${n.any[0].message})` : '')).join(' | ')}`);
      await context.close();
      await server.stop();
    }
  }
}
await browser.close();
console.log(bad ? `${bad} complaints` : 'no complaints');
process.exitCode = bad ? 1 : 0;
