import { h, type VNode } from 'vue';
import { clean, safeUrl } from './text';

/**
 * A small Markdown renderer that builds nodes, never HTML: headings, lists,
 * quotes, code, tables, rules, emphasis and http(s) links. Anything else stays
 * text, so nothing that an author or an import wrote can run.
 */
export function renderMarkdown(source: string): VNode[] {
  const lines = clean(source).split('\n');
  const out: VNode[] = [];
  let i = 0;
  while (i < lines.length) {
    const [node, next] = block(lines, i);
    if (node) out.push(node);
    i = next;
  }
  return out;
}

type Block = [VNode | null, number];

function block(lines: string[], i: number): Block {
  const line = lines[i]!;
  if (!line.trim()) return [null, i + 1];
  if (/^(```|~~~)/.test(line)) return fence(lines, i);
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
  // The page has its own h1; the article's headings stand below it.
  if (heading) return [h(`h${Math.min(6, heading[1]!.length + 1)}`, inline(heading[2]!)), i + 1];
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return [h('hr'), i + 1];
  if (/^\s*>/.test(line)) return quote(lines, i);
  if (ITEM.test(line)) return list(lines, i);
  if (line.includes('|') && DIVIDER.test(lines[i + 1] ?? '')) return table(lines, i);
  return paragraph(lines, i);
}

const ITEM = /^(\s*)([-*+]|\d{1,9}[.)])\s+(.*)$/;
const DIVIDER = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

function fence(lines: string[], i: number): Block {
  const mark = lines[i]!.slice(0, 3);
  const body: string[] = [];
  let j = i + 1;
  while (j < lines.length && !lines[j]!.startsWith(mark)) body.push(lines[j++]!);
  return [h('pre', h('code', body.join('\n'))), j + 1];
}

function quote(lines: string[], i: number): Block {
  const body: string[] = [];
  while (i < lines.length && /^\s*>/.test(lines[i]!)) body.push(lines[i++]!.replace(/^\s*>\s?/, ''));
  return [h('blockquote', renderMarkdown(body.join('\n'))), i];
}

function list(lines: string[], i: number): Block {
  const first = ITEM.exec(lines[i]!)!;
  const ordered = /\d/.test(first[2]!);
  const depth = first[1]!.length;
  const items: VNode[] = [];
  while (i < lines.length) {
    const item = ITEM.exec(lines[i]!);
    if (!item || item[1]!.length < depth || /\d/.test(item[2]!) !== ordered) break;
    const content: (string | VNode)[] = [...inline(item[3]!)];
    i++;
    const nested = i < lines.length ? ITEM.exec(lines[i]!) : null;
    if (nested && nested[1]!.length > depth) {
      const [child, next] = list(lines, i);
      if (child) content.push(child);
      i = next;
    }
    items.push(h('li', content));
  }
  return [h(ordered ? 'ol' : 'ul', items), i];
}

function table(lines: string[], i: number): Block {
  const cells = (line: string) => line.trim().replace(/^\||\|$/g, '').split('|').map((c) => c.trim());
  const head = h('tr', cells(lines[i]!).map((c) => h('th', { scope: 'col' }, inline(c))));
  const rows: VNode[] = [];
  let j = i + 2;
  while (j < lines.length && lines[j]!.includes('|')) rows.push(h('tr', cells(lines[j++]!).map((c) => h('td', inline(c)))));
  return [h('div', { class: 'table-wrap' }, h('table', [h('thead', head), h('tbody', rows)])), j];
}

function paragraph(lines: string[], i: number): Block {
  const body: string[] = [lines[i]!];
  let j = i + 1;
  while (j < lines.length && lines[j]!.trim() && !/^(#{1,6}\s|>|```|~~~)/.test(lines[j]!) && !ITEM.test(lines[j]!)) {
    body.push(lines[j++]!);
  }
  return [h('p', inline(body.join('\n'))), j];
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|__([^_]+)__|\*([^*\s][^*]*)\*|\b_([^_]+)_\b|!?\[([^\]]*)\]\(([^)\s]*)[^)]*\)/;

/** Emphasis, code and links of one run of text. */
function inline(text: string): (string | VNode)[] {
  const out: (string | VNode)[] = [];
  let rest = text;
  for (let m = INLINE.exec(rest); m; m = INLINE.exec(rest)) {
    if (m.index) out.push(rest.slice(0, m.index));
    out.push(...span(m));
    rest = rest.slice(m.index + m[0].length);
  }
  if (rest) out.push(rest);
  return out;
}

function span(m: RegExpExecArray): (string | VNode)[] {
  if (m[1] !== undefined) return [h('code', m[1])];
  const strong = m[2] ?? m[3];
  if (strong !== undefined) return [h('strong', inline(strong))];
  const em = m[4] ?? m[5];
  if (em !== undefined) return [h('em', inline(em))];
  const url = safeUrl(m[7]);
  if (!url || m[0].startsWith('!')) return [m[6] ?? ''];
  return [
    h('a', { href: url.href, target: '_blank', rel: 'noopener noreferrer nofollow' }, inline(m[6] || url.host)),
    h('span', { class: 'host' }, ` (${url.host})`),
  ];
}
