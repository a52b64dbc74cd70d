import axe from 'axe-core';
import { afterEach, describe, expect, it } from 'vitest';
import { bench, button, json, openConsole, press, unmountAll, until, type Bench } from './kit';

// Contrast, scrolling and whether an open dialog covers the page need a layout
// engine: those rules are checked in Chromium (dev/shots.mjs).
const needsLayout = Object.fromEntries(['color-contrast', 'scrollable-region-focusable', 'aria-hidden-focus'].map((id) => [id, { enabled: false }]));

async function violations(): Promise<string[]> {
  const found = await axe.run(document.body, {
    rules: needsLayout,
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'],
  });
  return found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.target.join(' ')).join(', ')}`);
}

const text = () => document.body.textContent ?? '';
const PAGES: [string, () => unknown, ((b: Bench) => void | Promise<void>)?][] = [
  ['/inbox/all', () => document.querySelectorAll('.rows li').length === 4],
  ['/inbox/mine/c-1', () => document.querySelector('.packet')],
  ['/inbox/waiting/c-2', () => document.querySelector('.composer')],
  ['/inbox/mine/c-1', () => document.querySelector('[role="dialog"] form'), () => button('Resolve').click()],
  ['/inbox/mine/c-1', () => document.querySelector('[role="dialog"] form'), () => button('Transfer').click()],
  ['/inbox/mine', () => document.querySelector('[role="combobox"]'), () => press('k', document.body, { ctrlKey: true })],
  ['/inbox/mine', () => document.querySelector('[role="dialog"] .keys'), () => press('?')],
  ['/knowledge', () => text().includes('Shipping cost')],
  ['/knowledge/a-1', () => document.querySelector('#ar-title')],
  ['/knowledge/import', () => text().includes('Drop files here')],
  ['/test', () => document.querySelector('#tb-text')],
  ['/training', () => text().includes('Size advice')],
  ['/training', () => document.querySelector('#in-id'), async () => { await until(() => text().includes('Size advice')); button('Add an intent').click(); }],
  ['/training/intents/size_advice', () => text().includes('does it run small')],
  ['/training/confusions', () => text().includes('is taken for')],
  ['/training/models', () => text().includes('Model 2')],
  ['/training/models', () => document.querySelector('#cm-reason'), async () => { await until(() => text().includes('Model 2')); button('Compare and use: Model 2').click(); }],
  ['/people', () => text().includes('Anna Vogel')],
  ['/people', () => document.querySelector('#pe-email'), async () => { await until(() => text().includes('Anna Vogel')); button('Add a person').click(); }],
  ['/tokens', () => text().includes('ERP sync')],
  ['/overview', () => text().includes('Why a person was called in')],
  ['/password', () => document.querySelector('#pw-new')],
  ['/nowhere', () => text().includes('There is no such page')],
];

let b: Bench;
afterEach(() => {
  unmountAll();
  b.desk.live.stop();
});

describe('axe finds nothing', () => {
  it.each(PAGES.map((p, i) => [`${i} ${p[0]}`, ...p] as const))('%s', async (_name, at, ready, act) => {
    b = bench();
    await openConsole(b, at);
    if (act) {
      if (at.startsWith('/inbox')) await until(() => (at.includes('c-1') ? document.querySelector('.composer') : !b.desk.inbox.state.loading));
      await act(b);
    }
    await until(ready);
    expect(await violations()).toEqual([]);
  });

  it('signed out', async () => {
    b = bench(null);
    await openConsole(b, '/');
    await until(() => document.querySelector('#si-email'));
    expect(await violations()).toEqual([]);
  });

  it('when everything fails', async () => {
    b = bench();
    b.net.control.hook = (s) => (s.path === 'session' ? undefined : json(500, { code: 'internal' }));
    await openConsole(b, '/inbox/all/c-1');
    await until(() => text().includes('This could not be loaded'));
    expect(await violations()).toEqual([]);
  });
});
