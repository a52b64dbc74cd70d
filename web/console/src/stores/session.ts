import { computed, reactive } from 'vue';
import { ApiError, type Http } from '../api/http';
import type { Availability, Role, SessionInfo, User } from '../wire';

/** What a role may open. The server decides again on every request. */
const MAY: Record<string, Role[]> = {
  inbox: ['agent', 'supervisor', 'admin'],
  write: ['editor', 'supervisor', 'admin'],
  import: ['editor', 'admin'],
  train: ['editor', 'admin'],
  overview: ['supervisor', 'admin'],
  steer: ['supervisor', 'admin'],
  people: ['admin'],
};

/** Who is signed in. A session that ends under way is `expired`: nothing on the page is lost. */
export function createSession(http: () => Http) {
  const state = reactive({
    status: 'loading' as 'loading' | 'out' | 'in',
    expired: false,
    user: null as User | null,
    shop: '',
  });

  function take(info: SessionInfo): void {
    state.user = info.user;
    state.shop = info.shop?.name ?? '';
    state.status = 'in';
    state.expired = false;
  }

  /** Asks the server who is signed in. */
  async function load(): Promise<void> {
    try {
      take(await http().get<SessionInfo>('/v1/session'));
    } catch (e) {
      if (e instanceof ApiError && e.status === 401) expire();
      else throw e;
    }
  }

  /** The server no longer knows the session. */
  function expire(): void {
    if (state.status === 'in') state.expired = true;
    else state.status = 'out';
  }

  async function enter(body: { email: string; password: string } | { link: string }): Promise<void> {
    const before = state.user?.id;
    await http().send('POST', '/v1/session', body);
    const info = await http().get<SessionInfo>('/v1/session');
    // Another person at the same desk must not see what the first one had open.
    if (before && before !== info.user.id) location.reload();
    take(info);
  }

  async function leave(): Promise<void> {
    await http().send('DELETE', '/v1/session');
    state.user = null;
    state.status = 'out';
  }

  return {
    state,
    role: computed(() => state.user?.role),
    load,
    enter,
    leave,
    expire,
    async setPassword(password: string, current?: string): Promise<void> {
      await http().send('POST', '/v1/session/password', current ? { password, current } : { password });
    },
    async setAvailability(availability: Availability): Promise<void> {
      await http().send('PUT', '/v1/agents/me/availability', { availability });
      if (state.user) state.user.availability = availability;
    },
    may(what: keyof typeof MAY): boolean {
      const role = state.user?.role;
      return !!role && !!MAY[what]?.includes(role);
    },
  };
}

export type SessionStore = ReturnType<typeof createSession>;
