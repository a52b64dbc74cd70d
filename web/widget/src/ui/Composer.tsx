import type { VNode } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { runes, type Refusal } from '../text';
import { useShell } from './hooks';
import { Icon } from './icons';
import { ended } from './Rating';

const TALLEST = 140;
// The counter shows itself when this share of the limit is used.
const COUNT_FROM = 0.9;

/** Where the shopper writes. Enter sends, Shift+Enter breaks the line. */
export function Composer(): VNode {
  const shell = useShell();
  const { words, client, draft } = shell;
  const input = useRef<HTMLTextAreaElement>(null);
  const [length, setLength] = useState(runes(draft.text));
  const [problem, setProblem] = useState<Refusal | 'no_files' | null>(null);
  const max = client.limits.runes;
  const over = length > max;

  useEffect(() => {
    input.current!.focus();
  }, []);
  useEffect(() => {
    input.current!.value = shell.draft.text;
    changed(shell.draft.text);
  }, [shell.prefilled]);

  function changed(text: string): void {
    const box = input.current!;
    setLength(runes(text));
    setProblem(null);
    box.style.height = 'auto';
    box.style.height = `${Math.min(box.scrollHeight, TALLEST)}px`;
  }

  function typed(): void {
    const text = input.current!.value;
    shell.write(text);
    changed(text);
    client.clearNotice();
    if (text) client.typing();
  }

  function send(): void {
    const box = input.current!;
    // Filled in without a keystroke (autofill, dictation): it has no id yet.
    if (box.value !== shell.draft.text) shell.write(box.value);
    const why = client.say(shell.draft.id, box.value);
    if (why) {
      setProblem(why);
      return;
    }
    box.value = '';
    shell.write('');
    changed('');
  }

  function keyDown(event: KeyboardEvent): void {
    // 229 is an input method still at work, where isComposing comes too late (Safari).
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key !== 'Enter' || event.shiftKey || composing) return;
    event.preventDefault();
    // A second Enter finds the field empty: nothing to say about that.
    if (!event.repeat && input.current!.value) send();
  }

  /** Files are refused in words: pasted they would vanish, dropped they would take the page's place. */
  function refuse(event: Event, carried: DataTransfer | null): void {
    if (!carried?.files.length || carried.types.includes('text/plain')) return;
    event.preventDefault();
    setProblem('no_files');
  }

  const said = over ? 'too_long' : problem;
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
        input.current!.focus();
      }}
    >
      {ended(client.state) && (
        <p class="over">
          {words.t('ended')} {words.t('start_new')}
        </p>
      )}
      <div class={said ? 'field wrong' : 'field'}>
        <textarea
          ref={input}
          rows={1}
          dir={length ? 'auto' : words.dir}
          enterkeyhint="send"
          aria-label={words.t('input')}
          aria-invalid={said !== null}
          aria-describedby="fd-hint"
          placeholder={words.t('placeholder')}
          onInput={typed}
          onKeyDown={keyDown}
          onPaste={(event) => refuse(event, event.clipboardData)}
          onDrop={(event) => refuse(event, event.dataTransfer)}
        />
        <button type="submit" class="send" aria-label={words.t('send')}>
          <Icon name="send" />
        </button>
      </div>
      <p id="fd-hint" class={said ? 'hint wrong' : 'hint'} role="status">
        {said && words.t(said, { n: length, max })}
        {!said && length > max * COUNT_FROM && words.t('counter', { n: length, max })}
      </p>
    </form>
  );
}
