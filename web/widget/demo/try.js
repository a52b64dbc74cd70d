// The page on which a shop's team tries the chat: /try?site=KEY. It has the words
// of the console's languages, and the chat in all that it speaks.
(() => {
  const words = {
    en: {},
    de: { title: 'Den Chat ausprobieren', lead: 'Diese Seite zeigt den Chat so, wie Ihre Kundschaft ihn sehen wird, ohne Ihren Shop darum herum. Öffnen Sie ihn in der Ecke und fragen Sie, was jemand im Shop fragen würde.', person: 'Verlangen Sie einen Menschen: In einem anderen Fenster bietet die Konsole Ihnen das Gespräch an, sobald Sie online sind.' },
    zh: { title: '试用聊天', lead: '本页按顾客看到的样子显示聊天窗口，只是没有您的商店。请点击角落里的按钮，像顾客一样提问。', person: '请求人工服务：只要您在线，控制台会在另一个窗口里把会话分配给您。' },
    es: { title: 'Probar el chat', lead: 'Esta página muestra el chat como lo verán sus clientes, sin su tienda alrededor. Ábralo en la esquina y pregunte lo que preguntaría un cliente.', person: 'Pida hablar con una persona: en otra ventana, la consola le ofrece la conversación en cuanto esté en línea.' },
  };
  const { menu, speak } = window.frontdeskPage;
  const site = new URLSearchParams(location.search).get('site');
  const loader = Object.assign(document.createElement('script'), { async: true, src: '/widget/loader.js' });
  loader.dataset.site = site;
  document.head.append(loader);
  document.addEventListener('DOMContentLoaded', () => {
    speak(words, 'main, .brand');
    document.title = document.querySelector('h1').textContent;
    menu(document.getElementById('languages'));
  });
})();
