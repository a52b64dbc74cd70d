import type { ComponentChild, VNode } from 'preact';
import { plain } from './text';

/**
 * A safe part of Markdown as nodes, never as HTML text: bold, italics, code,
 * lists, links, line breaks, and headings as bold lines. Everything else is shown as it was written. Every
 * rule reads the text once, so that no text makes it slow.
 */

// Longer texts than people write are cut before they freeze the page.
const LONGEST = 20_000;
const DEEPEST = 4;

const INLINE = new RegExp(
  [
    /`([^`\n]{1,500})`/, // 1 code
    /\*\*(?=\S)([^*\n]{1,2000})\*\*/, // 2 bold
    /__(?=\S)([^_\n]{1,2000})__/, // 3 bold
    /(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]{1,2000})\*(?![\p{L}\p{N}*])/u, // 4 italics
    /(?<![\p{L}\p{N}_])_(?=\S)([^_\n]{1,2000})_(?![\p{L}\p{N}_])/u, // 5 italics
    /(?<!!)\[([^\][\n]{1,500})\]\(([^()\s]{1,2000})\)/, // 6, 7 link
    /(?<![\p{L}\p{N}])(https?:\/\/[^\s<>"'`\u3000-\u303f\uff00-\uff65\]]{1,2000})/u, // 8 address
  ]
    .map((rule) => rule.source)
    .join('|'),
  'gu',
);

const BULLET = /^\s{0,6}[-*•]\s+(.*)$/;
const HEADING = /^\s{0,3}#{1,6}\s+(.*?)[\s#]*$/;
const NUMBER = /^\s{0,6}(\d{1,4})[.)]\s+(.*)$/;

/** What a link leads to when it may be followed, or null: no script, no data, no relative address. */
export function safeLink(address: string | undefined): URL | null {
  if (!address) return null;
  try {
    const url = new URL(address);
    return ['https:', 'http:', 'mailto:', 'tel:'].includes(url.protocol) ? url : null;
  } catch {
    return null;
  }
}

interface LinkProps {
  url: URL;
  label: string;
  /** Said to screen readers. */
  note: string;
}

/** A link that shows its real host where its text does not. */
export function Link({ url, label, note }: LinkProps): VNode {
  const web = url.protocol.startsWith('http');
  const host = url.host;
  const told = label === host || safeLink(label)?.host === host;
  const more = web ? { target: '_blank', rel: 'noopener noreferrer nofollow' } : {};
  return (
    <>
      <a href={url.href} {...more}>
        <bdi>{plain(label)}</bdi>
        {web && <span class="sr"> ({note})</span>}
      </a>
      {web && !told && (
        <>
          {' '}
          <bdi class="host">({host})</bdi>
        </>
      )}
    </>
  );
}

/** text as nodes; note is what is said about a link that leaves the page. */
export function markdown(text: string, note: string): VNode[] {
  const out: VNode[] = [];
  let lines: string[] = [];
  let items: string[] = [];
  let first = 0;

  const endLines = () => {
    if (lines.length) out.push(<p dir="auto">{broken(lines, note)}</p>);
    lines = [];
  };
  const endItems = () => {
    const entries = items.map((item) => <li dir="auto">{inline(item, note, 0)}</li>);
    if (items.length) out.push(first ? <ol start={first}>{entries}</ol> : <ul>{entries}</ul>);
    items = [];
  };
  const item = (number: number, entry: string) => {
    endLines();
    if (items.length && !first !== !number) endItems();
    if (!items.length) first = number;
    items.push(entry);
  };

  for (const line of cut(text).split(/\r\n|[\n\r\u2028\u2029]/)) {
    const bullet = BULLET.exec(line);
    const number = bullet ? null : NUMBER.exec(line);
    if (bullet) item(0, bullet[1]!);
    else if (number) item(Number(number[1]) || 1, number[2]!);
    else {
      const heading = HEADING.exec(line);
      endItems();
      if (heading) {
        endLines();
        out.push(<p dir="auto"><strong>{inline(heading[1]!, note, 1)}</strong></p>);
      } else if (line.trim()) lines.push(line);
      else endLines();
    }
  }
  endItems();
  endLines();
  return out;
}

/** A shopper's own text: as written, only its lines kept. */
export function verbatim(text: string): VNode {
  return <p dir="auto">{cut(text)}</p>;
}

function cut(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

function broken(lines: string[], note: string): ComponentChild[] {
  return lines.flatMap((line, i) => (i ? [<br />, ...inline(line, note, 0)] : inline(line, note, 0)));
}

function inline(text: string, note: string, depth: number): ComponentChild[] {
  if (depth > DEEPEST) return [text];
  const out: ComponentChild[] = [];
  let done = 0;
  for (const match of text.matchAll(INLINE)) {
    const { node, length } = element(match, note, depth);
    if (match.index > done) out.push(text.slice(done, match.index));
    out.push(node);
    done = match.index + length;
  }
  if (done < text.length) out.push(text.slice(done));
  return out;
}

/** The node of one match and how much of the text it stands for. */
function element(match: RegExpMatchArray, note: string, depth: number): { node: ComponentChild; length: number } {
  const [whole, code, bold, strong, italic, slanted, label, target, address] = match;
  const within = (inner: string) => inline(inner, note, depth + 1);
  const length = whole.length;
  if (code) return { node: <code>{code}</code>, length };
  if (bold || strong) return { node: <strong>{within((bold ?? strong)!)}</strong>, length };
  if (italic || slanted) return { node: <em>{within((italic ?? slanted)!)}</em>, length };
  if (label) {
    const url = safeLink(target);
    return { node: url ? <Link url={url} label={label} note={note} /> : label, length };
  }
  // The full stop after an address belongs to the sentence.
  const bare = address!.replace(/[.,;:!?)*_]+$/, '');
  const url = safeLink(bare);
  return { node: url ? <Link url={url} label={bare} note={note} /> : bare, length: bare.length };
}
