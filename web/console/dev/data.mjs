// Invented conversations for working on the console: no real person or order.
const at = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();

export const users = [
  { id: 'u-1', email: 'li@shop.example', name: 'Li Wei', role: 'admin', languages: ['zh', 'en', 'de'], skills: ['topic:returns', 'vip'], capacity: 4, disabled: false, invited: false },
  { id: 'u-2', email: 'anna@shop.example', name: 'Anna Vogel', role: 'agent', languages: ['de', 'en'], skills: ['topic:shipping'], capacity: 5, disabled: false, invited: false },
  { id: 'u-3', email: 'marta@shop.example', name: 'Marta Ruiz', role: 'supervisor', languages: ['es', 'en'], skills: ['topic:payment'], capacity: 3, disabled: false, invited: false },
  { id: 'u-4', email: 'tom@shop.example', name: 'Tom Baker', role: 'editor', languages: ['en'], skills: [], capacity: 1, disabled: false, invited: true },
];

let seq = 0;
function log(conversation, ...entries) {
  seq = 0;
  return entries.map(([author, minutes, text, more = {}]) => {
    seq++;
    return { id: `${conversation}-${seq}`, conversation, seq, epoch: 1, author, kind: 'text', text, lang: 'de', at: at(minutes), ...more };
  });
}

export const order = {
  number: '10482', status: 'delayed', status_label: 'Delayed', total: '129,90 €', carrier: 'DHL', tracking: 'JD0146000038', url: 'https://parcels.example/JD0146000038', eta: at(-2880).slice(0, 10),
  items: [{ sku: 'LAMP-3', title: 'Stehlampe Nordlicht', quantity: 1, price: '99,90 €' }, { sku: 'BULB-E27', title: 'LED-Leuchtmittel E27', quantity: 2, price: '15,00 €' }],
  steps: [{ at: at(7200), label: 'Handed to the carrier', place: 'Leipzig' }, { at: at(5760), label: 'Sorting centre', place: 'Hannover' }, { at: at(2880), label: 'Delayed', place: 'Hannover' }],
};

const packet = {
  v: 1, id: 'k-1', conversation_id: 'c-1', epoch: 2, created_at: at(6), lang: { customer: 'de', agent: 'en' },
  reason: { code: 'emotion', detail: 'Anger rose over two messages', trigger_seq: 5, confidence: 0.91 },
  headline: 'Late delivery · Order 10482 · upset customer',
  customer_goal: 'Meine Lampe sollte am Montag da sein. Wo ist mein Paket 10482?',
  issue: { intent: 'delivery_delayed', topic: 'shipping', market: 'DE' },
  identity: { verified: true, method: 'token', name: 'Jonas Becker', contact: 'jonas@example.org', tier: 'gold', value_band: 'high' },
  orders: [{ id: '10482', status: 'delayed', carrier: 'DHL', tracking: 'JD0146000038', eta: at(-2880).slice(0, 10), items: [{ title: 'Stehlampe Nordlicht', quantity: 1 }, { title: 'LED-Leuchtmittel E27', quantity: 2 }], amount: '129,90 €', source: { action: 'order_lookup' } }],
  facts: [{ key: 'order_number', value: '10482', evidence: { message: 1 }, provenance: 'said' }, { key: 'date', value: 'Montag', evidence: { message: 1 }, provenance: 'said' }],
  missing: ['photo'], tried: [
    { kind: 'flow', ref: 'order_status', title: 'Order status', result: 'delayed since two days', reaction: 'Das sehe ich selbst. Wann kommt es?', seq: 2 },
    { kind: 'article', ref: 'a-2', title: 'Lieferzeiten und Verspätungen', reaction: 'Das hilft mir nicht!!', seq: 4 }],
  bot_promises: [{ key: 'answered_with', value: 'Ersatzlieferung nach 5 Werktagen', evidence: { article: 'a-2' }, provenance: 'tool' }],
  emotion: { label: 'anger', trend: 'rising', evidence: [3, 5] },
  constraints: { language: 'de' }, risk: ['angry'],
  suggested: { next_step: 'Apologise, name the new delivery date, and offer a replacement if it is not there by then.', reply: 'Es tut mir leid, dass Ihre Lampe noch nicht da ist. Laut DHL kommt das Paket übermorgen an. Ist es bis dahin nicht da, schicke ich Ihnen sofort Ersatz.', articles: ['a-2'], priority: 82 },
  open_questions: [{ key: 'question', value: 'Wann kommt es denn jetzt?', evidence: { message: 5 }, provenance: 'said' }],
  customer_confirmed: { bool: false }, previous_cases: [{ id: 'k-0', headline: 'Coupon problem · solved', outcome: 'solved', agent: 'Anna Vogel', at: at(2600) }], upto_seq: 6,
};

const kase = (id, conversation, over) => ({
  id, conversation_id: conversation, state: 'queued', reason: { code: 'customer_request', trigger_seq: 1 }, headline: '', priority: 40, queued_at: at(5), deadline: at(-1), skills: ['lang:de'], ...over,
});

const conv = (id, over) => ({ id, customer_id: id.replace('c', 'p'), channel: 'widget', owner: 'bot', status: 'bot_active', epoch: 1, version: 3, last_seq: 1, episode: 0, lang: 'en', market: 'DE', created_at: at(60), updated_at: at(1), ...over });
const person = (id, name, over = {}) => ({ id, name, email: '', verified: false, tier: '', ...over });

export const conversations = [
  {
    conversation: conv('c-1', { owner: 'human', agent_id: 'u-1', status: 'human_active', lang: 'de', last_seq: 9, preview: 'Wann kommt es denn jetzt?', preview_by: 'shopper', waiting_since: at(4) }),
    customer: person('p-1', 'Jonas Becker', { email: 'jonas@example.org', verified: true, tier: 'gold', lang: 'de', market: 'DE' }),
    case: kase('k-1', 'c-1', { state: 'in_service', agent_id: 'u-1', priority: 82, reason: packet.reason, headline: packet.headline, skills: ['lang:de', 'topic:shipping'], packet }),
    cases: [kase('k-0', 'c-1', { state: 'completed', headline: 'Coupon problem · solved', agent_id: 'u-2', queued_at: at(2600), outcome: { code: 'solved', at: at(2590) } })],
    orders: [order],
    messages: log('c-1',
      ['shopper', 14, 'Meine Lampe sollte am Montag da sein. Wo ist mein Paket 10482?'],
      ['bot', 14, 'Ihre Bestellung 10482 ist unterwegs, hat aber Verspätung. DHL nennt als neues Datum übermorgen.', { blocks: [{ type: 'order', order: { ...order, status_label: 'Verspätet', steps: [] } }] }],
      ['shopper', 11, 'Das sehe ich selbst. Wann kommt es?'],
      ['bot', 11, 'Bei Verspätungen liefern wir nach 5 Werktagen Ersatz. Mehr dazu steht hier.', { sources: [{ article: 'a-2', title: 'Lieferzeiten und Verspätungen', url: 'https://shop.example/hilfe/lieferung' }], quick_replies: [{ title: 'Mit einem Menschen sprechen' }] }],
      ['shopper', 7, 'Das hilft mir nicht!! Wann kommt es denn jetzt?'],
      ['system', 6, 'Ich hole jemanden aus dem Team.', { kind: 'event', event: 'handoff_requested' }],
      ['agent', 5, 'Kunde ist Gold, letzte Woche schon Gutscheinproblem. Kulant sein.', { kind: 'note', author_id: 'u-2', author_name: 'Anna Vogel', lang: '' }],
      ['system', 4, 'Li Wei ist jetzt für Sie da.', { kind: 'event', event: 'agent_joined' }],
      ['shopper', 4, 'Danke. Siehe https://parcels.example/JD0146000038 <img src=x onerror=alert(1)>']),
    draft: { id: 'c-1-d', conversation: 'c-1', seq: 0, author: 'bot', kind: 'draft', text: 'Ihr Paket soll übermorgen zwischen 10 und 13 Uhr ankommen.', lang: 'de', at: at(4) },
    viewers: [{ id: 'u-2', name: 'Anna Vogel', typing: false }],
  },
  {
    conversation: conv('c-2', { owner: 'queue', status: 'handoff_pending', lang: 'es', last_seq: 3, preview: 'Quiero hablar con una persona, por favor', preview_by: 'shopper', waiting_since: at(7) }),
    customer: person('p-2', 'Lucía Fernández', { email: 'lucia@example.org', lang: 'es', market: 'ES' }),
    case: kase('k-2', 'c-2', { priority: 74, headline: 'Charged wrongly · asked for a person', queued_at: at(7), skills: ['lang:es', 'topic:payment'] }),
    messages: log('c-2', ['shopper', 9, 'Me han cobrado dos veces el pedido 20931', { lang: 'es' }], ['bot', 9, 'Siento el problema. ¿Me das el correo de la compra?', { lang: 'es' }], ['shopper', 7, 'Quiero hablar con una persona, por favor', { lang: 'es' }]),
  },
  {
    conversation: conv('c-3', { owner: 'bot', lang: 'zh', market: 'CN', last_seq: 4, preview: '运费是多少？', preview_by: 'shopper' }),
    customer: person('p-3', '陈晓', { lang: 'zh', market: 'CN' }),
    messages: log('c-3', ['shopper', 3, '你好', { lang: 'zh' }], ['bot', 3, '您好！我是自动助手，有什么可以帮您？', { lang: 'zh' }], ['shopper', 2, '运费是多少？', { lang: 'zh' }], ['bot', 2, '标准配送 4.90 欧元，满 50 欧元免运费。', { lang: 'zh', sources: [{ article: 'a-1', title: '运费说明' }] }]),
  },
  {
    conversation: conv('c-4', { owner: 'human', agent_id: 'u-2', status: 'human_active', lang: 'ar', market: 'AE', last_seq: 2, preview: 'سأتحقق من ذلك الآن', preview_by: 'agent' }),
    customer: person('p-4', 'ليلى حداد', { lang: 'ar', market: 'AE', tier: 'silver', verified: true, email: 'layla@example.org' }),
    case: kase('k-4', 'c-4', { state: 'in_service', agent_id: 'u-2', headline: 'Refund status · identity not proved', reason: { code: 'identity_failed' } }),
    messages: log('c-4', ['shopper', 30, 'أين استرداد أموالي للطلب 33871؟', { lang: 'ar' }], ['agent', 22, 'سأتحقق من ذلك الآن', { lang: 'ar', author_id: 'u-2', author_name: 'Anna' }]),
  },
  {
    conversation: conv('c-5', { owner: 'none', status: 'closed', lang: 'en', last_seq: 2, preview: 'Thanks, all good', preview_by: 'shopper', rating: 5, outcome: { code: 'solved' } }),
    customer: person('p-5', 'Grace Kim', { email: 'grace@example.org', lang: 'en', market: 'US' }),
    messages: log('c-5', ['agent', 90, 'The coupon works again.', { lang: 'en', author_id: 'u-1', author_name: 'Li Wei' }], ['shopper', 88, 'Thanks, all good', { lang: 'en' }]),
  },
];

export const hits = [
  { article: 'a-2', title: 'Lieferzeiten und Verspätungen', heading: 'Verspätung', text: 'Ist ein Paket mehr als fünf Werktage zu spät, liefern wir Ersatz oder erstatten den Betrag.', lexical: 8.412, vector: 0.731, fused: 0.884, p: 0.78, why: ['words: paket, spät', 'intent: delivery_delayed'] },
  { article: 'a-1', title: 'Shipping cost', heading: 'Standard', text: 'Standard delivery is 4.90 EUR, free from 50 EUR.', lexical: 2.1, vector: 0.412, fused: 0.31, p: 0.12, why: ['vector'] },
];

export const trace = {
  reading: {
    text: 'Wo ist mein Paket 10482?', lang: 'de', lang_p: 0.99, accept: 0.86,
    intents: [{ intent: 'delivery_delayed', p: 0.81 }, { intent: 'order_status', p: 0.12 }, { intent: 'delivery_not_received', p: 0.04 }],
    entities: [{ kind: 'order_number', text: '10482', value: '10482' }], emotion: { label: 'anger', p: 0.64, urgent: true },
  },
  steps: [
    { rung: 'read', result: 'done' }, { rung: 'person', result: 'passed' }, { rung: 'sensitive', result: 'passed' }, { rung: 'emotion', result: 'passed' },
    { rung: 'retrieve', result: 'done', data: { query: 'paket 10482', hits } }, { rung: 'knowledge', result: 'decided', note: 'knowledge' },
  ],
};

export const turns = [
  { in_seq: 1, from_seq: 2, to_seq: 2, action: 'answer', reason: 'flow:order_status', detail: 'order 10482 was read from the shop', intent: 'order_status', confidence: 0.93, trace },
  { in_seq: 3, from_seq: 4, to_seq: 4, action: 'answer', reason: 'knowledge', detail: 'the passage answers it', intent: 'delivery_delayed', confidence: 0.78, trace },
  { in_seq: 5, from_seq: 6, to_seq: 6, action: 'handoff', reason: 'emotion', detail: 'anger 0.91 and rising', intent: 'delivery_delayed', confidence: 0.91, trace },
];

export const articles = [
  { id: 'a-1', key: 'help/en/shipping.md', title: 'Shipping cost', body: '# Shipping cost\n\nStandard delivery is **4.90 EUR**, free from 50 EUR.\n\n| Country | Days |\n|---|---|\n| DE | 2 |\n| AT | 3 |\n\n- Express: [see prices](https://shop.example/express)\n- <b>no html</b>', locale: 'en', markets: [], internal: false, questions: ['What does delivery cost?'], intents: ['shipping_cost'], url: 'https://shop.example/help/shipping', status: 'published', version: 4, updated_by: 'Tom Baker', updated_at: at(600) },
  { id: 'a-2', key: 'help/de/lieferung.md', title: 'Lieferzeiten und Verspätungen', body: '# Lieferzeiten\n\n## Verspätung\n\nIst ein Paket mehr als fünf Werktage zu spät, liefern wir Ersatz.', locale: 'de', markets: ['DE', 'AT'], internal: false, questions: [], intents: ['delivery_delayed'], url: '', status: 'published', version: 2, updated_by: 'Anna Vogel', updated_at: at(3000) },
  { id: 'a-3', key: 'console/a-3', title: 'Kulanzregeln', body: 'Nur intern.', locale: 'de', markets: [], internal: true, questions: [], intents: [], url: '', status: 'draft', version: 1, updated_by: 'Marta Ruiz', updated_at: at(90) },
  { id: 'a-4', key: 'help/zh/shipping.md', title: '运费说明', body: '标准配送 4.90 欧元。', locale: 'zh', markets: ['CN'], internal: false, questions: [], intents: ['shipping_cost'], url: '', status: 'published', version: 1, updated_by: 'Li Wei', updated_at: at(5000) },
];

export const tokens = [{ id: 't-1', label: 'ERP sync', role: 'agent', user_id: 'u-1', created_at: at(50_000), expires_at: at(-80_000), used_at: at(12) }];

export const stats = {
  conversations: { open: 27, bot: 18, queue: 3, human: 6 }, today: { messages: 412, bot_turns: 171, answered: 139, handoffs: 24, resolved: 19 },
  handoff_reasons: { customer_request: 9, missing_knowledge: 6, emotion: 4, low_confidence: 3, identity_failed: 1, tool_failure: 1 }, waiting: { count: 3, oldest_s: 437 }, agents: { online: 2, busy: 1, away: 1 },
};

export const trainingJob = { id: 'j-1', by: 'Anna Vogel', begun_at: '2026-11-18T08:58:00Z', ended_at: '2026-11-18T08:58:21Z', stage: 'ended', done: 6, total: 6, cancelled: false, version: 2 };

const lesson = (id, category, shipped, taught, recall, more = {}) => ({ id, title: id.replaceAll('_', ' '), category, own: false, off: false, shipped, taught, recall, switchable: category !== 'control', ...more });
export const lessons = [
  lesson('order_status', 'order', { de: 24, en: 30, es: 21, zh: 25 }, { en: 4 }, 0.94, { confused: 'delivery_delayed' }),
  lesson('wholesale', 'presales', { de: 20, en: 22, es: 20, zh: 20 }, {}, 0.97, { off: true }),
  lesson('size_advice', 'own', {}, { en: 12, ja: 3 }, 0.62, { own: true, title: 'Size advice', confused: 'size_fit' }),
  lesson('talk_to_human', 'control', { ar: 10, de: 26, en: 30, es: 22, zh: 24 }, {}, 0.99),
  lesson('none', 'none', { de: 40, en: 60, es: 40, zh: 40 }, { en: 7 }, null),
];

const example = (id, text, origin, language = 'en') => ({ id, text, intent: 'size_advice', language, origin, created_by: origin === 'pack' ? '' : 'Anna Vogel', created_at: origin === 'pack' ? undefined : '2026-11-18T08:40:00Z' });
export const examples = [
  example('e-3', 'does it run small', 'hand'), example('e-2', 'サイズは大きめですか', 'import', 'ja'),
  { ...example('e-1', 'between two sizes, which one should I take?', 'conversation'), conversation_id: 'c-1' },
];

const model = (version, figures, more = {}) => ({
  version, created_at: '2026-11-18T08:58:21Z', created_by: 'Anna Vogel', checksum: `${version}2ec54a8e06e7f21`, data_hash: '3339f9d6b7bf', seed: 1, size: 1_480_000,
  figures: { examples: 5430, own: 15, intents: 48, threshold: 0.34, ...figures }, kept: true, live: false, ...more,
});
export const models = [
  model(2, { accuracy: 0.81, auroc: 0.88, ece: 0.041 }, { note: 'size advice, with the messages of October' }),
  model(1, { accuracy: 0.86, auroc: 0.9, ece: 0.021 }, { live: true }),
  model(0, { accuracy: 0.85, auroc: 0.89, ece: 0.02, own: 0 }, { checksum: '', size: 0, created_by: '' }),
];

/** What a publish would change: nothing, unless a test says otherwise. */
export const gate = { mode: 'block', golden: { questions: 0 }, real: { questions: 0, before: 0, after: 0 }, changes: [], changed: 0, worse: [] };

export const trainingReport = {
  risk_coverage: [{ threshold: 0.9, coverage: 0.3, risk: 0.01 }, { threshold: 0.5, coverage: 0.8, risk: 0.09 }],
  budgets: [{ budget: 0.05, threshold: 0.7, coverage: 0.55, error: 0.04, answers: 210, guaranteed: true }],
  reliability: [{ confidence: 0.35, right: 0.4, share: 0.2 }, { confidence: 0.9, right: 0.92, share: 0.8 }],
  languages: ['de', 'en', 'es', 'zh'],
  confusions: [
    { intent: 'size_advice', taken: 'size_fit', examples: 6, texts: [{ text: 'does it run small', language: 'en', p: 0.71 }, { text: 'هل المقاس كبير', language: 'ar', p: 0.4 }] },
    { intent: 'stop', taken: 'deny', examples: 3, texts: [{ text: '不办了', language: 'zh', p: 0.66 }] },
  ],
  warnings: [{ kind: 'near_duplicate', intent: 'size_advice', other: 'size_fit', text: 'does it run small', twin: 'does this run small' }, { kind: 'too_few_examples', intent: 'engraving' }],
};

export const comparison = {
  version: 2, live: 1, in_scope: 2310, out_of_scope: 198, gained: 40, lost: 132, p: 1e-9, worse: ['accuracy'],
  accuracy: { candidate: 0.81, live: 0.86, low: -0.064, high: -0.031 },
  auroc: { candidate: 0.885, live: 0.88, low: -0.004, high: 0.012 },
  ece: { candidate: 0.031, live: 0.044, low: -0.021, high: -0.004 },
  intents: [
    { intent: 'order_status', examples: 61, candidate: 0.7, live: 0.94, gained: 1, lost: 16, p: 0.0003 },
    { intent: 'size_advice', examples: 9, candidate: 0.8, live: 0, gained: 7, lost: 0, p: 0.016 },
  ],
};
