/** How foreign text is made harmless for the eye, the clipboard and links. */

// C0 and C1 controls but for tab and newline (ANSI escapes begin with one), and
// the bidi overrides and isolates that could reorder what surrounds them.
// eslint-disable-next-line no-control-regex
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** The text without control characters and bidi overrides. */
export function clean(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(HIDDEN, '');
}

export interface Segment {
  text: string;
  /** An http(s) address; absent in plain text. */
  href?: string;
  /** The host that the address really goes to, in ASCII. */
  host?: string;
}

const URL_IN_TEXT = /https?:\/\/[^\s<>"'`]+/gi;

/** Splits text into plain pieces and http(s) links. */
export function linkify(text: string): Segment[] {
  const out: Segment[] = [];
  let from = 0;
  for (const match of text.matchAll(URL_IN_TEXT)) {
    let raw = match[0];
    raw = raw.replace(/[.,;:!?)\]}、。，！？）]+$/, '');
    const url = safeUrl(raw);
    if (!url) continue;
    if (match.index > from) out.push({ text: text.slice(from, match.index) });
    out.push({ text: raw, href: url.href, host: url.host });
    from = match.index + raw.length;
  }
  if (from < text.length) out.push({ text: text.slice(from) });
  return out;
}

/** An absolute http(s) URL without credentials, or null. */
export function safeUrl(raw: string | undefined): URL | null {
  if (!raw) return null;
  let url: URL;
  try {
    url = new URL(raw);
  } catch {
    return null;
  }
  const web = url.protocol === 'http:' || url.protocol === 'https:';
  return web && !url.username && !url.password ? url : null;
}

/**
 * Text for the clipboard: a line that a spreadsheet would run as a formula is
 * prefixed with an apostrophe (OWASP, CSV injection).
 */
export function forClipboard(text: string): string {
  return clean(text)
    .split('\n')
    .map((line) => (/^[=@\t]/.test(line) || /^[+-].*[(|!]/.test(line) ? `'${line}` : line))
    .join('\n');
}

/** Runs of 13 to 19 digits that pass the Luhn check, as written. */
export function cardNumbers(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/\d(?:[ -]?\d){12,18}/g)) {
    if (luhn(match[0].replace(/\D/g, ''))) found.push(match[0]);
  }
  return found;
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let d = Number(digits[digits.length - 1 - i]);
    if (i % 2 === 1) d = d > 4 ? d * 2 - 9 : d * 2;
    sum += d;
  }
  return sum % 10 === 0;
}

/** The text with all card numbers but for their last four digits dotted out. */
export function hideCards(text: string): string {
  for (const card of cardNumbers(text)) {
    text = text.replace(card, '•••• ' + card.replace(/\D/g, '').slice(-4));
  }
  return text;
}

/** "order_status" as words, for codes that no catalogue knows. */
export function humanise(code: string): string {
  const words = code.replace(/[_.:-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Up to two letters that stand for a person. */
export function initials(name: string): string {
  const words = clean(name).trim().split(/\s+/).filter(Boolean);
  const first = [...(words[0] ?? '?')][0] ?? '?';
  const last = words.length > 1 ? ([...words[words.length - 1]!][0] ?? '') : '';
  return (first + last).toLocaleUpperCase();
}

// Shops name attributes with their unit, such as weight_g or warranty_years.
const UNIT = /^(.+)_(mg|g|kg|mm|cm|m|km|ml|cl|l|w|kw|wh|kwh|v|mah|hz|lm|db|inch|percent|months|years|days|hours|minutes)$/i;
const WRITTEN: Record<string, string> = { l: 'l', w: 'W', kw: 'kW', wh: 'Wh', kwh: 'kWh', v: 'V', mah: 'mAh', hz: 'Hz', lm: 'lm', db: 'dB', inch: '″', percent: '%' };

/** An attribute of a product as people write it: the name without the unit, the number with it. */
export function attribute(name: string, value: string): { name: string; value: string } {
  const found = UNIT.exec(name);
  if (!found || !/^[\d.,\s–-]+$/.test(value)) return { name: humanise(name), value: clean(value) };
  const unit = found[2]!.toLowerCase();
  return { name: humanise(found[1]!), value: `${clean(value)} ${WRITTEN[unit] ?? unit}` };
}
