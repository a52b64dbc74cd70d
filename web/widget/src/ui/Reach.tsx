import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { useShell } from './hooks';

/** Where nobody is there to answer now: an address to be told at. Asked once, never required. */
export function Reach(): VNode | null {
  const { words, client } = useShell();
  const [given, setGiven] = useState('');
  const { view, asked, trouble } = client.state;
  if (view?.status !== 'async_ticket') return null;
  if (given === view.id) {
    return (
      <p class="event" role="status">
        {words.t('saved')}
      </p>
    );
  }
  if (asked.includes(`reach:${view.id}`)) return null;
  function submit(event: SubmitEvent): void {
    event.preventDefault();
    const email = new FormData(event.currentTarget as HTMLFormElement).get('email');
    client.identify({ email: String(email).trim() });
    setGiven(view!.id);
    client.skip(`reach:${view!.id}`);
  }
  return (
    <form class="reach" onSubmit={submit}>
      <label class="comment">
        <span>{words.t('email')}</span>
        <input type="email" name="email" autocomplete="email" dir="ltr" required maxLength={254} />
      </label>
      <div class="row">
        <button type="submit" class="strong" disabled={trouble !== ''}>
          {words.t('save')}
        </button>
        <button type="button" class="text" onClick={() => client.skip(`reach:${view.id}`)}>
          {words.t('skip')}
        </button>
      </div>
    </form>
  );
}
