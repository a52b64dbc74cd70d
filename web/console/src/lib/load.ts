import { shallowReactive } from 'vue';
import { trailing } from './trailing';

/** What a page reads once and again: its data, and whether that is under way or has failed. */
export function useLoad<T>(read: () => Promise<T>) {
  const state = shallowReactive({ data: null as T | null, loading: true, error: null as unknown });
  const run = trailing(async () => {
    try {
      state.data = await read();
      state.error = null;
    } catch (e) {
      state.error = e;
    } finally {
      state.loading = false;
    }
  });
  return { state, run };
}
