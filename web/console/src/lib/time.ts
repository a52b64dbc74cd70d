import { onScopeDispose, ref, type Ref } from 'vue';
import { region } from '../i18n';

/** A clock that ticks every `every` milliseconds while a component lives. */
export function useNow(every = 15_000): Ref<number> {
  const now = ref(Date.now());
  const timer = setInterval(() => (now.value = Date.now()), every);
  onScopeDispose(() => clearInterval(timer));
  return now;
}

/** Milliseconds since the epoch, or NaN for what is not a time. */
export function when(at: string | undefined): number {
  if (!at || at.startsWith('0001-')) return NaN; // Go's zero time is "no time"
  return Date.parse(at);
}

/** A short duration as the interface's language abbreviates it: 45 sec, 12 min, 1 hr 5 min, 2 days. */
export function span(ms: number): string {
  const unit = (n: number, name: string) => new Intl.NumberFormat(region(), { style: 'unit', unit: name, unitDisplay: 'short' }).format(n);
  const s = Math.max(0, Math.floor(ms / 1000));
  if (s < 60) return unit(s, 'second');
  const m = Math.floor(s / 60);
  if (m < 60) return unit(m, 'minute');
  const h = Math.floor(m / 60);
  if (h >= 24) return unit(Math.floor(h / 24), 'day');
  return m % 60 ? `${unit(h, 'hour')} ${unit(m % 60, 'minute')}` : unit(h, 'hour');
}

/** The time in UTC, for titles: 2026-11-21 12:30:05 UTC. */
export function utc(at: string | undefined): string {
  const ms = when(at);
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString().slice(0, 19).replace('T', ' ') + ' UTC';
}

/** The time of day in the agent's zone, with the date where it is not today, and the year where it is not this one. */
export function clock(at: string | undefined, locale: string, now = Date.now()): string {
  const ms = when(at);
  if (Number.isNaN(ms)) return '';
  const [then, today] = [new Date(ms), new Date(now)];
  const twelve = new Intl.DateTimeFormat(region(locale), { hour: 'numeric' }).resolvedOptions().hour12;
  const options: Intl.DateTimeFormatOptions = { hour: twelve ? 'numeric' : '2-digit', minute: '2-digit' };
  if (then.toDateString() !== today.toDateString()) Object.assign(options, { day: 'numeric', month: 'short' });
  if (then.getFullYear() !== today.getFullYear()) options.year = 'numeric';
  return new Intl.DateTimeFormat(region(locale), options).format(ms);
}

// A day without a time of day, such as that of a delivery or a week's first.
const WHOLE_DAY = /^\d{4}-\d\d-\d\d(T00:00:00(\.0+)?Z)?$/;

/** The date in the agent's zone; a whole day is the same day everywhere. */
export function day(at: string | undefined, locale: string): string {
  const ms = when(at);
  if (Number.isNaN(ms)) return '';
  const zone = WHOLE_DAY.test(at ?? '') ? { timeZone: 'UTC' } : {};
  return new Intl.DateTimeFormat(region(locale), { day: 'numeric', month: 'short', year: 'numeric', ...zone }).format(ms);
}

/** A time as a field of the type datetime-local shows it, in the browser's zone; empty for no time. */
export function localTime(at: string | undefined): string {
  const ms = when(at);
  if (Number.isNaN(ms)) return '';
  return new Date(ms - new Date(ms).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/**
 * The time of such a field for the server; undefined for an empty one. Where the field
 * still shows the time that it had, that stays to the second, also in the hour that
 * comes twice when summer time ends.
 */
export function fromLocalTime(text: string, had?: string): string | undefined {
  if (text && text === localTime(had)) return had;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
