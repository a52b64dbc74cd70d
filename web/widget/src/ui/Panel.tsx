import type { VNode } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Composer } from './Composer';
import { Header } from './Header';
import { useShell } from './hooks';
import { Status } from './Status';
import { Thread } from './Thread';

const FOCUSABLE = 'button:not([disabled]),a[href],input,select,textarea,[tabindex="0"]';

/** The window of the chat: a dialog beside the page, the whole screen on a phone. */
export function Panel(): VNode {
  const shell = useShell();
  const panel = useRef<HTMLElement>(null);
  const { words, client } = shell;
  const focused = useRef<EventTarget | null>(null);
  useScreenHeight(panel);

  // A button that did its work is gone; the focus must not be gone with it.
  useLayoutEffect(() => {
    const last = focused.current as HTMLElement | null;
    if (!last || last.isConnected) return;
    focused.current = null;
    // On a phone, focusing the input would bring up the keyboard unasked.
    const to = matchMedia('(pointer: coarse)').matches ? '.scroll' : '.composer textarea';
    panel.current?.querySelector<HTMLElement>(to)?.focus({ preventScroll: true });
  });

  function keyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && !event.isComposing && !event.defaultPrevented) {
      event.stopPropagation();
      shell.toggle(false);
    }
    if (event.key === 'Tab') keepFocus(event, panel.current!);
  }

  return (
    <section
      ref={panel}
      class="panel"
      role="dialog"
      aria-label={words.t('chat', { site: client.state.session?.site.name ?? '' }).trim()}
      onKeyDown={keyDown}
      onFocusIn={(event) => (focused.current = event.target)}
    >
      <Header />
      <Status />
      <Thread />
      <Composer />
    </section>
  );
}

/** Where the panel covers the page, Tab goes round in it. */
function keepFocus(event: KeyboardEvent, panel: HTMLElement): void {
  if (innerWidth >= 480) return;
  const stops = [...panel.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((stop) => stop.getClientRects().length);
  const active = (panel.getRootNode() as ShadowRoot).activeElement;
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  if (active === from && to) {
    event.preventDefault();
    to.focus();
  }
}

/** The keyboard of a phone covers a fixed element; the visual viewport says what is left. */
function useScreenHeight(panel: { current: HTMLElement | null }): void {
  useEffect(() => {
    const view = window.visualViewport;
    if (!view) return;
    const fit = () => {
      panel.current?.style.setProperty('--screen', `${view.height}px`);
      panel.current?.style.setProperty('--top', `${view.offsetTop}px`);
    };
    fit();
    view.addEventListener('resize', fit);
    view.addEventListener('scroll', fit);
    return () => {
      view.removeEventListener('resize', fit);
      view.removeEventListener('scroll', fit);
    };
  }, []);
}
