import { computed, ref, type Ref } from 'vue';
import { explain } from '../stores/toasts';

/**
 * The form that adds or changes one entry of a list: `editing` is the entry
 * while the form is open, and a refusal stands in `error` while it stays open.
 */
export function useEntry<T extends object>() {
  const editing = ref(null) as Ref<T | null>;
  const open = computed({ get: () => !!editing.value, set: (on) => !on && (editing.value = null) });
  const error = ref('');
  const busy = ref(false);

  return {
    editing,
    open,
    error,
    busy,
    edit(item: T): void {
      error.value = '';
      editing.value = item;
    },
    /** Sends what the form says, once, and closes the form where that is taken. */
    async save(send: (item: T) => Promise<unknown>): Promise<boolean> {
      if (busy.value || !editing.value) return false;
      busy.value = true;
      error.value = '';
      try {
        await send(editing.value);
        editing.value = null;
        return true;
      } catch (e) {
        error.value = explain(e);
        return false;
      } finally {
        busy.value = false;
      }
    },
  };
}
