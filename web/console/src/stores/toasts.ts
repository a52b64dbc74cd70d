import { reactive } from 'vue';
import { ApiError } from '../api/http';
import { t, type Key } from '../i18n';

export interface Toast {
  id: number;
  kind: 'ok' | 'warn' | 'error';
  text: string;
  action?: { label: string; run: () => void };
}

/** Short messages at the edge of the page. Errors stay until they are closed. */
export function createToasts() {
  const list = reactive<Toast[]>([]);
  let last = 0;

  function show(toast: Omit<Toast, 'id'>, forMs = toast.kind === 'error' ? 0 : 6_000): void {
    const id = ++last;
    list.push({ ...toast, id });
    if (list.length > 4) list.shift();
    if (forMs) setTimeout(() => close(id), forMs);
  }
  function close(id: number): void {
    const i = list.findIndex((toast) => toast.id === id);
    if (i >= 0) list.splice(i, 1);
  }
  return {
    list,
    show,
    close,
    ok: (text: string) => show({ kind: 'ok', text }),
    fail: (e: unknown) => show({ kind: 'error', text: explain(e) }),
  };
}

export type Toasts = ReturnType<typeof createToasts>;

const KNOWN: Record<string, Key> = {
  network: 'error.network',
  already_owned: 'error.already_owned',
  not_owner: 'error.not_owner',
  offer_gone: 'error.offer_gone',
  wrong_password: 'error.wrong_password',
  link_invalid: 'error.link_invalid',
  not_found: 'error.not_found',
  forbidden: 'error.forbidden',
  rate_limited: 'error.rate_limited',
  message_too_long: 'error.message_too_long',
  idempotency_conflict: 'error.idempotency_conflict',
  version_conflict: 'error.version_conflict',
  held: 'error.held',
  illegal_transition: 'error.illegal_transition',
};

/** A failure in words for people: ours where the code is known, else the server's. */
export function explain(e: unknown): string {
  if (!(e instanceof ApiError)) return t('error.unexpected');
  const known = KNOWN[e.code];
  if (known) return t(known);
  if (e.status >= 500) return t('error.server');
  const fields = e.problem.errors?.map((f) => f.detail).join(' ');
  return [e.problem.detail || e.problem.title || t('error.unexpected'), fields, e.problem.hint].filter(Boolean).join(' ');
}
