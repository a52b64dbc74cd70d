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
  const [away, setAway] = useState(false);

  function toEnd(): void {
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
    atEnd.current = true;
    setAway(false);
  }
  function scrolled(): void {
    const box = scroller.current;
    if (!box) return; // a last scroll event comes after the panel has closed
    atEnd.current = box.scrollHeight - box.scrollTop - box.clientHeight < NEAR_END;
    if (atEnd.current) setAway(false);
  }

  // A long answer is read from its question on, not from its end.
  function toNews(): void {
    const box = scroller.current!;
    const question = [...box.querySelectorAll<HTMLElement>('.turn.shopper')].at(-1);
    const top = (question?.offsetTop ?? Infinity) - box.offsetTop - GAP;
    box.scrollTop = Math.min(box.scrollHeight, top);
  }

  useLayoutEffect(() => {
    if (!state.ready || state.pending.length) toEnd();
    else if (atEnd.current) toNews();
    else setAway(true);
  }, [count, state.pending.length]);
  useLayoutEffect(() => {
    if (atEnd.current) toNews();
  }, [state.typing, state.session, state.view, state.pending]);
  return { scroller, away, toEnd, scrolled };
}
