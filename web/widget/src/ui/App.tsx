import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Shell } from '../shell';
import { Provider, useChanges } from './hooks';
import { Icon } from './icons';
import { Panel } from './Panel';

/** The launcher and, when open, the panel. */
export function App({ shell }: { shell: Shell }): VNode {
  useChanges(shell);
  const launcher = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  const { open, words, client } = shell;
  const { unread } = client.state;

  // Closing gives the focus back to what opened.
  useEffect(() => {
    if (wasOpen.current && !open) launcher.current?.focus();
    wasOpen.current = open;
  }, [open]);

  let name = open ? words.t('close') : words.t('open');
  if (!open && unread) name = words.t('unread', { n: unread });
  return (
    <Provider value={shell}>
      {open && <Panel />}
      <button
        ref={launcher}
        type="button"
        class="launcher"
        aria-label={name}
        aria-expanded={open}
        onClick={() => shell.toggle(!open)}
      >
        <Icon name={open ? 'down' : 'chat'} />
        {!open && unread > 0 && (
          <span class="badge" aria-hidden="true">
            {unread > 9 ? '9+' : words.number(unread)}
          </span>
        )}
      </button>
    </Provider>
  );
}
