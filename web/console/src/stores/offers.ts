import { reactive } from 'vue';
import { ApiError, type Http } from '../api/http';
import { when } from '../lib/time';
import { conversationOf, type CaseBrief } from '../wire';

export interface Offer {
  case: CaseBrief;
  until: number;
}

/** Cases that are offered to the signed-in agent, while their leases last. */
export function createOffers(http: () => Http, me: () => string, onNew: (offer: Offer) => void) {
  const list = reactive<Offer[]>([]);
  const busy = reactive(new Set<string>());

  function drop(id: string): void {
    const i = list.findIndex((o) => o.case.id === id);
    if (i >= 0) list.splice(i, 1);
  }

  function add(offered: CaseBrief, until: string | undefined): void {
    const end = when(until ?? offered.deadline);
    if (Number.isNaN(end) || end <= Date.now()) return;
    const known = list.find((o) => o.case.id === offered.id);
    if (known) {
      known.until = end;
      return;
    }
    const offer = { case: offered, until: end };
    list.push(offer);
    onNew(offer);
    setTimeout(() => drop(offered.id), end - Date.now() + 500);
  }

  /** Reads which offers are open, after a start or a time without a line. */
  async function refresh(): Promise<void> {
    const got = await http().get<{ items: CaseBrief[] | null }>('/v1/handoffs', { state: 'offered' });
    const open = (got.items ?? []).filter((c) => c.offered_to === me());
    for (const offer of [...list]) if (!open.some((c) => c.id === offer.case.id)) drop(offer.case.id);
    for (const c of open) add(c, c.deadline);
  }

  async function answer(offer: Offer, verb: 'accept' | 'reject'): Promise<boolean> {
    const { id } = offer.case;
    if (busy.has(id)) return false;
    busy.add(id);
    try {
      await http().send('POST', `/v1/handoffs/${encodeURIComponent(id)}/${verb}`);
      drop(id);
      return true;
    } catch (e) {
      if (e instanceof ApiError && (e.status === 409 || e.status === 404)) drop(id);
      throw e;
    } finally {
      busy.delete(id);
    }
  }

  return {
    list,
    busy,
    add,
    refresh,
    /** Takes an offer; gives the conversation to open, or '' where it was under way. */
    async accept(offer: Offer): Promise<string> {
      return (await answer(offer, 'accept')) ? conversationOf(offer.case) : '';
    },
    reject: (offer: Offer) => answer(offer, 'reject'),
  };
}

export type Offers = ReturnType<typeof createOffers>;
