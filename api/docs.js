// Draws openapi.json. Everything is put in as text, never as HTML.

const el = (name, props = {}, ...children) => {
  const node = Object.assign(document.createElement(name), props);
  node.append(...children);
  return node;
};

/** An example of a schema, with its references followed a few steps. */
function sketch(doc, schema, depth = 0) {
  if (!schema || depth > 6) return '…';
  if (schema.$ref) return sketch(doc, doc.components.schemas[schema.$ref.split('/').pop()], depth + 1);
  if (schema.enum) return schema.enum.join(' | ');
  const type = Array.isArray(schema.type) ? schema.type.find((t) => t !== 'null') : schema.type;
  if (type === 'object' || schema.properties) {
    const required = new Set(schema.required ?? []);
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, member]) =>
      [required.has(name) ? name : `${name}?`, sketch(doc, member, depth + 1)]));
  }
  if (type === 'array') return [sketch(doc, schema.items, depth + 1)];
  return [type ?? 'any', schema.format, schema.description].filter(Boolean).join(' · ');
}

function bodyOf(doc, title, content) {
  const [kind, media] = Object.entries(content ?? {})[0] ?? [];
  if (!media?.schema) return [];
  return [el('h3', { textContent: `${title} (${kind})` }), el('pre', { textContent: JSON.stringify(sketch(doc, media.schema), null, 2) })];
}

function parameters(list) {
  if (!list?.length) return [];
  const rows = list.map((p) => el('tr', {}, el('td', {}, el('code', { textContent: p.name })), el('td', { textContent: p.in }),
    el('td', { textContent: [p.schema?.type, p.schema?.enum?.join(' | '), p.description].filter(Boolean).join(' · ') })));
  return [el('h3', { textContent: 'Parameters' }), el('table', {}, ...rows)];
}

function route(doc, verb, path, op) {
  const answers = Object.entries(op.responses ?? {}).filter(([status]) => status.startsWith('2'))
    .flatMap(([status, answer]) => bodyOf(doc, `Answer ${status}`, answer.content));
  const box = el('details', {},
    el('summary', {}, el('code', { className: 'verb', textContent: verb.toUpperCase() }), el('code', { textContent: path }), el('span', { textContent: op.summary ?? '' })),
    el('div', {}, el('p', { textContent: op.description ?? 'For everyone.' }), ...parameters(op.parameters), ...bodyOf(doc, 'Request', op.requestBody?.content), ...answers));
  box.dataset.words = `${verb} ${path} ${op.summary}`.toLowerCase();
  return box;
}

const state = document.getElementById('state');
try {
  const answer = await fetch('/openapi.json');
  if (!answer.ok) throw new Error(`status ${answer.status}`);
  const doc = await answer.json();
  const groups = new Map();
  for (const [path, verbs] of Object.entries(doc.paths)) {
    for (const [verb, op] of Object.entries(verbs)) {
      const tag = op.tags?.[0] ?? 'other';
      groups.set(tag, [...(groups.get(tag) ?? []), route(doc, verb, path, op)]);
    }
  }
  for (const [tag, boxes] of groups) {
    document.getElementById('routes').append(el('section', {}, el('h2', { textContent: tag }), ...boxes));
  }
  const count = [...groups.values()].flat().length;
  state.textContent = `${count} routes.`;
  document.getElementById('find').addEventListener('input', (event) => {
    const words = event.target.value.toLowerCase();
    for (const box of document.querySelectorAll('details')) box.hidden = !box.dataset.words.includes(words);
  });
} catch (err) {
  state.textContent = `The description could not be read: ${err.message}.`;
}
