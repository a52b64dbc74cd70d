import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Message } from '../../../shared/wire';
import type { State } from '../client';
import { plain } from '../text';
import { Bubble, Greeting, Waiting } from './Bubble';
import { useShell } from './hooks';
import { Icon } from './icons';
import { Rating } from './Rating';
import { Reach } from './Reach';

// How far from the end still counts as reading the end, in pixels.
const NEAR_END = 80;
// Kept above a question that was scrolled to.
const GAP = 12;

/** The conversation. */
export function Thread(): VNode {
  const { words, client } = useShell();
  const state = client.state;
  const messages = [...state.past, ...state.messages];
  const { scroller, away, toEnd, scrolled } = useEnd(messages.length, state);
  const last = state.messages.at(-1);
  const choices = state.pending.length === 0 ? choicesOf(state, last) : [];

  return (
    <div class="thread">
      <div class="scroll" ref={scroller} onScroll={scrolled} tabIndex={0} role="group" aria-label={words.t('log')}>
        <div role="log" aria-live={state.ready ? 'polite' : 'off'} aria-label={words.t('log')} class="log">
          <Greeting />
          {messages.map((message, i) => (
            <Bubble
              key={message.id}
              message={message}
              opens={!together(messages[i - 1], message)}
              closes={!together(message, messages[i + 1])}
            />
          ))}
          {state.pending.map((item) => (
            <Waiting key={item.client_id} item={item} />
          ))}
        </div>
        {state.typing && <Typing author={state.typing} name={plain(state.view?.agent?.name ?? '')} />}
        {choices.length > 0 && (
          <div class="choices">
            {choices.map((reply, i) => (
              <button type="button" class="pill" key={i} dir="auto" onClick={() => client.choose(reply)}>
                {reply.title}
              </button>
            ))}
          </div>
        )}
        <Reach />
        <Rating />
      </div>
      {away && (
        <button type="button" class="newer pill" onClick={toEnd}>
          <Icon name="down" />
          {words.t('newer')}
        </button>
      )}
    </div>
  );
}

/** The buttons under what the bot said last, and only there. */
function choicesOf(state: State, last: Message | undefined) {
  if (!last) return state.session?.greeting?.quick_replies ?? [];
  return last.author === 'shopper' ? [] : (last.quick_replies ?? []);
}

/** Whether two neighbours are drawn as one turn of the same speaker. */
function together(a: Message | undefined, b: Message | undefined): boolean {
  if (!a || !b || a.kind === 'event' || b.kind === 'event') return false;
  if (a.author !== b.author || a.author_name !== b.author_name) return false;
  return Date.parse(b.at) - Date.parse(a.at) < 5 * 60_000;
}

function Typing({ author, name }: { author: string; name: string }): VNode {
  const { words } = useShell();
  const who = author === 'agent' ? words.t('typing_agent', { name: name || words.t('team') }) : words.t('typing_bot');
  return (
    <div class="typing" role="status">
      <span class="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      <span class="sr">{who}</span>
    </div>
  );
}

/** Follows the end of the log while the shopper is there, and says when news is below. */
function useEnd(count: number, state: State) {
  const scroller = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  /** The room that the log had when its place was last looked at, in pixels. */
  const room = useRef(0);
  /** What is kept in sight above the end, and the last entry that was there before the news. */
  const from = useRef<HTMLElement | null>(null);
  const known = useRef<HTMLElement | null>(null);
  const [away, setAway] = useState(false);

  /** Where the log stands so that the news is read from its beginning; Infinity for its end. */
  function start(box: HTMLElement): number {
    return (from.current?.offsetTop ?? Infinity) - box.offsetTop - GAP;
  }
  function follow(): void {
    const box = scroller.current!;
    box.scrollTop = Math.min(box.scrollHeight, start(box));
  }
  function toEnd(): void {
    if (!scroller.current) return;
    from.current = null;
    follow();
    atEnd.current = true;
    setAway(false);
  }
  function scrolled(): void {
    const box = scroller.current;
    if (!box) return; // a last scroll event comes after the panel has closed
    // Who has read on is not taken back to the beginning.
    if (box.scrollTop > start(box) + 1) from.current = null;
    // A browser tells of scrolling before it tells that there is less room now: who
    // scrolled to the end did so in the room of before.
    atEnd.current = box.scrollHeight - box.scrollTop - Math.max(box.clientHeight, room.current) < NEAR_END;
    if (atEnd.current) setAway(false);
  }

  useLayoutEffect(() => {
    const entries = [...scroller.current!.querySelectorAll<HTMLElement>('.log > *')];
    if (!state.ready || state.pending.length) toEnd();
    else if (atEnd.current) {
      from.current = beginning(entries, known.current);
      follow();
    } else setAway(true);
    known.current = entries.at(-1) ?? null;
  }, [count, state.pending.length]);
  useLayoutEffect(() => {
    if (atEnd.current) follow();
  }, [state.typing, state.session, state.view, state.pending, state.trouble]);
  // The keyboard of a phone, a growing input and a line of news take room from the log.
  useLayoutEffect(() => {
    const watcher = new ResizeObserver(() => {
      if (!scroller.current) return;
      room.current = scroller.current.clientHeight;
      if (atEnd.current) follow();
    });
    watcher.observe(scroller.current!);
    return () => watcher.disconnect();
  }, []);
  return { scroller, away, toEnd, scrolled };
}

/**
 * Where news is read from: what the bot says from the question on, as a long answer
 * is not read from its end; what others say from its own beginning, because between
 * the question and it much may have been said. null: from the end.
 */
function beginning(entries: HTMLElement[], known: HTMLElement | null): HTMLElement | null {
  const question = entries.map((entry) => entry.matches('.turn.shopper')).lastIndexOf(true);
  if (question >= 0 && entries.slice(question + 1).every((entry) => entry.matches('.turn.bot'))) return entries[question]!;
  const before = known ? entries.indexOf(known) : -1;
  return before < 0 ? null : (entries[before + 1] ?? null);
}
