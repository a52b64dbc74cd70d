import type { VNode } from 'preact';
import { CHAT_PATH } from '../launcher';

/** Drawn 24 × 24, in the colour of the text; the names are their meanings. */
const PATHS = {
  chat: CHAT_PATH,
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M6 9l6 6 6-6',
  menu: 'M12 5.500v.01M12 12v.01M12 18.500v.01',
  send: 'M4 12l16-8-5.500 16-3-6.500L4 12Zm7.500 1.500L20 4',
  person: 'M12 11.500a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4.500 20.500a7.500 7.500 0 0 1 15 0',
  bot: 'M12 3v3M6.500 6h11A2.500 2.500 0 0 1 20 8.500v7a2.500 2.500 0 0 1-2.500 2.500h-11A2.500 2.500 0 0 1 4 15.500v-7A2.500 2.500 0 0 1 6.500 6ZM9 11v1.500M15 11v1.500M2 11v3M22 11v3M9 21h6',
  star: 'M12 3.500l2.600 5.400 5.900.8-4.300 4.100 1 5.900L12 16.900l-5.200 2.800 1-5.900-4.300-4.100 5.900-.8L12 3.500Z',
  helped: 'M7 10.500V20H4v-9.500h3Zm0 0L11 3.500a2 2 0 0 1 2 2V9h5.500a2 2 0 0 1 2 2.300l-1.200 7a2 2 0 0 1-2 1.700H7',
  parcel: 'M4 8l8-4 8 4v8.500l-8 4-8-4V8Zm0 0l8 4 8-4M12 12v8.500',
};

/** One picture; it says nothing to screen readers, its button does. */
export function Icon({ name }: { name: keyof typeof PATHS }): VNode {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true" class={`icon i-${name}`}>
      <path d={PATHS[name]} />
    </svg>
  );
}
