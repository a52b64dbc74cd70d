// The mock API itself, without a network: the server and the unit tests use it.
import * as data from './data.mjs';

/** A state of its own, signed in as the user with that id (null: nobody). */
export function makeState(user = 'u-1') {
  const state = structuredClone({ ...data });
  state.me = state.users.find((u) => u.id === user) ?? null;
  state.availability = 'online';
  return state;
}

const brief = ({ packet, ...rest }) => rest;
const item = (c) => ({ conversation: c.conversation, customer: c.customer, case: c.case ? brief(c.case) : null, undelivered: c.undelivered, unread: c.conversation.preview_by === 'shopper' && ['human', 'queue'].includes(c.conversation.owner) });

/** Answers one request: {method, path below /v1/, query, body, marked}. */
export function respond(state, say, { method, path, query, body, marked }) {
  const refuse = (status, code, detail) => ({ status, body: { type: 'about:blank', status, code, title: code, detail } });
  if (method !== 'GET' && !marked) return refuse(403, 'csrf', 'The header X-Requested-With is missing.');
  if (path === 'session' && method === 'POST') {
    state.me = state.users.find((u) => u.email === body.email) ?? (body.link ? state.users[0] : null);
    return state.me ? { status: 200, body: session(state) } : refuse(401, 'wrong_credentials', 'E-mail address or password are wrong.');
  }
  if (!state.me) return refuse(401, 'unauthenticated', 'Sign in first.');
  for (const [verb, pattern, handle] of ROUTES) {
    const match = pattern.exec(path);
    if (!match || verb !== method) continue;
    const out = handle({ state, say, body, query, id: match[1] && decodeURIComponent(match[1]) });
    const refused = typeof out?.status === 'number';
    return { status: refused ? out.status : out === undefined ? 204 : 200, body: out };
  }
  return refuse(404, 'not_found', 'There is no such thing.');
}

function session(state) {
  return { user: { ...state.me, availability: state.availability, has_password: true }, shop: { name: 'Nordlicht' } };
}

function list({ state, query }) {
  const q = (query.get('q') ?? '').toLowerCase();
  const inView = {
    mine: (c) => c.conversation.owner === 'human' && c.conversation.agent_id === state.me.id,
    waiting: (c) => c.conversation.owner === 'queue',
    all: (c) => q || c.conversation.owner !== 'none',
  };
  const fits = (c) => !q || `${c.customer.name} ${c.customer.email} ${c.conversation.preview}`.toLowerCase().includes(q);
  const count = (v) => state.conversations.filter(inView[v]).length;
  return { items: state.conversations.filter(inView[query.get('view') ?? 'all']).filter(fits).map(item), next: null, counts: { mine: count('mine'), waiting: count('waiting'), all: count('all') } };
}

const find = (state, id) => state.conversations.find((c) => c.conversation.id === id);

function detail({ state, id }) {
  const c = find(state, id);
  if (!c) return { status: 404, code: 'not_found' };
  const upto = c.case?.packet?.upto_seq;
  return { ...c, case: c.case ?? null, cases: c.cases ?? [], draft: c.draft ?? null, viewers: c.viewers ?? [], orders: c.orders ?? [], delta: upto ? c.messages.filter((m) => m.seq > upto) : [] };
}

function append({ state, say }, c, over) {
  const seq = c.messages.length + 1;
  const m = { id: `${c.conversation.id}-${seq}`, conversation: c.conversation.id, seq, epoch: 1, author: 'agent', author_id: state.me.id, author_name: state.me.name, kind: 'text', text: '', at: new Date().toISOString(), ...over };
  c.messages.push(m);
  c.conversation.last_seq = seq;
  if (m.kind === 'text') Object.assign(c.conversation, { preview: m.text, preview_by: m.author, waiting_since: undefined });
  say({ type: 'changed', kind: 'log', conversation: c.conversation.id, seq });
  return m;
}

function post(ctx) {
  const c = find(ctx.state, ctx.id);
  const { client_id, text, kind } = ctx.body;
  const old = c.messages.find((m) => m.client_id === client_id);
  if (old) return old.text === text ? old : { status: 409, code: 'idempotency_conflict' };
  if (kind === 'text' && c.conversation.agent_id !== ctx.state.me.id) return { status: 409, code: 'not_owner', detail: 'you do not have this conversation' };
  return append(ctx, c, { client_id, text, kind });
}

function own(ctx, over, event) {
  const c = find(ctx.state, ctx.id);
  Object.assign(c.conversation, over);
  append(ctx, c, { author: 'system', kind: 'event', event, text: '' });
  ctx.say({ type: 'changed', kind: 'case', conversation: ctx.id });
  return { conversation: c.conversation, case: c.case ?? null, messages: [] };
}

function saveArticle({ state, body, id }) {
  const a = state.articles.find((x) => x.id === id);
  if (!a) return { status: 404, code: 'not_found' };
  if (a.version !== body.version) return { status: 412, code: 'version_conflict', version: a.version, updated_by: a.updated_by, updated_at: a.updated_at };
  return Object.assign(a, body, { version: a.version + 1, updated_by: state.me.name, updated_at: new Date().toISOString() });
}

const setStatus = (status) => (ctx) => saveArticle({ ...ctx, body: { ...ctx.body, status } });

const ROUTES = [
  ['GET', /^session$/, ({ state }) => session(state)],
  ['DELETE', /^session$/, ({ state }) => void (state.me = null)],
  ['POST', /^session\/password$/, ({ body }) => (body.password.length < 10 ? { status: 422, code: 'weak_password' } : undefined)],
  ['GET', /^conversations$/, list],
  ['GET', /^conversations\/([^/]+)$/, detail],
  ['GET', /^conversations\/([^/]+)\/messages$/, ({ state, id, query }) => { const c = find(state, id); return { messages: c.messages.filter((m) => m.seq > Number(query.get('after') ?? 0)), last_seq: c.messages.length, owner: c.conversation.owner }; }],
  ['POST', /^conversations\/([^/]+)\/messages$/, post],
  ['GET', /^conversations\/([^/]+)\/turns$/, ({ state, id }) => ({ items: id === 'c-1' ? state.turns : [] })],
  ['POST', /^conversations\/([^/]+)\/takeover$/, (ctx) => own(ctx, { owner: 'human', agent_id: ctx.state.me.id, status: 'human_active' }, 'agent_joined')],
  ['POST', /^conversations\/([^/]+)\/transfer$/, (ctx) => own(ctx, { owner: 'queue', status: 'handoff_pending' }, 'handoff_queued')],
  ['POST', /^conversations\/([^/]+)\/resolve$/, (ctx) => own(ctx, { owner: 'none', status: 'closed' }, 'conversation_resolved')],
  ['POST', /^conversations\/([^/]+)\/return$/, (ctx) => own(ctx, { owner: 'bot', status: 'bot_active' }, 'returned_to_bot')],
  ['GET', /^handoffs$/, () => ({ items: [] })],
  ['POST', /^handoffs\/([^/]+)\/accept$/, (ctx) => own({ ...ctx, id: 'c-2' }, { owner: 'human', agent_id: ctx.state.me.id }, 'agent_joined')],
  ['POST', /^handoffs\/([^/]+)\/reject$/, () => undefined],
  ['GET', /^agents$/, ({ state }) => ({ items: state.users.slice(0, 3).map((u, i) => ({ ...u, load: i + 1, availability: ['online', 'online', 'busy'][i] })) })],
  ['PUT', /^agents\/me\/availability$/, ({ state, body }) => void (state.availability = body.availability)],
  ['GET', /^users$/, ({ state }) => ({ items: state.users })],
  ['POST', /^users$/, ({ state, body }) => { const u = { id: `u-${state.users.length + 1}`, disabled: false, invited: true, ...body }; state.users.push(u); return { user: u, link: 'https://desk.example/console/?link=one-time-token' }; }],
  ['PATCH', /^users\/([^/]+)$/, ({ state, body, id }) => { const { new_link, ...rest } = body; const u = Object.assign(state.users.find((x) => x.id === id), rest); return { user: u, ...(new_link ? { link: 'https://desk.example/console/?link=another-token' } : {}) }; }],
  ['GET', /^tokens$/, ({ state }) => ({ items: state.tokens })],
  ['POST', /^tokens$/, ({ state, body }) => { const t = { id: `t-${Date.now()}`, user_id: state.me.id, created_at: new Date().toISOString(), expires_at: null, used_at: null, label: body.label, role: body.role }; state.tokens.push(t); return { token: 'fd_api_shown_once', item: t }; }],
  ['DELETE', /^tokens\/([^/]+)$/, ({ state, id }) => void (state.tokens = state.tokens.filter((t) => t.id !== id))],
  ['GET', /^articles$/, ({ state, query }) => { const items = state.articles.filter((a) => (!query.get('q') || a.title.toLowerCase().includes(query.get('q').toLowerCase())) && (!query.get('locale') || a.locale === query.get('locale')) && (query.get('status') ? a.status === query.get('status') : a.status !== 'archived')); return { items: items.map((a) => ({ ...a, body: '' })), next: null, total: items.length }; }],
  ['POST', /^articles\/import$/, () => ({ added: 2, changed: 1, unchanged: 4, removed: 0, refused: 1, rows: [{ name: 'returns.md', result: 'added' }, { name: 'faq.csv', result: 'added' }, { name: 'shipping.md', result: 'changed' }, { name: 'scan.pdf', result: 'refused', code: 'no_text_layer', detail: 'The PDF holds pictures only.', hint: 'OCR is not included.' }] })],
  ['POST', /^articles$/, ({ state, body }) => { const a = { id: `a-${state.articles.length + 1}`, key: '', status: 'draft', version: 1, updated_by: state.me.name, updated_at: new Date().toISOString(), ...body }; state.articles.push(a); return a; }],
  ['GET', /^articles\/([^/]+)$/, ({ state, id }) => state.articles.find((a) => a.id === id) ?? { status: 404, code: 'not_found' }],
  ['PUT', /^articles\/([^/]+)$/, saveArticle],
  ['DELETE', /^articles\/([^/]+)$/, ({ state, id }) => void (state.articles.find((a) => a.id === id).status = 'archived')],
  ['POST', /^articles\/([^/]+)\/publish$/, setStatus('published')],
  ['POST', /^articles\/([^/]+)\/unpublish$/, setStatus('draft')],
  ['POST', /^gate$/, ({ state }) => ({ report: state.gate })],
  ['GET', /^training$/, ({ state }) => ({ live: 1, job: state.trainingJob })],
  ['POST', /^training$/, ({ state, body }) => (state.trainingJob = { ...state.trainingJob, id: 'j-2', by: state.me.name, note: body.note, stage: 'training', done: 2, total: 6 })],
  ['DELETE', /^training$/, ({ state }) => void Object.assign(state.trainingJob, { stage: 'ended', code: 'cancelled', error: 'The training was cancelled.' })],
  ['GET', /^training\/intents$/, ({ state }) => ({ items: state.lessons })],
  ['GET', /^training\/examples$/, ({ state, query }) => { const items = state.examples.filter((e) => e.intent === query.get('intent') && (query.get('origin') === 'pack') === (e.origin === 'pack')); return { items, next: null, total: items.length }; }],
  ['POST', /^training\/examples$/, ({ state, body }) => { const e = { id: `e-${state.examples.length + 1}`, origin: 'hand', language: 'en', created_by: state.me.name, created_at: new Date().toISOString(), ...body }; state.examples.unshift(e); return e; }],
  ['DELETE', /^training\/examples\/([^/]+)$/, ({ state, id }) => { const e = state.examples.find((x) => x.id === id); state.examples = state.examples.filter((x) => x !== e); return e; }],
  ['GET', /^training\/models$/, ({ state }) => ({ items: state.models, uses: [{ at: '2026-11-18T09:00:00Z', by: 'Anna Vogel', version: 1, previous: 0, forced: true, reason: 'bulk orders are gone', worse: ['accuracy'] }] })],
  ['GET', /^training\/models\/([^/]+)\/report$/, ({ state, id }) => ({ model: state.models.find((m) => m.version === Number(id)), report: state.trainingReport })],
  ['GET', /^training\/models\/([^/]+)\/comparison$/, ({ state }) => state.comparison],
  ['POST', /^training\/models\/([^/]+)\/use$/, ({ state }) => state.comparison],
  ['POST', /^test$/, ({ state }) => ({ decision: { action: 'answer', reason: 'knowledge', detail: 'the passage answers it', intent: 'delivery_delayed', confidence: 0.78, text: 'Ist ein Paket mehr als fünf Werktage zu spät, liefern wir Ersatz oder erstatten den Betrag.', lang: 'de', sources: [{ article: 'a-2', title: 'Lieferzeiten und Verspätungen' }] }, trace: state.trace })],
  ['GET', /^stats$/, ({ state }) => state.stats],
];
