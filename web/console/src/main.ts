import { createApp } from 'vue';
import App from './App.vue';
import { createDesk, DESK } from './desk';
import { preferredLocale, setLocale } from './i18n';
import { makeRouter } from './router';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';

// One-time links may come as /console/?link=TOKEN or /console/link/TOKEN. The
// token moves behind the hash: it is not sent again and does not stay in the history.
const link = new URLSearchParams(location.search).get('link') ?? /^\/console\/link\/([^/]+)\/?$/.exec(location.pathname)?.[1];
if (link) history.replaceState(null, '', `/console/#/link/${encodeURIComponent(link)}`);

await setLocale(preferredLocale()).catch(() => undefined);
createApp(App).provide(DESK, createDesk()).use(makeRouter()).mount('#app');
