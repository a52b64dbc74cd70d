import { inject, reactive, watch, type InjectionKey } from 'vue';
import { createHttp, type Http } from './api/http';
import { Live, type LiveOptions } from './api/socket';
import { locale, t, tn } from './i18n';
import { chime, desktopNotice } from './lib/notify';
import { createAgents } from './stores/agents';
import { createDrafts } from './stores/drafts';
import { createInbox } from './stores/inbox';
import { createOffers } from './stores/offers';
import { createSession } from './stores/session';
import { createSettings } from './stores/settings';
import { createSetup } from './stores/setup';
import { createThread } from './stores/thread';
import { createToasts } from './stores/toasts';
import { createTraining } from './stores/training';
import type { Availability, ServerFrame } from './wire';

export interface DeskOptions {
  http?: Http;
  open?: LiveOptions['open'];
  retry?: number;
}

/** Everything the pages share, put together in one place. */
export function createDesk(options: DeskOptions = {}) {
  const http: Http = options.http ?? createHttp({ onSignedOut: () => session.expire(), language: () => locale.value });
  const api = () => http;
  const session = createSession(api);
  const me = () => session.state.user?.id ?? '';
  const toasts = createToasts();
  const settings = createSettings();
  const drafts = createDrafts(me);
  const inbox = createInbox(api);
  const thread = createThread(api, drafts, me);
  const agents = createAgents(api);
  const training = createTraining(http);
  const setup = createSetup(api);
  const offers = createOffers(api, me, (offer) => {
    if (settings.sound) chime();
    if (settings.desktop) desktopNotice(t('offer.title'), offer.case.headline ?? '', () => undefined);
  });
  /** Whether what the page shows is current. `knowledge` rises when articles changed. */
  const line = reactive({ stale: false, knowledge: 0 });

  /** Reads again everything that is shown; the page is stale until it is done. */
  async function resync(): Promise<void> {
    try {
      await Promise.all([inbox.refresh(), thread.reload(), thread.catchUp(), agents.refresh(), offers.refresh()]);
      line.stale = false;
      line.knowledge++;
      thread.reached();
    } catch {
      // Signed out: the sign-in dialog leads back here. Else try again.
      if (!session.state.expired && session.state.status === 'in') setTimeout(() => line.stale && void resync(), options.retry ?? 3_000);
    }
  }

  function onFrame(frame: ServerFrame): void {
    switch (frame.type) {
      case 'changed':
        if (frame.kind === 'knowledge') line.knowledge++;
        else if (frame.kind === 'presence') agents.hinted();
        else inbox.hinted();
        if (frame.conversation && frame.conversation === thread.state.id) thread.hinted(frame.kind, frame.seq);
        break;
      case 'offer':
        // The desk's language may be another than the reader's, in which a request is answered.
        if ((frame.case.packet?.lang.agent ?? locale.value) === locale.value) offers.add(frame.case, frame.until);
        else void offers.refresh().catch(() => offers.add(frame.case, frame.until));
        break;
      case 'typing':
        if (frame.conversation === thread.state.id) thread.setTyping(frame.author, frame.name ?? '', frame.on);
        break;
      case 'viewers':
        if (frame.conversation === thread.state.id) thread.setViewers(frame.viewers);
        break;
    }
  }

  const live = new Live({
    open: options.open,
    onFrame,
    onUp: () => void resync(),
    onDown: () => (line.stale = true),
    // A refused socket says no reason; a refused request does, and asks to sign in.
    onStuck: () => void agents.refresh().catch(() => undefined),
    // The socket's session ended; another one may have begun in another tab.
    onSignedOut: () => void session.load().catch(() => undefined),
  });

  // The server calls an agent away whose console was gone too long.
  watch(
    () => agents.state.items.find((a) => a.id === me())?.availability,
    (now) => {
      if (now && session.state.user) session.state.user.availability = now;
    },
  );

  // The socket lives while somebody with a desk is signed in.
  watch(
    () => session.state.status === 'in' && !session.state.expired && session.may('inbox'),
    (on) => (on ? live.start() : live.stop()),
    { flush: 'sync' },
  );
  watch(locale, () => session.state.status === 'in' && session.may('inbox') && void resync());
  watch(
    () => thread.state.id,
    (id) => live.watch(id),
  );

  /** Says whether the signed-in person takes conversations; whoever goes is told what stays with them. */
  async function be(state: Availability): Promise<void> {
    try {
      await session.setAvailability(state);
    } catch (e) {
      toasts.fail(e);
      return;
    }
    if (state !== 'away' && state !== 'offline') return;
    void offers.refresh().catch(() => undefined); // they were given back
    const n = inbox.state.counts.mine;
    if (n) toasts.show({ kind: 'warn', text: tn('inbox.stillYours', n) });
  }

  return { http, session, be, toasts, settings, drafts, inbox, thread, agents, training, setup, offers, line, live, resync };
}

export type Desk = ReturnType<typeof createDesk>;

export const DESK: InjectionKey<Desk> = Symbol('desk');


/** The shared stores; only within setup. */
export function useDesk(): Desk {
  const desk = inject(DESK);
  if (!desk) throw new Error('no desk was provided');
  return desk;
}
