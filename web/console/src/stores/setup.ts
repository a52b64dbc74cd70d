import { computed, reactive } from 'vue';
import type { Http } from '../api/http';
import type { Setup } from '../wire';

export type SetupStep = 'articles' | 'products' | 'asked' | 'pages' | 'people' | 'resolved';

const HIDDEN = 'fd.console.setup';

/** How far the installation is: what an admin has still to do before shoppers are served. */
export function createSetup(http: () => Http) {
  const state = reactive({ data: null as Setup | null, error: null as unknown, hidden: hidden() });

  async function read(): Promise<void> {
    try {
      state.data = await http().get<Setup>('/v1/setup');
      state.error = null;
    } catch (e) {
      state.error = e;
    }
  }

  const steps = computed<{ id: SetupStep; done: boolean }[]>(() => {
    const d = state.data;
    return [
      { id: 'articles', done: !!d?.articles },
      { id: 'products', done: !!d?.products },
      { id: 'asked', done: !!d?.asked },
      { id: 'pages', done: !!d?.sites.some((s) => s.shown) },
      { id: 'people', done: (d?.people ?? 0) > 1 },
      { id: 'resolved', done: !!d?.resolved },
    ];
  });
  const left = computed(() => steps.value.filter((s) => !s.done).length);

  /** Shows the list no more on the first page of this browser. */
  function hide(): void {
    state.hidden = true;
    try {
      localStorage.setItem(HIDDEN, 'hidden');
    } catch {
      // Storage may be blocked; it is then shown again.
    }
  }

  return { state, steps, left, read, hide };
}

function hidden(): boolean {
  try {
    return localStorage.getItem(HIDDEN) === 'hidden';
  } catch {
    return false;
  }
}

export type SetupStore = ReturnType<typeof createSetup>;
