import { createRouter, createWebHashHistory, type Router, type RouteRecordRaw, type RouterHistory } from 'vue-router';

// `open` pages need no session, `bare` ones no frame; `may` names the right
// that a page needs (see stores/session.ts). One-time tokens travel behind the
// hash, so that they reach no server's log.
const routes: RouteRecordRaw[] = [
  { path: '/', component: { render: () => null } },
  { path: '/signin', component: () => import('./pages/SignInPage.vue'), meta: { open: true, bare: true, title: 'signin.title' } },
  { path: '/link/:token', component: () => import('./pages/LinkPage.vue'), meta: { open: true, bare: true, title: 'password.title' } },
  { path: '/password', component: () => import('./pages/PasswordPage.vue'), meta: { bare: true, title: 'password.title' } },
  { path: '/inbox', redirect: '/inbox/mine' },
  { path: '/inbox/:view(mine|waiting|all)/:id?', component: () => import('./pages/InboxPage.vue'), meta: { may: 'inbox', title: 'nav.inbox' } },
  { path: '/knowledge', component: () => import('./pages/KnowledgePage.vue'), meta: { title: 'nav.knowledge' } },
  { path: '/knowledge/golden', component: () => import('./pages/GoldenPage.vue'), meta: { title: 'golden.title' } },
  { path: '/knowledge/glossary', component: () => import('./pages/GlossaryPage.vue'), meta: { title: 'glossary.title' } },
  { path: '/knowledge/import/:id?', component: () => import('./pages/ImportPage.vue'), meta: { may: 'import', title: 'import.title' } },
  { path: '/knowledge/sources', component: () => import('./pages/SourcesPage.vue'), meta: { may: 'import', title: 'sources.title' } },
  { path: '/knowledge/conflicts', component: () => import('./pages/ClashesPage.vue'), meta: { title: 'clashes.title' } },
  { path: '/knowledge/:id', component: () => import('./pages/ArticlePage.vue'), meta: { title: 'nav.knowledge' } },
  { path: '/gaps', component: () => import('./pages/GapsPage.vue'), meta: { may: 'write', title: 'nav.gaps' } },
  { path: '/gaps/digest', component: () => import('./pages/DigestPage.vue'), meta: { may: 'write', title: 'gaps.digest' } },
  { path: '/gaps/:id', component: () => import('./pages/GapPage.vue'), meta: { may: 'write', title: 'nav.gaps' } },
  { path: '/test', component: () => import('./pages/TestPage.vue'), meta: { title: 'nav.test' } },
  { path: '/training/:tab(intents|confusions|confidence|models)?', component: () => import('./pages/TrainingPage.vue'), meta: { may: 'train', title: 'nav.training' } },
  { path: '/training/intents/:id', component: () => import('./pages/IntentPage.vue'), meta: { may: 'train', title: 'nav.training' } },
  { path: '/notices', component: () => import('./pages/NoticesPage.vue'), meta: { title: 'notices.title' } },
  { path: '/people', component: () => import('./pages/PeoplePage.vue'), meta: { may: 'people', title: 'nav.people' } },
  { path: '/tokens', component: () => import('./pages/TokensPage.vue'), meta: { may: 'people', title: 'nav.tokens' } },
  { path: '/setup', component: () => import('./pages/SetupPage.vue'), meta: { may: 'people', title: 'setup.title' } },
  { path: '/overview', component: () => import('./pages/OverviewPage.vue'), meta: { may: 'overview', title: 'nav.overview' } },
  { path: '/:rest(.*)*', component: () => import('./pages/MissingPage.vue'), meta: { title: 'missing.title' } },
];

export function makeRouter(history: RouterHistory = createWebHashHistory('/console/')): Router {
  return createRouter({ history, routes });
}
