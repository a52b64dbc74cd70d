// The languages that the chat speaks, for the pages that show it: a menu of them,
// and the page's own language as ?lang= or the browser asks for. The page's language
// is set before the widget looks at it.
window.frontdeskPage = (() => {
  const names = {
    en: 'English',
    zh: '中文',
    ja: '日本語',
    ko: '한국어',
    de: 'Deutsch',
    fr: 'Français',
    es: 'Español',
    pt: 'Português',
    it: 'Italiano',
    nl: 'Nederlands',
    pl: 'Polski',
    cs: 'Čeština',
    ro: 'Română',
    sv: 'Svenska',
    da: 'Dansk',
    fi: 'Suomi',
    el: 'Ελληνικά',
    tr: 'Türkçe',
    ru: 'Русский',
    uk: 'Українська',
    ar: 'العربية',
    he: 'עברית',
    hi: 'हिन्दी',
    th: 'ไทย',
    vi: 'Tiếng Việt',
    id: 'Bahasa Indonesia',
    ms: 'Bahasa Melayu',
    hu: 'Magyar',
  };
  const asked = new URLSearchParams(location.search).get('lang') ?? navigator.language;
  const base = asked.slice(0, 2).toLowerCase();
  const lang = Object.hasOwn(names, base) ? base : 'en';
  const rtl = lang === 'ar' || lang === 'he';
  document.documentElement.lang = lang;
  document.documentElement.dir = rtl ? 'rtl' : 'ltr';

  /** Fills a menu with links to this page in each language. */
  function menu(details) {
    details.querySelector('summary').textContent = names[lang];
    const list = details.querySelector('ul');
    for (const [tag, name] of Object.entries(names)) {
      const query = new URLSearchParams(location.search);
      query.set('lang', tag);
      const link = Object.assign(document.createElement('a'), { href: `?${query}`, lang: tag, dir: 'auto', textContent: name });
      if (tag === lang) link.setAttribute('aria-current', 'true');
      const item = document.createElement('li');
      item.append(link);
      list.append(item);
    }
    document.addEventListener('click', (e) => details.contains(e.target) || (details.open = false));
    details.addEventListener('keydown', (e) => {
      if (e.key !== 'Escape' || !details.open) return;
      details.open = false;
      details.querySelector('summary').focus();
    });
  }

  /** Puts this page's words in its language, or in English where it has none: then its parts say so. */
  function speak(words, parts) {
    for (const node of document.querySelectorAll('[data-t]')) node.textContent = words[lang]?.[node.dataset.t] ?? node.textContent;
    if (words[lang]) return;
    for (const part of document.querySelectorAll(parts)) Object.assign(part, { lang: 'en', dir: 'ltr' });
  }

  return { lang, menu, speak };
})();
