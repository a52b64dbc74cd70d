import { reactive } from 'vue';
import { newClientId } from '../lib/ids';

export type Mode = 'text' | 'note';

export interface Draft {
  text: string;
  /** Made at the first keystroke, kept through every attempt: the server stores it once. */
  clientId: string;
}

const PREFIX = 'fd.draft.';

/**
 * Unsent texts. The mode is part of a draft's identity, so a private note can
 * never become a reply by switching modes. Drafts outlive reloads, expired
 * sessions and refusals, and two tabs share them with their client ids.
 */
export function createDrafts(user: () => string, storage: Storage = localStorage, newId: () => string = newClientId) {
  const cache = reactive(new Map<string, Draft>());

  function key(conversation: string, mode: Mode): string {
    return `${PREFIX}${user()}.${conversation}.${mode}`;
  }

  function load(at: string): Draft {
    try {
      const data: unknown = JSON.parse(storage.getItem(at) ?? 'null');
      if (data && typeof data === 'object' && 'text' in data && 'clientId' in data) {
        return { text: String(data.text), clientId: String(data.clientId) };
      }
    } catch {
      // An unreadable draft is no draft.
    }
    return { text: '', clientId: '' };
  }

  function get(conversation: string, mode: Mode): Draft {
    const at = key(conversation, mode);
    let draft = cache.get(at);
    if (!draft) {
      cache.set(at, load(at));
      draft = cache.get(at)!;
    }
    return draft;
  }

  function save(at: string, draft: Draft): void {
    try {
      if (draft.text) storage.setItem(at, JSON.stringify(draft));
      else storage.removeItem(at);
    } catch {
      // Storage may be full: the draft lives on in memory.
    }
  }

  return {
    get,
    edit(conversation: string, mode: Mode, text: string): void {
      const draft = get(conversation, mode);
      draft.text = text;
      if (!text) draft.clientId = '';
      else if (!draft.clientId) draft.clientId = newId();
      save(key(conversation, mode), draft);
    },
    /** Forgets the draft with this client id; a newer one under the same key stays. */
    sent(conversation: string, mode: Mode, clientId: string): void {
      const draft = get(conversation, mode);
      if (draft.clientId !== clientId) return;
      draft.text = draft.clientId = '';
      save(key(conversation, mode), draft);
    },
    /** Gives the draft a new identity: its old one was used for another text. */
    renew(conversation: string, mode: Mode): void {
      const draft = get(conversation, mode);
      draft.clientId = draft.text ? newId() : '';
      save(key(conversation, mode), draft);
    },
    has(conversation: string): boolean {
      return !!get(conversation, 'text').text || !!get(conversation, 'note').text;
    },
    /** Another tab wrote a draft. */
    changedElsewhere(at: string | null): void {
      if (at && cache.has(at)) Object.assign(cache.get(at)!, load(at));
    },
  };
}

export type Drafts = ReturnType<typeof createDrafts>;
