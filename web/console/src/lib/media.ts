import { onScopeDispose, ref, type Ref } from 'vue';

/** Whether a media query holds, followed while a component lives. */
export function useMedia(query: string): Ref<boolean> {
  const list = window.matchMedia(query);
  const holds = ref(list.matches);
  const follow = (e: MediaQueryListEvent) => (holds.value = e.matches);
  list.addEventListener('change', follow);
  onScopeDispose(() => list.removeEventListener('change', follow));
  return holds;
}

/** Where the navigation is a bar at the bottom, and one pane is shown at a time. */
export const PHONE = '(max-width: 760px)';
