import { reactive, watch } from 'vue';

export type Theme = 'auto' | 'light' | 'dark';

export interface Settings {
  theme: Theme;
  sound: boolean;
  desktop: boolean;
  keys: boolean;
}

const STORED = 'fd.console.settings';
const DEFAULTS: Settings = { theme: 'auto', sound: false, desktop: false, keys: true };

/** What a person chose for this browser. Sound and desktop notices are opt-in. */
export function createSettings(storage: Storage = localStorage) {
  const state = reactive<Settings>({ ...DEFAULTS, ...read(storage) });
  watch(
    state,
    () => {
      try {
        storage.setItem(STORED, JSON.stringify(state));
      } catch {
        // Storage may be full or blocked: the choice lasts for this page.
      }
    },
    { flush: 'sync' },
  );
  watch(
    () => state.theme,
    (theme) => {
      if (theme === 'auto') delete document.documentElement.dataset.theme;
      else document.documentElement.dataset.theme = theme;
    },
    { immediate: true },
  );
  return state;
}

function read(storage: Storage): Partial<Settings> {
  try {
    const data: unknown = JSON.parse(storage.getItem(STORED) ?? '{}');
    return data && typeof data === 'object' ? data : {};
  } catch {
    return {};
  }
}
