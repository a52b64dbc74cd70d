/**
 * Single-key commands. None fires while somebody writes, while a dialog or a
 * menu is open, or together with a modifier (WCAG 2.1.4); they can be switched
 * off in the settings. Ctrl+K works everywhere.
 */
export function bindKeys(run: (key: string) => boolean, active: () => boolean): () => void {
  const listener = (e: KeyboardEvent) => {
    if (e.defaultPrevented || e.isComposing) return;
    const mod = e.ctrlKey || e.metaKey;
    if (mod && !e.shiftKey && !e.altKey && e.key.toLowerCase() === 'k') {
      if (run('mod+k')) e.preventDefault();
      return;
    }
    if (mod || e.altKey || !active() || isWriting(e.target) || document.querySelector('[role="dialog"],[role="menu"]')) return;
    if (run(e.key)) e.preventDefault();
  };
  window.addEventListener('keydown', listener);
  return () => window.removeEventListener('keydown', listener);
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName));
}
