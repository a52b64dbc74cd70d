import { ref } from 'vue';
import { tn } from './i18n';

/** The shapes of the gaps' routes; see docs/protocol.md. Durations are nanoseconds. */
export interface Cost {
  handoffs: number;
  waited_ns: number;
  handled_ns: number;
  open: number;
}

export interface Gap {
  id: string;
  title: string;
  lang: string;
  state: 'open' | 'dismissed';
  note?: string;
  into?: string;
  article?: string;
  changed_by?: string;
  last_at: string;
  version: number;
}

export interface Line {
  gap: Gap;
  count: number;
  before: number;
  cost: Cost;
  langs: string[];
}

export interface Totals {
  gaps: number;
  misses: number;
  cost: Cost;
}

export interface GapList {
  items: Line[];
  total: Totals;
  typical_ns: number;
}

export interface Miss {
  conversation: string;
  seq: number;
  cause: string;
  asked: { text: string; lang: string };
  also?: string[];
  market?: string;
  at: string;
  cost: Cost;
}

export interface Effect {
  gap: string;
  title: string;
  article: string;
  published_at: string;
  before: { days: number; count: number; cost: Cost };
  after: { days: number; count: number; cost: Cost };
  answered: number;
  missed_share: number;
  missed_low: number;
  missed_high: number;
  ratio: number;
  ratio_low: number;
  ratio_high: number;
  verdict: 'fewer' | 'more' | 'too_few';
}

export interface GapDetail {
  gap: Gap;
  count: number;
  cost: Cost;
  weeks: { week: string; lang: string; count: number; cost: Cost }[];
  samples: Miss[];
  near: { article: string; title: string; p: number; count: number }[];
  nearly: boolean;
  merged: Gap[];
  effect: Effect | null;
}

export interface Sentence {
  text: string;
  lang: string;
  conversation: string;
  seq: number;
  support: number;
  reason?: string;
}

export interface Proposal {
  title: string;
  lang: string;
  body: string;
  questions: string[];
  intents: string[];
  used: Sentence[];
  left: Sentence[];
  replies: number;
}

export interface DueText {
  article: string;
  title: string;
  locale: string;
  owner?: string;
  by?: string;
}

export interface Digest {
  week: string;
  made_at: string;
  body: { total: Totals; before: Totals; top: Line[]; due: DueText[]; stale: DueText[]; effects: Effect[] };
}

export interface DigestPage {
  digest: Digest;
  /** Weeks of which there is a stored digest, newest first. */
  weeks: string[];
}

/** Nanoseconds as whole minutes, at least one where there is anything. */
export function minutes(ns: number): number {
  return ns > 0 ? Math.max(1, Math.round(ns / 60e9)) : 0;
}

/** What all gaps cost, in one line. */
export function totals(all: Totals): string {
  return [tn('gaps.missesN', all.misses), tn('gaps.gapsN', all.gaps), tn('gaps.handoffsN', all.cost.handoffs), tn('gaps.minutesN', minutes(all.cost.handled_ns))].join(' · ');
}

const SEEN = 'fd.console.digest';

/** Whether there is a digest that this person has not opened yet. */
export const unread = ref(false);

/** Looks whether the newest of the stored digests was opened in this browser. */
export function digestThere(weeks: string[]): void {
  let seen = '';
  try {
    seen = localStorage.getItem(SEEN) ?? '';
  } catch {
    // Storage may be blocked; the mark then stays until the page is left.
  }
  unread.value = weeks.length > 0 && weeks[0]! > seen;
}

export function digestOpened(weeks: string[]): void {
  unread.value = false;
  try {
    if (weeks[0]) localStorage.setItem(SEEN, weeks[0]);
  } catch {
    // as above
  }
}
