// A mock of the API for working on the console: the protocol's shapes over
// invented data, kept in memory, and the built console under a strict content
// security policy. Start: node dev/server.mjs, then open /console/ on port 8788.
// Any password signs in; the account is chosen by its e-mail (see data.mjs).
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WebSocketServer } from 'ws';
import { makeState, respond } from './api.mjs';

const dist = fileURLToPath(new URL('../../dist/console', import.meta.url));
const CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml' };

/** Starts a server with its own state; gives its address and how to stop it. */
export async function serve({ port = 8788, user = null } = {}) {
  const state = makeState(user);
  const sockets = new Set();
  const say = (frame) => sockets.forEach((s) => s.send(JSON.stringify(frame)));
  const server = createServer(async (req, res) => {
    try {
      const url = new URL(req.url, 'http://localhost');
      if (url.pathname.startsWith('/v1/')) await api(state, say, req, res, url);
      else file(url.pathname, res);
    } catch (e) {
      reply(res, 500, { code: 'internal', title: String(e) });
    }
  });
  const ws = new WebSocketServer({ server, path: '/v1/console/socket' });
  ws.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('message', (m) => socket.send(JSON.stringify(frame(state, JSON.parse(String(m))))));
  });
  await new Promise((done) => server.listen(port, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${server.address().port}`, state, say,
    stop: () => new Promise((done) => { sockets.forEach((s) => s.terminate()); ws.close(); server.close(done); server.closeAllConnections(); }),
  };
}

function frame(state, f) {
  if (f.type !== 'watch') return { type: 'pong' };
  const c = state.conversations.find((x) => x.conversation.id === f.conversation);
  return { type: 'viewers', conversation: f.conversation, viewers: c?.viewers ?? [] };
}

function file(path, res) {
  const name = path.replace(/^\/console\/?/, '');
  const known = name && extname(name) && !name.includes('..') && existsSync(join(dist, name));
  const target = known ? name : 'index.html';
  res.writeHead(200, { 'Content-Type': TYPES[extname(target)] ?? 'application/octet-stream', 'Content-Security-Policy': CSP });
  createReadStream(join(dist, target)).pipe(res);
}

function reply(res, status, body) {
  res.writeHead(status, { 'Content-Type': status < 400 ? 'application/json' : 'application/problem+json' });
  res.end(body === undefined ? '' : JSON.stringify(body));
}

async function read(req) {
  const parts = [];
  for await (const part of req) parts.push(part);
  const text = Buffer.concat(parts).toString();
  return text.startsWith('{') ? JSON.parse(text) : {};
}

async function api(state, say, req, res, url) {
  const { status, body } = respond(state, say, {
    method: req.method, path: url.pathname.slice(4), query: url.searchParams,
    body: req.method === 'GET' ? {} : await read(req), marked: req.headers['x-requested-with'] === 'frontdesk',
  });
  reply(res, status, body);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { url } = await serve({ user: process.env.FD_USER ?? 'u-1' });
  console.log(`mock API and built console: ${url}/console/`);
}
