import { languageName } from '../src/i18n';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bench, button, json, openConsole, press, type, unmountAll, until, type Bench } from './kit';

let b: Bench;
beforeEach(() => {
  b = bench();
});
afterEach(() => {
  unmountAll();
  b.desk.live.stop();
});

const text = () => document.body.textContent ?? '';
const box = () => document.querySelector<HTMLTextAreaElement>('.composer textarea')!;

describe('a message that did not surely arrive', () => {
  it.each([
    ['failed', 'Delivery failed: the customer has not received this.', 'Delivery failed'],
    ['unknown', 'Delivery unknown: it may or may not have arrived.', 'Delivery unknown'],
  ])('says so in the log and in the list: %s', async (delivery, long, short) => {
    const item = b.state.conversations[0];
    item.messages.at(-1)!.delivery = delivery;
    item.undelivered = delivery;
    await openConsole(b, '/inbox/mine/c-1');
    await until(() => document.querySelector('.log .delivery'));
    expect([...document.querySelectorAll('.log .delivery')].map((p) => p.textContent)).toEqual([long]);
    expect([...document.querySelectorAll('.rows .badge')].map((p) => p.textContent)).toContain(short);
  });
});

describe('signing in', () => {
  it('leads to the sign-in page and back to where one wanted to go', async () => {
    b = bench(null);
    const { router } = await openConsole(b, '/inbox/mine/c-1');
    await until(() => document.querySelector('#si-email'));
    type('#si-email', 'nobody@shop.example');
    type('#si-password', 'x');
    document.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await until(() => text().includes('E-mail or password are wrong'));
    type('#si-email', 'li@shop.example');
    type('#si-password', 'x');
    document.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await until(() => router.currentRoute.value.fullPath === '/inbox/mine/c-1');
  });

  it('takes a one-time link only at a click, then asks for a password', async () => {
    b = bench(null);
    const { router } = await openConsole(b, '/link/abc');
    await until(() => text().includes('Welcome'));
    expect(b.net.count('POST', 'session')).toBe(0);
    button('Sign in with this link').click();
    await until(() => router.currentRoute.value.path === '/password');
    expect(b.net.seen.find((s) => s.method === 'POST')?.body).toEqual({ link: 'abc' });
    await until(() => document.querySelector('#pw-new'));
    type('#pw-new', 'a long sentence of mine');
    type('#pw-again', 'a long sentence of mine');
    document.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await until(() => router.currentRoute.value.path.startsWith('/inbox'));
    expect(b.net.seen.find((s) => s.path === 'session/password')?.body).toEqual({ password: 'a long sentence of mine' });
  });

  it('keeps the draft when the session ends under way (F5)', async () => {
    await openConsole(b, '/inbox/mine/c-1');
    await until(box);
    type('.composer textarea', 'Ich schaue nach');
    b.state.me = null;
    document.querySelector('.write')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await until(() => text().includes('Your session has ended'));
    expect(box().value).toBe('Ich schaue nach');
    type('#si-password', 'x');
    document.querySelector('[role="dialog"] form')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await until(() => !b.desk.session.state.expired);
    expect(box().value).toBe('Ich schaue nach');
    await until(() => !b.desk.line.stale);
  });

  it('notices an ended session that only the socket met', async () => {
    await openConsole(b, '/inbox/mine');
    await until(() => b.sockets.length && !b.desk.line.stale);
    b.state.me = null;
    b.sockets.at(-1)!.onclose?.({ code: 4010 });
    await until(() => text().includes('Your session has ended'));
  });

  it('keeps pages of other roles closed', async () => {
    b = bench('u-4');
    const { router } = await openConsole(b, '/people');
    await until(() => router.currentRoute.value.path === '/knowledge');
    await until(() => text().includes('Shipping cost'));
    expect(document.querySelector('nav a[href$="/inbox"]')).toBeNull();
    expect(b.sockets).toHaveLength(0);
  });
});

describe('the inbox', () => {
  it('shows packet, log and context of a conversation', async () => {
    await openConsole(b, '/inbox/mine/c-1');
    await until(() => document.querySelector('.packet'));
    expect(document.querySelectorAll('[role="log"] article')).toHaveLength(9);
    expect(document.querySelector('#m-9 a')?.getAttribute('rel')).toContain('noopener');
    expect(document.querySelector('#m-9 img')).toBeNull();
    expect(document.querySelector('#m-1 time')?.getAttribute('title')).toMatch(/UTC$/);
    expect(text()).toContain('Anna Vogel is viewing');
    expect(document.title).toMatch(/^\(1\) Inbox · Nordlicht/);
  });

  it('leads to the mail program where a shopper left an address, which may not fill in more', async () => {
    b.state.conversations[0].customer.email = 'jan@shop.example?bcc=all@shop.example';
    await openConsole(b, '/inbox/mine/c-1');
    await until(() => document.querySelector('a[href^="mailto:"]'));
    expect(document.querySelector('a[href^="mailto:"]')!.getAttribute('href')).toBe('mailto:jan@shop.example%3Fbcc%3Dall%40shop.example');
    expect(text()).toContain('What you write here is not mailed.');
  });

  it('goes from a fact to its message and marks it', async () => {
    await openConsole(b, '/inbox/mine/c-1');
    await until(() => document.querySelector('.packet'));
    button('Show message 5').click();
    await until(() => document.querySelector('#m-5')?.classList.contains('flash'));
    expect(document.activeElement?.id).toBe('m-5');
  });

  it('says what was searched where nothing is found, and where else there is', async () => {
    const { router } = await openConsole(b, '/inbox/mine');
    await until(() => document.querySelector('.rows .item'));
    type('.search input', 'zzzz');
    await until(() => text().includes('Nothing found'));
    expect(text()).toContain('in this list only');
    [...document.querySelectorAll('a')].find((a) => a.textContent === 'Search all conversations')!.click();
    await until(() => text().includes('in closed conversations too'));
    expect(router.currentRoute.value.path).toBe('/inbox/all');
    button('Clear the search').click();
    await until(() => document.querySelector('.rows .item'));
    expect(document.activeElement).toBe(document.querySelector('.search input'));
  });

  it('tells in the list what an agent said last from what the shopper did', async () => {
    const { conversation } = b.state.conversations.find((c: { conversation: { id: string } }) => c.conversation.id === 'c-1')!;
    Object.assign(conversation, { preview: 'It comes tomorrow.', preview_by: 'agent', waiting_since: undefined });
    await openConsole(b, '/inbox/mine');
    await until(() => document.querySelector('.rows .item'));
    const row = document.querySelector('.rows .item')!;
    expect(row.textContent).toContain('You: It comes tomorrow.');
    expect(row.querySelector('time')?.title).toMatch(/UTC$/);
  });

  it('explains a bot turn: intents, scores, steps', async () => {
    await openConsole(b, '/inbox/mine/c-1');
    await until(() => document.querySelector('#m-4 details'));
    const details = document.querySelector<HTMLDetailsElement>('#m-4 details.why')!;
    details.open = true;
    details.dispatchEvent(new Event('toggle'));
    await until(() => details.querySelector('.trace'));
    const why = details.textContent!;
    for (const part of ['Late delivery', '81%', '8.412', '0.731', '0.884', '78%', 'decided', 'Anger', 'Answered from knowledge']) expect(why).toContain(part);
  });

  it('locks replies while the queue has it, and opens them on taking over', async () => {
    await openConsole(b, '/inbox/waiting/c-2');
    await until(box);
    expect(button('Reply').disabled).toBe(true);
    expect(text()).toContain('The customer waits for a person');
    type('.composer textarea', 'only for us');
    expect(b.desk.drafts.get('c-2', 'note').text).toBe('only for us');
    button('Take over').click();
    await until(() => !button('Reply').disabled);
    expect(box().value).toBe(''); // the note does not become a reply
    button('Private note').click();
    await until(() => box().value === 'only for us');
  });

  it('asks before a reply after a note, and sends nothing on cancel', async () => {
    await openConsole(b, '/inbox/mine/c-1');
    await until(box);
    button('Private note').click();
    await until(() => document.querySelector('.composer.note'));
    type('.composer textarea', 'internal');
    press('Enter', box());
    await until(() => b.desk.thread.state.lastSent['c-1'] === 'note');
    button('Reply').click();
    await until(() => document.querySelector('.composer.text'));
    type('.composer textarea', 'Guten Tag');
    press('Enter', box());
    await until(() => text().includes('Send this to the customer?'));
    expect(b.net.seen.filter((s) => s.body.kind === 'text')).toHaveLength(0);
    button('Send to the customer').click();
    await until(() => b.net.seen.filter((s) => s.body.kind === 'text').length === 1);
  });

  it('does not send while a word is being composed, nor on Shift+Enter', async () => {
    await openConsole(b, '/inbox/mine/c-1');
    await until(box);
    type('.composer textarea', '你好');
    press('Enter', box(), { isComposing: true });
    press('Enter', box(), { shiftKey: true });
    await new Promise((done) => setTimeout(done, 20));
    expect(b.net.count('POST', 'conversations/c-1/messages')).toBe(0);
  });

  it('wants an outcome to resolve, and offers the way back', async () => {
    await openConsole(b, '/inbox/mine/c-1');
    await until(box);
    press('e');
    await until(() => document.querySelector('[role="dialog"] form'));
    const form = document.querySelector('[role="dialog"] form')!;
    form.dispatchEvent(new Event('submit', { cancelable: true }));
    await until(() => text().includes('Choose an outcome.'));
    document.querySelector<HTMLInputElement>('input[value="promised"]')!.click();
    await until(() => document.querySelector('#rs-due'));
    form.dispatchEvent(new Event('submit', { cancelable: true }));
    await until(() => text().includes('Say when it is due.'));
    expect(b.net.count('POST', 'conversations/c-1/resolve')).toBe(0);
    type('#rs-promise', 'call back');
    type('#rs-due', '2026-12-01T10:00');
    form.dispatchEvent(new Event('submit', { cancelable: true }));
    await until(() => b.net.count('POST', 'conversations/c-1/resolve') === 1);
    const sent = b.net.seen.find((s) => s.path.endsWith('/resolve'))!.body;
    expect(sent).toMatchObject({ outcome: 'promised', promise: 'call back' });
    expect(sent.due).toMatch(/^2026-1[12]-\d\dT.*Z$/);
    await until(() => text().includes('Resolved.'));
    button('Undo').click();
    await until(() => b.desk.thread.mine.value);
  });

  it('lets a supervisor steer a conversation of somebody else, and an agent only look', async () => {
    b = bench('u-3');
    await openConsole(b, '/inbox/all/c-4');
    await until(box);
    expect(button('Transfer').disabled).toBe(false);
    expect(button('Take over').disabled).toBe(false);
    unmountAll();
    b.desk.live.stop();
    b = bench('u-2');
    await openConsole(b, '/inbox/all/c-1');
    await until(box);
    expect(text()).toContain('Li Wei has this conversation');
    expect(() => button('Transfer')).toThrow();
    expect(() => button('Take over')).toThrow();
  });

  it('transfers to a skill with a note', async () => {
    await openConsole(b, '/inbox/mine/c-1');
    await until(() => text().includes('Transfer'));
    button('Transfer').click();
    await until(() => document.querySelector('option[value="s:vip"]'));
    const select = document.querySelector<HTMLSelectElement>('#tr-to')!;
    select.value = 's:vip';
    select.dispatchEvent(new Event('change'));
    type('#tr-note', 'gold customer');
    document.querySelector('[role="dialog"] form')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await until(() => b.net.count('POST', 'conversations/c-1/transfer') === 1);
    expect(b.net.seen.find((s) => s.path.endsWith('/transfer'))!.body).toEqual({ skill: 'vip', note: 'gold customer' });
  });

  it('takes an offer and opens its conversation', async () => {
    const { router } = await openConsole(b, '/inbox/mine');
    await until(() => b.sockets.length && !b.desk.line.stale);
    b.sockets.at(-1)!.say({ type: 'offer', case: b.state.conversations[1].case, until: new Date(Date.now() + 20_000).toISOString() });
    await until(() => document.querySelector('.offer'));
    expect(document.querySelector('.offer')?.textContent).toMatch(/(19|20) s/);
    button('Accept').click();
    await until(() => router.currentRoute.value.fullPath === '/inbox/mine/c-2');
    expect(document.querySelector('.offer')).toBeNull();
  });

  it('shows a conversation that is gone, and one that cannot be read', async () => {
    await openConsole(b, '/inbox/all/c-404');
    await until(() => text().includes('This does not exist'));
    b.net.control.hook = (s) => (s.path === 'conversations/c-2' ? json(500, { code: 'internal' }) : undefined);
    void b.desk.thread.open('c-2');
    await until(() => text().includes('Something went wrong on the server'));
    b.net.control.hook = undefined;
    button('Try again').click();
    await until(() => document.querySelector('#m-1'));
  });
});

describe('the keyboard', () => {
  it('moves, writes and asks for help, but never while somebody writes', async () => {
    const { router } = await openConsole(b, '/inbox/all');
    await until(() => document.querySelectorAll('.rows li').length === 4);
    press('j');
    await until(() => router.currentRoute.value.params.id === 'c-1');
    press('j');
    await until(() => router.currentRoute.value.params.id === 'c-2');
    press('k');
    await until(() => router.currentRoute.value.params.id === 'c-1');
    await until(box);
    press('r');
    await until(() => document.activeElement === box());
    press('j', box());
    press('?', box());
    await new Promise((done) => setTimeout(done, 30));
    expect(router.currentRoute.value.params.id).toBe('c-1');
    expect(document.querySelector('[role="dialog"]')).toBeNull();
    box().blur();
    press('/');
    await until(() => document.activeElement?.getAttribute('type') === 'search');
    (document.activeElement as HTMLElement).blur();
    press('?');
    await until(() => document.querySelector('[role="dialog"]')?.textContent?.includes('Take over'));
  });

  it('can be switched off, but for the palette', async () => {
    b.desk.settings.keys = false;
    const { router } = await openConsole(b, '/inbox/all');
    await until(() => document.querySelectorAll('.rows li').length === 4);
    press('j');
    await new Promise((done) => setTimeout(done, 20));
    expect(router.currentRoute.value.params.id).toBe('');
    press('k', document.body, { ctrlKey: true });
    await until(() => document.querySelector('[role="combobox"]'));
    type('[role="combobox"]', 'people');
    await until(() => document.querySelectorAll('[role="option"]').length === 1);
    press('Enter', document.querySelector('[role="combobox"]')!);
    await until(() => router.currentRoute.value.path === '/people');
  });
});

describe('knowledge', () => {
  it('says who was faster, and keeps one’s text', async () => {
    await openConsole(b, '/knowledge/a-1');
    await until(() => document.querySelector('#ar-title'));
    type('#ar-title', 'Delivery cost');
    b.state.articles[0].version = 5;
    b.state.articles[0].updated_by = 'Marta Ruiz';
    await until(() => text().includes('Unsaved changes'));
    document.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await until(() => text().includes('Marta Ruiz changed this article'));
    expect(document.querySelector<HTMLInputElement>('#ar-title')!.value).toBe('Delivery cost');
    button('Overwrite with mine').click();
    await until(() => b.state.articles[0].title === 'Delivery cost');
    expect(b.net.seen.filter((s) => s.method === 'PUT').map((s) => s.body.version)).toEqual([4, 5]);
  });

  it('keeps one’s text where the other version cannot be loaded', async () => {
    await openConsole(b, '/knowledge/a-1');
    await until(() => document.querySelector('#ar-title'));
    type('#ar-title', 'Delivery cost');
    b.state.articles[0].version = 5;
    await until(() => text().includes('Unsaved changes'));
    document.querySelector('form')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await until(() => text().includes('Load theirs'));
    b.net.control.hook = ({ method, path }) => (method === 'GET' && path === 'articles/a-1' ? json(503, { code: 'unavailable', title: 'Out of order' }) : undefined);
    button('Load theirs').click();
    await until(() => b.desk.toasts.list.length);
    expect(text()).not.toContain('yours was set aside');
    expect(document.querySelector<HTMLInputElement>('#ar-title')?.value).toBe('Delivery cost');
    b.net.control.hook = undefined;
    button('Load theirs').click();
    await until(() => document.querySelector<HTMLInputElement>('#ar-title')?.value === b.state.articles[0].title);
    button('Undo').click();
    await until(() => document.querySelector<HTMLInputElement>('#ar-title')!.value === 'Delivery cost');
  });

  it('does not leave unsaved text without a question', async () => {
    const { router } = await openConsole(b, '/knowledge/a-1');
    await until(() => document.querySelector('#ar-title'));
    type('#ar-title', 'Delivery cost');
    await until(() => text().includes('Unsaved changes'));
    void router.push('/knowledge');
    await until(() => text().includes('Leave without saving?'));
    button('Stay').click();
    await until(() => !text().includes('Leave without saving?'));
    expect(router.currentRoute.value.path).toBe('/knowledge/a-1');
    void router.push('/knowledge');
    await until(() => text().includes('Leave without saving?'));
    button('Leave').click();
    await until(() => router.currentRoute.value.path === '/knowledge');
  });

  it('writes, saves and publishes a new article', async () => {
    const { router } = await openConsole(b, '/knowledge/new');
    await until(() => document.querySelector('#ar-title'));
    type('#ar-title', 'Gift wrap');
    type('.tabs textarea', 'We wrap for 3 EUR.');
    type('#ar-markets', 'de, at');
    button('Publish').click();
    await until(() => router.currentRoute.value.path === '/knowledge/a-5');
    await until(() => b.state.articles[4].status === 'published');
    expect(b.net.seen.find((s) => s.method === 'POST' && s.path === 'articles')!.body).toMatchObject({ title: 'Gift wrap', markets: ['DE', 'AT'], locale: 'en' });
  });
});

describe('the gate', () => {
  it('asks for a reason where answers get worse, and publishes with it', async () => {
    b.state.gate = {
      mode: 'block', golden: { questions: 2, before: { precision: 1, coverage: 1 }, after: { precision: 1, coverage: 0.5 } }, real: { questions: 0, before: 0, after: 0 }, changed: 1,
      changes: [{ text: 'Do you wrap gifts?', lang: 'en', effect: 'lost', worse: true, before: { articles: [{ id: 'a-1', title: 'Gifts' }], reason: 'knowledge', p: 0.9 }, after: { articles: [], reason: 'miss', p: 0.1 } }],
      worse: [{ code: 'golden_lost', count: 1, before: 1, after: 0.5 }],
    };
    await openConsole(b, '/knowledge/new');
    await until(() => document.querySelector('#ar-title'));
    type('#ar-title', 'Gift wrap');
    type('.tabs textarea', 'We do not wrap.');
    button('Publish').click();
    await until(() => text().includes('Do you wrap gifts?'));
    expect(b.net.count('POST', 'articles/a-5/publish')).toBe(0);
    type('#gate textarea, #gate input', 'We no longer wrap.');
    (document.querySelector('#gate') as HTMLFormElement).requestSubmit();
    await until(() => b.net.seen.some((s) => s.path === 'articles/a-5/publish'));
    expect(b.net.seen.find((s) => s.path === 'articles/a-5/publish')!.body).toMatchObject({ override: 'We no longer wrap.' });
  });
});

describe('people and tokens', () => {
  it('shows the one-time link of a new person once', async () => {
    await openConsole(b, '/people');
    await until(() => text().includes('Anna Vogel'));
    button('Add a person').click();
    await until(() => document.querySelector('#pe-email'));
    type('#pe-email', 'new@shop.example');
    type('#pe-name', 'Noor');
    for (const lang of ['de', 'en']) {
      const box = document.querySelector<HTMLSelectElement>('#pe-lang')!;
      box.value = lang;
      box.dispatchEvent(new Event('change'));
      await until(() => document.querySelector(`[aria-label="Remove ${languageName(lang)}"]`));
    }
    document.querySelector('[role="dialog"] form')!.dispatchEvent(new Event('submit', { cancelable: true }));
    await until(() => document.querySelector<HTMLTextAreaElement>('[role="dialog"] textarea')?.value.includes('one-time-token'));
    expect(b.net.seen.find((s) => s.method === 'POST')!.body).toMatchObject({ email: 'new@shop.example', languages: ['de', 'en'], capacity: 4 });
    button('Done').click();
    await until(() => text().includes('Noor') && !document.querySelector('[role="dialog"]'));
  });

  it('disables with a way back, never oneself', async () => {
    await openConsole(b, '/people');
    await until(() => text().includes('Anna Vogel'));
    expect(() => button('Disable: Li Wei')).toThrow();
    button('Disable: Anna Vogel').click();
    await until(() => b.state.users[1].disabled);
    await until(() => text().includes('signed out everywhere'));
    button('Undo').click();
    await until(() => !b.state.users[1].disabled);
  });
});
