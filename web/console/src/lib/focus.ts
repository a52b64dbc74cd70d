/**
 * Keeps the focus where somebody works. A button that did its work is often gone
 * or switched off with what it stood in: browsers then focus nothing, and who
 * works with the keyboard or listens to the page is lost.
 */

// Dialogs give the focus back, and pages draw themselves anew, within this time.
const SETTLED_MS = 60;

const usable = (el: HTMLElement) => el.isConnected && !el.matches(':disabled');

/** Watches main until what it gives is called. */
export function keepFocus(main: HTMLElement): () => void {
  /** What had the focus within main last, and what that stood in, from the inside out. */
  let trail: HTMLElement[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Who points sees where they are. */
  let pointing = false;

  function entered(e: FocusEvent): void {
    const at = e.target as HTMLElement;
    if (!main.contains(at)) return;
    trail = [];
    for (let el: HTMLElement | null = at; el && el !== main; el = el.parentElement) trail.push(el);
  }

  const pointed = () => void (pointing = true);
  const typed = () => void (pointing = false);

  function restore(): void {
    if (pointing || document.activeElement !== document.body || !trail.length || document.querySelector('[role=dialog]')) return;
    if (trail[0]!.isConnected && !usable(trail[0]!)) return; // busy: it comes back
    const next = trail.find(usable) ?? main;
    if (next !== trail[0] && !next.hasAttribute('tabindex')) next.tabIndex = -1;
    next.focus({ preventScroll: true });
  }

  const watcher = new MutationObserver(() => {
    clearTimeout(timer);
    timer = setTimeout(restore, SETTLED_MS);
  });
  watcher.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] });
  document.addEventListener('focusin', entered);
  document.addEventListener('pointerdown', pointed, true);
  document.addEventListener('keydown', typed, true);
  return () => {
    clearTimeout(timer);
    watcher.disconnect();
    document.removeEventListener('focusin', entered);
    document.removeEventListener('pointerdown', pointed, true);
    document.removeEventListener('keydown', typed, true);
  };
}
