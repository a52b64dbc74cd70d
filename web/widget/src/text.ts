/** What a shopper may send. The server checks the same again; here it is said
 * before anything leaves the page. */

export interface Limits {
  /** Code points. */
  runes: number;
  /** UTF-8 bytes. */
  bytes: number;
}

export const DEFAULT_LIMITS: Limits = { runes: 4000, bytes: 16384 };

/** Why a text cannot be sent; also the key of the sentence that says so. */
export type Refusal = 'empty' | 'too_long' | 'marks';

// White space, format characters (zero-width, BOM, bidi controls), controls and
// the letters that have no ink: Hangul fillers and the blank Braille pattern.
const INKLESS = /^[\s\p{C}\p{Z}\u115f\u1160\u2800\u3164\uffa0]*$/u;
// More than 16 combining marks on one letter.
const STACKED = /\p{M}{17}/u;

/** Length in code points, as the server counts. */
export function runes(text: string): number {
  let n = 0;
  for (const _ of text) n++;
  return n;
}

/** The text as it is sent: well-formed, without NUL, without outer white space. */
export function clean(text: string): string {
  return text
    .replace(/\0/g, '')
    .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
    .trim();
}

/** Why text cannot be sent, or null when it can. */
export function refusal(text: string, limits: Limits = DEFAULT_LIMITS): Refusal | null {
  if (INKLESS.test(text)) return 'empty';
  if (runes(text) > limits.runes || new TextEncoder().encode(text).length > limits.bytes) return 'too_long';
  if (STACKED.test(text)) return 'marks';
  return null;
}

/** A name or title without the controls that turn the direction of what follows. */
export function plain(text: string): string {
  return text.replace(/[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c\p{Cc}]/gu, '');
}
