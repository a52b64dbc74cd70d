// The canned answers of the stand-in server, chosen by a word in the question.

const hour = 3_600_000;
const ago = (hours) => new Date(Date.now() - hours * hour).toISOString();

const greetings = {
  zh: { text: '您好！我可以查询订单、解答退换货和商品问题。', quick_replies: [{ title: '我的订单在哪里？' }, { title: '退货政策' }] },
  ar: { text: 'مرحبًا! يمكنني البحث عن طلبك والإجابة عن أسئلة الإرجاع والمنتجات.', quick_replies: [{ title: 'أين طلبي؟' }, { title: 'سياسة الإرجاع' }] },
  de: { text: 'Guten Tag! Ich finde Bestellungen und beantworte Fragen zu Rückgabe und Produkten.', quick_replies: [{ title: 'Wo ist meine Bestellung?' }, { title: 'Rückgabe' }] },
  en: { text: 'Hello! I can look up an order and answer questions about returns and products.', quick_replies: [{ title: 'Where is my order?' }, { title: 'Returns' }] },
};

export function greeting(locale) {
  return greetings[locale.slice(0, 2)] ?? greetings.en;
}

const order = {
  number: '10482',
  status: 'in_transit',
  status_label: 'On its way',
  total: '€212.80',
  carrier: 'DHL',
  tracking: 'JD0146000038821',
  url: 'https://track.example/JD0146000038821',
  eta: new Date(Date.now() + 24 * hour).toISOString().slice(0, 10),
  items: [
    { sku: 'TF-101', title: 'Skarn rain jacket, forest green, M', quantity: 1, price: '€189.90' },
    { sku: 'TF-118', title: 'Peat merino hiking socks', quantity: 2, price: '€22.90' },
  ],
  steps: [
    { at: ago(40), label: 'Handed to the carrier', place: 'Leipzig' },
    { at: ago(20), label: 'Sorted', place: 'Berlin' },
    { at: ago(3), label: 'Out for delivery', place: 'Berlin' },
  ],
};
const orderZh = { ...order, number: '10750', status_label: '运输中', carrier: '顺丰速运', total: '¥1,688.00', items: [{ sku: 'TF-101', title: 'Skarn 防水冲锋衣，森林绿，M', quantity: 1, price: '¥1,488.00' }], steps: [{ at: ago(40), label: '已揽收', place: '莱比锡' }, { at: ago(20), label: '海关已放行', place: '上海' }, { at: ago(3), label: '派送中', place: '上海徐汇' }] };
const orderAr = { ...order, status_label: 'في الطريق', steps: [{ at: ago(40), label: 'سُلّمت إلى شركة الشحن', place: 'Leipzig' }, { at: ago(3), label: 'خرجت للتسليم', place: 'Berlin' }] };

const rules = [
  [/zh-order|订单|10750/, ({ append }) => append({ author: 'bot', lang: 'zh', text: '您的订单 **10750** 正在派送中，预计明天送达。', blocks: [{ type: 'order', order: orderZh }], quick_replies: [{ title: '修改地址' }, { title: '没有问题了，谢谢' }] })],
  [/طلب/, ({ append }) => append({ author: 'bot', lang: 'ar', text: 'طلبك **10482** في الطريق مع DHL.', blocks: [{ type: 'order', order: orderAr }], quick_replies: [{ title: 'تغيير العنوان' }, { title: 'شكرًا، هذا كل شيء' }] })],
  [/order|10482|Paket/i, ({ append }) => append({ author: 'bot', lang: 'en', text: 'Order **10482** is on its way with DHL.', blocks: [{ type: 'order', order }], quick_replies: [{ title: 'Change the address' }, { title: 'That is all, thanks' }] })],
  [/boot|靴|jacket/i, ({ append }) => append({ author: 'bot', lang: 'en', text: 'This one fits your question:', blocks: [{ type: 'product', product: { sku: 'TF-115', title: 'Cairn Mid waterproof hiking boots', price: '€179.90', stock: 'Size 42 in stock', url: 'https://shop.example/tf-115', image: 'https://shop.example/none.jpg' } }] })],
  [/return|退货|إرجاع|back/i, ({ append }) => append({ author: 'bot', lang: 'en', text: 'You can send things back for **30 days** after delivery:\n\n1. Open *My orders*\n2. Choose **Return**\n3. Print the label\n\nMore at [the returns page](https://help.shop.example/returns). Not a link: [x](javascript:alert(1)) <img src=x onerror=alert(1)>', sources: [{ title: 'Returns and refunds', url: 'https://help.shop.example/returns' }, { title: 'Delivery times' }] })],
  [/human|person|人工|شخص|Mensch/i, ({ append, change, later }) => {
    append({ author: 'bot', text: 'I am connecting you with a person.' });
    append({ author: 'system', kind: 'event', event: 'handoff_requested', text: 'A person was asked for' });
    change({ owner: 'queue', status: 'handoff_pending', queue: { position: 2, wait_min_s: 60, wait_max_s: 180 } });
    later(() => change({ queue: { position: 1, wait_min_s: 30, wait_max_s: 60 } }), 6);
    later(() => {
      append({ author: 'system', kind: 'event', event: 'agent_joined', text: 'Li joined the conversation' });
      change({ owner: 'human', status: 'human_active', queue: null, agent: { name: 'Li' } });
      append({ author: 'agent', author_name: 'Li', text: 'Hello, this is Li. I have read what you wrote. How can I help?' });
    }, 12);
  }],
];

export function answers(text, tools) {
  const rule = rules.find(([pattern]) => pattern.test(text));
  if (rule) return rule[1](tools);
  tools.append({ author: 'bot', lang: 'en', text: 'I did not quite understand. Which of these do you mean?', quick_replies: [{ title: 'Where is my order?' }, { title: 'Returns' }] });
}
