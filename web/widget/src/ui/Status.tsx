import type { View } from '../../../shared/wire';
import type { VNode } from 'preact';
import type { Words } from '../i18n';
import { useShell } from './hooks';
import { Icon } from './icons';

/** Below the header: trouble with the line, the way to a person, or the place in the queue. */
export function Status(): VNode {
  const { words, client } = useShell();
  const { trouble, view, pending, notice } = client.state;
  const owner = view?.owner ?? 'bot';
  const asked = pending.some((item) => item.human && item.state !== 'failed');
  const canRetry = trouble === 'too_many' || trouble === 'unavailable';
  return (
    <>
      <div role="status" class="states">
        {trouble && (
          <p class="bar trouble">
            {words.t(trouble)}
            {canRetry && (
              <button type="button" class="text" onClick={() => client.retryAll()}>
                {words.t('retry')}
              </button>
            )}
          </p>
        )}
        {notice && <p class="bar trouble">{notice}</p>}
        {owner === 'queue' && view?.status === 'async_ticket' && <p class="bar queue">{words.t('ticket')}</p>}
        {owner === 'queue' && view?.status !== 'async_ticket' && <Queue words={words} queue={view?.queue ?? null} />}
      </div>
      {(owner === 'bot' || owner === 'none') && (
        <div class="bar way">
          <button type="button" class="pill" disabled={asked} onClick={() => client.askHuman(words.t('human'))}>
            <Icon name="person" />
            {words.t(asked ? 'waiting' : 'human')}
          </button>
        </div>
      )}
    </>
  );
}

function Queue({ words, queue }: { words: Words; queue: View['queue'] | null }): VNode {
  const facts: string[] = [];
  if (queue && queue.position > 0) {
    facts.push(queue.position === 1 ? words.t('next') : words.t('position', { n: queue.position }));
  }
  if (queue?.wait_max_s) facts.push(words.wait(queue.wait_min_s ?? queue.wait_max_s, queue.wait_max_s));
  return (
    <div class="bar queue">
      <span class="pulse" aria-hidden="true" />
      <div>
        <strong>{words.t('waiting')}</strong>
        {facts.length > 0 && <p>{facts.join(' · ')}</p>}
      </div>
    </div>
  );
}
