import type { VNode } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { State } from '../client';
import { useShell } from './hooks';
import { Icon } from './icons';

const OVER = new Set(['conversation_resolved', 'conversation_closed']);

/** Whether the conversation is over: nobody owns it, or it was resolved and nothing was said since. */
export function ended(state: State): boolean {
  if (state.view?.owner === 'none') return true;
  for (const message of [...state.messages].reverse()) {
    if (OVER.has(message.event ?? '')) return true;
    if (message.author === 'shopper' || message.author === 'agent') return false;
  }
  return false;
}

/** Asks once, at the end, how it was; can be skipped. */
export function Rating(): VNode | null {
  const { words, client } = useShell();
  const [stars, setStars] = useState(0);
  const [comment, setComment] = useState('');
  const [thanked, setThanked] = useState('');
  const { view, asked, messages, trouble } = client.state;
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    if (stars) form.current?.scrollIntoView?.({ block: 'nearest' });
  }, [stars > 0]);
  if (!view || !ended(client.state)) return null;
  if (thanked === view.id) {
    return (
      <p class="event" role="status">
        {words.t('thanks')}
      </p>
    );
  }
  if (view.rating || asked.includes(view.id) || !messages.length) return null;

  function submit(event: Event): void {
    event.preventDefault();
    client.rate(stars, comment.slice(0, 2000));
    setThanked(view!.id);
    setStars(0);
    setComment('');
  }
  return (
    <form ref={form} class="rating" onSubmit={submit}>
      <fieldset>
        <legend>{words.t('rate')}</legend>
        <div class="stars">
          {[1, 2, 3, 4, 5].map((n) => (
            <label key={n} class={n <= stars ? 'on' : ''}>
              <input type="radio" name="stars" value={n} checked={n === stars} onChange={() => setStars(n)} />
              <span class="sr">{words.t('stars', { n })}</span>
              <Icon name="star" />
            </label>
          ))}
        </div>
      </fieldset>
      {stars > 0 && (
        <label class="comment">
          <span>{words.t('comment')}</span>
          <textarea
            rows={2}
            dir="auto"
            maxLength={2000}
            value={comment}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
        </label>
      )}
      <div class="row">
        {stars > 0 && (
          <button type="submit" class="strong" disabled={trouble !== ''}>
            {words.t('rate_send')}
          </button>
        )}
        <button type="button" class="text" onClick={() => client.skipRating()}>
          {words.t('skip')}
        </button>
      </div>
    </form>
  );
}
