import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { LANGUAGES } from '../i18n';
import { plain } from '../text';
import { useShell } from './hooks';
import { Icon } from './icons';

/** Who one talks to, and the menu. */
export function Header(): VNode {
  const shell = useShell();
  const { words, client } = shell;
  const { session, view } = client.state;
  const human = view?.owner === 'human';
  const agent = plain(view?.agent?.name ?? '') || words.t('team');
  const site = plain(session?.site.name ?? '');
  return (
    <div class="head">
      <span class="face">
        <Icon name={human ? 'person' : 'bot'} />
      </span>
      <div class="who">
        <h2>
          <bdi>{site || words.t('bot')}</bdi>
        </h2>
        <p>{human ? words.t('person_role', { name: agent }) : words.t('bot_role')}</p>
      </div>
      <Menu />
      <button type="button" class="tool" aria-label={words.t('close')} onClick={() => shell.toggle(false)}>
        <Icon name="close" />
      </button>
    </div>
  );
}

/** Language, a person, the end. A plain list of controls, closed by Esc or by leaving it. */
function Menu(): VNode {
  const shell = useShell();
  const { words, client } = shell;
  const { view, trouble } = client.state;
  const [open, setOpen] = useState(false);
  const [asking, setAsking] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  const canEnd = view !== null && view.owner !== 'none';

  useEffect(() => {
    if (open) list.current?.querySelector<HTMLElement>('select,button')?.focus();
    else setAsking(false);
  }, [open]);
  useEffect(() => {
    if (asking) list.current?.querySelector<HTMLElement>('.keep')?.focus();
  }, [asking]);

  function close(): void {
    setOpen(false);
    button.current?.focus();
  }
  function keyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || !open) return;
    event.preventDefault();
    event.stopPropagation();
    close();
  }
  function focusOut(event: FocusEvent): void {
    const inside = (event.currentTarget as Node).contains(event.relatedTarget as Node | null);
    if (event.relatedTarget && !inside) setOpen(false);
  }

  return (
    <div class="menu" onKeyDown={keyDown} onFocusOut={focusOut}>
      <button
        ref={button}
        type="button"
        class="tool"
        aria-label={words.t(open ? 'close_menu' : 'menu')}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="menu" />
      </button>
      {open && (
        <div class="list" ref={list}>
          <LanguageChoice />
          {(!view || view.owner === 'bot' || view.owner === 'none') && (
            <button
              type="button"
              onClick={() => {
                client.askHuman(words.t('human'));
                close();
              }}
            >
              {words.t('human')}
            </button>
          )}
          {canEnd && !asking && (
            <button type="button" disabled={trouble !== ''} onClick={() => setAsking(true)}>
              {words.t('end')}
            </button>
          )}
          {canEnd && asking && (
            <div class="ask" role="group" aria-label={words.t('end_ask')}>
              <p>{words.t('end_ask')}</p>
              <button
                type="button"
                class="strong"
                onClick={() => {
                  client.end();
                  close();
                }}
              >
                {words.t('end_yes')}
              </button>
              <button type="button" class="keep" onClick={close}>
                {words.t('end_no')}
              </button>
            </div>
          )}
        </div>
      )}
    </div>
  );
}

function LanguageChoice(): VNode {
  const shell = useShell();
  const { words } = shell;
  function choose(event: Event): void {
    const select = event.currentTarget as HTMLSelectElement;
    shell.speak(select.value, true).catch(() => {
      // Its words could not be fetched: the old language stays.
      select.value = words.language;
    });
  }
  return (
    <label class="choice">
      <span>{words.t('language')}</span>
      <select value={words.language} onChange={choose}>
        {Object.entries(LANGUAGES).map(([tag, name]) => (
          <option key={tag} value={tag} lang={tag}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
