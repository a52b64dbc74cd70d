/**
 * Keeps the focus where somebody works. A button that did its work is often gone
 * or switched off with what it stood in: browsers then focus nothing, and who
 * works with the keyboard or listens to the page is lost.
 */

// Dialogs give the focus back, and pages draw themselves anew, within this time.
const SETTLED_MS = 60;

const off = (el: HTMLElement) => el.matches(':disabled');

/** Watches main until what it gives is called. */
export function keepFocus(main: HTMLElement): () => void {
  /** What had the focus within main last, and what that stood in, from the inside out. */
  let trail: HTMLElement[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** What had it was switched off meanwhile. */
  let wasOff = false;
  /** Who points sees where they are. */
  let pointing = false;

  function entered(e: FocusEvent): void {
    const at = e.target as HTMLElement;
    if (!main.contains(at)) return;
    wasOff = false;
    trail = [];
    for (let el: HTMLElement | null = at; el && el !== main; el = el.parentElement) trail.push(el);
  }

  const pointed = () => void (pointing = true);
  const typed = () => void (pointing = false);

  function restore(): void {
    if (pointing || document.activeElement !== document.body || !trail.length || document.querySelector('[role=dialog]')) return;
    const [had] = trail as [HTMLElement];
    if (had.isConnected && (off(had) || !wasOff)) return; // it comes back; or was left on purpose, as by Escape
    const next = trail.find((el) => el.isConnected) ?? main;
    if (next !== had && !next.hasAttribute('tabindex')) next.tabIndex = -1;
    next.focus({ preventScroll: true });
  }

  const watcher = new MutationObserver(() => {
    wasOff ||= trail.length > 0 && off(trail[0]!);
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
