import { Component, type ComponentChildren, type VNode } from 'preact';
import type { Message } from '../../../shared/wire';
import type { Words } from '../i18n';
import { Link, markdown, safeLink, verbatim } from '../markdown';
import type { Pending } from '../outbox';
import { plain } from '../text';
import { Card } from './Cards';
import { useShell } from './hooks';
import { Icon } from './icons';

/** The first bubble: who is speaking, and that it is a machine. Never stored. */
export function Greeting(): VNode {
  const { words, client } = useShell();
  const { session } = client.state;
  const text = session?.greeting?.text || words.t('greeting');
  return (
    <article class="turn bot opens">
      <span class="sr">{words.t('bot')}: </span>
      <div class="bubble">
        {markdown(text, words.t('new_tab'))}
        <p class="disclosure" dir={words.dir}>
          {words.t('disclosure')}
        </p>
      </div>
    </article>
  );
}

interface BubbleProps {
  message: Message;
  /** First and last of one speaker's turn. */
  opens: boolean;
  closes: boolean;
}

/** One message of the log. */
export function Bubble({ message, opens, closes }: BubbleProps): VNode | null {
  const { words } = useShell();
  if (message.kind === 'event' || message.author === 'system') {
    if (!message.text) return null;
    return (
      <p class="event" dir="auto">
        {message.text}
      </p>
    );
  }
  const mine = message.author === 'shopper';
  const name = speaker(message, words);
  const note = words.t('new_tab');
  return (
    <article class={`turn ${message.author}${opens ? ' opens' : ''}`} lang={message.lang || undefined}>
      {opens && !mine && (
        <p class="name" aria-hidden="true">
          <bdi>{name}</bdi>
        </p>
      )}
      <span class="sr">{name}: </span>
      <Guard fallback={<div class="bubble">{verbatim(message.text)}</div>}>
        {message.text && <div class="bubble">{mine ? verbatim(message.text) : markdown(message.text, note)}</div>}
        {message.blocks?.map((block, i) => <Card key={i} block={block} />)}
        {!mine && <Sources message={message} />}
        {message.author === 'bot' && !!message.sources?.length && <Helpful message={message} />}
      </Guard>
      {closes && <Time at={message.at} words={words} />}
    </article>
  );
}

/** What was said and is not in the log yet. */
export function Waiting({ item }: { item: Pending }): VNode {
  const { words, client } = useShell();
  const failed = item.state === 'failed';
  const away = client.state.trouble !== '';
  return (
    <article class={`turn shopper opens ${item.state}`}>
      <span class="sr">{words.t('you')}: </span>
      <div class="bubble">{verbatim(item.text)}</div>
      {item.state === 'waiting' && <p class="meta">{words.t(away ? 'pending' : 'sending')}</p>}
      {failed && (
        <div class="meta problem">
          <p>{item.error || words.t('failed')}</p>
          <button type="button" class="text" onClick={() => client.retry(item.client_id)}>
            {words.t('retry')}
          </button>
          <button type="button" class="text" onClick={() => client.discard(item.client_id)}>
            {words.t('discard')}
          </button>
        </div>
      )}
    </article>
  );
}

function speaker(message: Message, words: Words): string {
  if (message.author === 'shopper') return words.t('you');
  if (message.author === 'bot') return words.t('bot');
  return plain(message.author_name ?? '') || words.t('team');
}

function Time({ at, words }: { at: string; words: Words }): VNode | null {
  const text = words.time(at, Date.now());
  if (!text) return null;
  return (
    <p class="meta">
      <time dateTime={at}>{text}</time>
    </p>
  );
}

/** What an answer stands on, with the host that a link really leads to. */
function Sources({ message }: { message: Message }): VNode | null {
  const { words } = useShell();
  if (!message.sources?.length) return null;
  return (
    <div class="sources" dir={words.dir}>
      <p>{words.t('sources')}</p>
      <ul>
        {message.sources.map((source, i) => {
          const url = safeLink(source.url);
          return (
            <li key={i} dir="auto">
              {url ? <Link url={url} label={source.title} note={words.t('new_tab')} /> : <bdi>{plain(source.title)}</bdi>}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** Did the answer help? Two buttons, of which the last one pressed counts. */
function Helpful({ message }: { message: Message }): VNode | null {
  const { words, client } = useShell();
  if (message.conversation !== client.state.view?.id) return null;
  return (
    <div class="helpful">
      {([1, -1] as const).map((value) => {
        const label = words.t(value > 0 ? 'helped' : 'not_helped');
        return (
          <button
            key={value}
            type="button"
            class={value > 0 ? 'yes' : 'no'}
            title={label}
            aria-label={label}
            aria-pressed={message.helpful === value}
            disabled={client.state.trouble !== ''}
            onClick={() => client.rateAnswer(message, value > 0)}
          >
            <Icon name="helped" />
          </button>
        );
      })}
    </div>
  );
}

/** One message that cannot be drawn is shown as plain text, and the rest stays. */
class Guard extends Component<{ fallback: VNode; children?: ComponentChildren }, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override render(): ComponentChildren {
    return this.state.broken ? this.props.fallback : this.props.children;
  }
}
