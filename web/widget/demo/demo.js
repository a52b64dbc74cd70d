// The demo shop's page: its words in nine languages, the chat in all that it
// speaks, and buttons that put a question into it.
(() => {
  const words = {
    zh: { kicker: '演示商店', title: '为风雨而生，为家而造。', lead: '这里的商品并不出售：本页用于展示在线客服。请点击角落里的聊天按钮，像顾客一样提问。', try: '试试这些问题', goods: '精选商品', orders: '演示订单', proof: '提供订单号以及邮箱或邮编，即可查看订单。', number: '订单', email: '邮箱', postcode: '邮编', foot: '所有人名、订单和商品均为虚构。', asks: ['我的订单 10750 到哪里了？', '退货期限是多久？', '徒步靴有 42 码吗？', '请帮我转人工'] },
    es: { kicker: 'Tienda de demostración', title: 'Hecho para la intemperie. Hecho para casa.', lead: 'Aquí no se vende nada: esta página muestra la atención al cliente en acción. Abre el chat de la esquina y pregunta como lo haría un cliente.', try: 'Preguntas para probar', goods: 'De la tienda', orders: 'Pedidos de demostración', proof: 'Un pedido se muestra a quien da su número junto con el correo o el código postal.', number: 'Pedido', email: 'Correo', postcode: 'Código postal', foot: 'Todos los nombres, pedidos y productos son inventados.', asks: ['¿Dónde está mi pedido 10702?', '¿Cuánto tiempo tengo para devolver?', '¿Tenéis las botas en la talla 42?', 'Quiero hablar con una persona'] },
    de: { kicker: 'Demo-Shop', title: 'Gemacht fürs Wetter. Gemacht fürs Zuhause.', lead: 'Hier gibt es nichts zu kaufen: Diese Seite zeigt den Kundendienst bei der Arbeit. Öffnen Sie den Chat in der Ecke und fragen Sie wie eine Kundin oder ein Kunde.', try: 'Fragen zum Ausprobieren', goods: 'Aus dem Shop', orders: 'Demo-Bestellungen', proof: 'Eine Bestellung sieht, wer ihre Nummer mit der E-Mail-Adresse oder der Postleitzahl nennt.', number: 'Bestellung', email: 'E-Mail', postcode: 'Postleitzahl', foot: 'Alle Namen, Bestellungen und Produkte sind erfunden.', asks: ['Wo ist mein Paket 10482?', 'Wie lange kann ich etwas zurückgeben?', 'Gibt es die Wanderstiefel in 42?', 'Ich möchte mit einem Menschen sprechen'] },
    fr: { kicker: 'Boutique de démonstration', title: 'Fait pour le temps. Fait pour la maison.', lead: 'Rien n’est à vendre ici : cette page montre le service client à l’œuvre. Ouvrez la discussion dans le coin et posez vos questions comme un client.', try: 'Questions à essayer', goods: 'Dans la boutique', orders: 'Commandes de démonstration', proof: 'Une commande est montrée à qui donne son numéro avec l’e-mail ou le code postal.', number: 'Commande', email: 'E-mail', postcode: 'Code postal', foot: 'Tous les noms, commandes et produits sont inventés.', asks: ['Où est ma commande 10482 ?', 'Combien de temps ai-je pour retourner un article ?', 'Avez-vous les bottes de randonnée en 42 ?', 'Je veux parler à une personne'] },
    it: { kicker: 'Negozio dimostrativo', title: 'Fatto per il maltempo. Fatto per la casa.', lead: 'Qui non si vende nulla: questa pagina mostra il servizio clienti al lavoro. Apri la chat nell’angolo e chiedi come farebbe un cliente.', try: 'Domande da provare', goods: 'Dal negozio', orders: 'Ordini dimostrativi', proof: 'Un ordine viene mostrato a chi indica il numero con l’e-mail o il codice postale.', number: 'Ordine', email: 'E-mail', postcode: 'Codice postale', foot: 'Tutti i nomi, gli ordini e i prodotti sono inventati.', asks: ['Dov’è il mio ordine 10482?', 'Quanto tempo ho per restituire un articolo?', 'Avete gli scarponi taglia 42?', 'Voglio parlare con una persona'] },
    ja: { kicker: 'デモショップ', title: '天候のために。暮らしのために。', lead: 'ここでは何も販売していません。カスタマーサポートの動きをお見せするページです。隅のチャットを開いて、お客様のように質問してください。', try: '質問の例', goods: '商品', orders: 'デモ注文', proof: '注文番号とメールアドレスまたは郵便番号をお伝えいただくと、注文を表示します。', number: '注文', email: 'メール', postcode: '郵便番号', foot: '名前、注文、商品はすべて架空のものです。', asks: ['注文 10482 はどこですか？', '返品期限はいつまでですか？', 'ハイキングブーツの 42 はありますか？', '担当者と話したいです'] },
    pt: { kicker: 'Loja de demonstração', title: 'Feito para o tempo. Feito para a casa.', lead: 'Nada está à venda aqui: esta página mostra o atendimento em ação. Abra o chat no canto e pergunte como um cliente.', try: 'Perguntas para testar', goods: 'Da loja', orders: 'Pedidos de demonstração', proof: 'Um pedido é mostrado a quem informa o número com o e-mail ou o CEP.', number: 'Pedido', email: 'E-mail', postcode: 'CEP', foot: 'Todos os nomes, pedidos e produtos são inventados.', asks: ['Onde está meu pedido 10482?', 'Qual é o prazo para devolver?', 'Vocês têm as botas no tamanho 42?', 'Quero falar com uma pessoa'] },
    ar: { kicker: 'متجر تجريبي', title: 'صُنع للطقس. صُنع للبيت.', lead: 'لا شيء للبيع هنا: تعرض هذه الصفحة خدمة العملاء أثناء العمل. افتح المحادثة في الزاوية واسأل كما يسأل الزبون.', try: 'أسئلة للتجربة', goods: 'من المتجر', orders: 'طلبات تجريبية', proof: 'يُعرض الطلب لمن يذكر رقمه مع البريد الإلكتروني أو الرمز البريدي.', number: 'الطلب', email: 'البريد الإلكتروني', postcode: 'الرمز البريدي', foot: 'جميع الأسماء والطلبات والمنتجات خيالية.', asks: ['أين طلبي 10482؟', 'ما هي مدة الإرجاع؟', 'هل تتوفر أحذية المشي مقاس 42؟', 'أريد التحدث مع شخص'] },
    en: { asks: ['Where is my order 10640?', 'How long can I return something?', 'Do you have the hiking boots in 42?', 'I want to talk to a person'] },
  };
  // Name in the page's languages; others see the English one. The picture is two lines of SVG path data.
  const goods = [
    { price: 189.9, hue: 145, path: 'M38 30l12-8h20l12 8 10 22-10 4v34H38V56l-10-4Z', en: 'Skarn rain jacket', zh: 'Skarn 防水冲锋衣', es: 'Chaqueta impermeable Skarn', de: 'Regenjacke Skarn' },
    { price: 179.9, hue: 30, path: 'M44 20h22v38l24 10a10 10 0 0 1 6 10v8H40V60Z', en: 'Cairn Mid hiking boots', zh: 'Cairn Mid 防水徒步靴', es: 'Botas de montaña Cairn Mid', de: 'Wanderstiefel Cairn Mid' },
    { price: 89.9, hue: 200, path: 'M40 36a20 20 0 0 1 40 0v50a6 6 0 0 1-6 6H46a6 6 0 0 1-6-6ZM46 62h28v18H46Z', en: 'Drover 22 day pack', zh: 'Drover 22 日用背包', es: 'Mochila Drover 22', de: 'Tagesrucksack Drover 22' },
    { price: 89.9, hue: 90, path: 'M44 24h32l12 36H32ZM58 60h4v26h16v6H42v-6h16Z', en: 'Ember table lamp', zh: 'Ember 台灯', es: 'Lámpara de mesa Ember', de: 'Tischlampe Ember' },
    { price: 15.9, hue: 15, path: 'M36 34h40v44a10 10 0 0 1-10 10H46a10 10 0 0 1-10-10ZM76 44h6a10 10 0 0 1 0 24h-6Z', en: 'Kiln stoneware mug', zh: 'Kiln 炻瓷马克杯', es: 'Taza de gres Kiln', de: 'Steinzeugbecher Kiln' },
    { price: 159.9, hue: 350, path: 'M34 44h52v30a12 12 0 0 1-12 12H46a12 12 0 0 1-12-12ZM30 38h60M56 32h8M28 52h6M86 52h6', en: 'Hearth cast-iron casserole', zh: 'Hearth 铸铁炖锅', es: 'Cocotte Hearth', de: 'Gusseisen-Bräter Hearth' },
  ];

  const { lang, menu, speak } = window.frontdeskPage;
  window.frontdesk ??= (...call) => (window.frontdesk.q ??= []).push(call);

  function element(name, props, ...children) {
    const node = Object.assign(document.createElement(name), props);
    node.append(...children);
    return node;
  }

  function picture({ hue, path }) {
    const make = (name, attributes) => {
      const node = document.createElementNS('http://www.w3.org/2000/svg', name);
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
      return node;
    };
    const svg = make('svg', { viewBox: '0 0 120 110', 'aria-hidden': 'true', preserveAspectRatio: 'xMidYMid slice' });
    svg.append(make('rect', { width: 120, height: 110, fill: `hsl(${hue} 25% 85%)` }));
    svg.append(make('path', { d: path, fill: `hsl(${hue} 30% 45%)`, stroke: `hsl(${hue} 35% 25%)`, 'stroke-width': 2, 'stroke-linejoin': 'round' }));
    return svg;
  }

  document.addEventListener('DOMContentLoaded', () => {
    const mine = words[lang] ?? words.en;
    speak(words, 'main, footer');
    menu(document.getElementById('languages'));
    const asks = document.getElementById('asks');
    for (const text of mine.asks) {
      const button = element('button', { type: 'button', textContent: text });
      button.onclick = () => {
        window.frontdesk('prefill', text);
        window.frontdesk('open');
      };
      asks.append(element('li', {}, button));
    }
    const money = new Intl.NumberFormat(words[lang] ? lang : 'en', { style: 'currency', currency: 'EUR' });
    const list = document.getElementById('products');
    for (const item of goods) {
      const text = element('div', {}, element('p', { textContent: item[lang] ?? item.en }), element('p', { className: 'quiet', textContent: money.format(item.price) }));
      list.append(element('li', {}, picture(item), text));
    }
  });
})();
