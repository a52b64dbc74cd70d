// A stand-in for the server, for looking at the widget while it is made: the
// wire of docs/protocol.md with canned answers. `node dev/server.mjs [port]`
// serves the built widget at /demo; NO_SOCKET=1 refuses WebSocket, to try the
// fallback.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { dirname, extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { answers, greeting } from './answers.mjs';

const dist = join(dirname(fileURLToPath(import.meta.url)), '../../dist/widget');
const types = { '.js': 'text/javascript', '.html': 'text/html', '.css': 'text/css' };

/** Starts it; resolves with the address, the visitors and a way to stop. */
export function serve({ port = 0, delay = 600, noSocket = false } = {}) {
  const visitors = new Map();
  let number = 0;

  function visitor(token) {
    if (!visitors.has(token)) visitors.set(token, { token, log: [], view: null, seen: new Map(), clients: new Set() });
    return visitors.get(token);
  }

  function push(to, frame) {
    for (const send of to.clients) send(frame);
  }

  function append(to, message) {
    const seq = to.log.length + 1;
    const full = { id: `m${++number}`, conversation: to.view.id, seq, kind: 'text', text: '', at: new Date().toISOString(), ...message };
    to.log.push(full);
    to.view.last_seq = seq;
    push(to, { type: 'message', message: full });
    return seq;
  }

  function change(to, view) {
    Object.assign(to.view, view);
    push(to, { type: 'conversation', conversation: to.view });
  }

  function say(to, frame, text) {
    if (to.seen.has(frame.client_id)) return { type: 'ack', client_id: frame.client_id, seq: to.seen.get(frame.client_id), conversation: to.view.id };
    if (!to.view || to.view.owner === 'none') {
      to.log = [];
      to.view = { id: `c${++number}`, owner: 'bot', status: 'bot_active', lang: 'en', agent: null, queue: null, rating: 0, last_seq: 0 };
      change(to, {});
    }
    const seq = append(to, { author: 'shopper', text, client_id: frame.client_id });
    to.seen.set(frame.client_id, seq);
    if (to.view.owner === 'bot') {
      setTimeout(() => push(to, { type: 'typing', author: 'bot', on: true }), delay / 3);
      setTimeout(() => answers(frame.type === 'human' ? 'human' : text, { to, append: (m) => append(to, m), change: (v) => change(to, v), later: (f, n = 1) => setTimeout(f, delay * n) }), delay);
    }
    return { type: 'ack', client_id: frame.client_id, seq, conversation: to.view.id };
  }

  function handle(to, frame) {
    switch (frame.type) {
      case 'send':
        if (frame.text === 'refuse') return { type: 'error', code: 'message_too_long', detail: 'This message is too long to be sent.', ref: frame.client_id };
        return say(to, frame, frame.text);
      case 'human':
        return say(to, frame, 'Talk to a person');
      case 'rate':
        append(to, { author: 'system', kind: 'event', event: 'rated', text: '' });
        change(to, { rating: frame.stars });
        return { type: 'ok' };
      case 'end':
        append(to, { author: 'system', kind: 'event', event: 'conversation_closed', text: 'You ended the conversation.' });
        change(to, { owner: 'none', status: 'closed' });
        return { type: 'ok' };
      case 'ping':
        return { type: 'pong' };
      case 'typing':
        return null;
      default:
        return { type: 'ok' };
    }
  }

  function welcome(to, send, after) {
    send({ type: 'welcome', v: 1, conversation: to.view });
    for (const message of to.log) if (message.seq > after) send({ type: 'message', message });
  }

  const http = createServer(async (request, response) => {
    const url = new URL(request.url, 'http://x');
    let body = '';
    for await (const part of request) body += part;
    if (url.pathname === '/v1/widget/sessions') {
      const asked = JSON.parse(body);
      const to = visitor(asked.token ?? `t${++number}`);
      response.setHeader('Content-Type', 'application/json');
      return response.end(JSON.stringify({ token: to.token, visitor: to.token, conversation: to.view?.id ?? null, site: { name: 'Tarnfell & Morrowhaus', disclosure: true }, lang: asked.locale.slice(0, 2), greeting: greeting(asked.locale), limits: { text_runes: 4000, text_bytes: 16384, name_runes: 64 } }));
    }
    if (url.pathname === '/v1/widget/events') {
      const to = visitor(url.searchParams.get('token'));
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      const send = (frame) => response.write(`data: ${JSON.stringify(frame)}\n\n`);
      welcome(to, send, Number(url.searchParams.get('after')));
      to.clients.add(send);
      return response.on('close', () => to.clients.delete(send));
    }
    if (url.pathname === '/v1/widget/frames') {
      const to = visitor(request.headers.authorization.slice(7));
      response.setHeader('Content-Type', 'application/json');
      return response.end(JSON.stringify(handle(to, JSON.parse(body)) ?? { type: 'ok' }));
    }
    const file = url.pathname === '/demo' ? 'demo.html' : normalize(url.pathname.replace(/^\/widget\//, '')).replace(/^(\.\.[/\\])+/, '');
    const path = join(dist, file);
    if (!existsSync(path) || file === '/') return response.writeHead(404).end();
    // As strict as a careful shop: no inline script or style at all.
    response.writeHead(200, { 'Content-Type': `${types[extname(file)] ?? 'text/plain'}; charset=utf-8`, 'Content-Security-Policy': "default-src 'self'; img-src 'self' data: https:" });
    createReadStream(path).pipe(response);
  });

  const sockets = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, socket, head) => {
    if (noSocket || !request.url.startsWith('/v1/widget/socket')) return socket.destroy();
    sockets.handleUpgrade(request, socket, head, (client) => {
      let to = null;
      const send = (frame) => client.send(JSON.stringify(frame));
      client.on('message', (data) => {
        const frame = JSON.parse(String(data));
        if (frame.type === 'hello') {
          to = visitor(frame.token);
          to.clients.add(send);
          return welcome(to, send, frame.last_seq);
        }
        const answer = to && handle(to, frame);
        if (answer) send(answer);
      });
      client.on('close', () => to?.clients.delete(send));
    });
  });

  return new Promise((resolve) => {
    http.listen(port, '127.0.0.1', () => {
      resolve({
        base: `http://127.0.0.1:${http.address().port}`,
        visitors,
        append,
        change,
        push,
        cut: () => sockets.clients.forEach((client) => client.terminate()),
        refuse: (on) => (noSocket = on),
        stop: () => {
          sockets.clients.forEach((client) => client.terminate());
          http.closeAllConnections();
          http.close();
        },
      });
    });
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await serve({ port: Number(process.argv[2] ?? 5199), noSocket: process.env.NO_SOCKET === '1' });
  console.log(`${server.base}/demo`);
}
