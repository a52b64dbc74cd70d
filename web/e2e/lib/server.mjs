// The real server, with the demo shop unless it is to be empty, on a free port and a folder of its own.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const START_MS = 30_000;

/** One server; killed and started again it keeps its port and its data. */
export class Server {
  /** What it printed on standard error since its last start: the log, and the first admin's link. */
  err = '';
  #process = null;

  constructor(port, data, settings = {}, demo = true) {
    this.settings = settings;
    this.demo = demo;
    this.port = port;
    this.data = data;
    this.base = `http://127.0.0.1:${port}`;
    this.token = randomBytes(32).toString('base64');
  }

  /** A server that is ready, with the demo shop or empty; settings are more of its environment. */
  static async start(settings, demo) {
    const server = new Server(await freePort(), mkdtempSync(join(tmpdir(), 'frontdesk-data-')), settings, demo);
    await server.start();
    return server;
  }

  async start() {
    const args = ['serve', ...(this.demo ? ['--demo'] : []), '--listen', `127.0.0.1:${this.port}`, '--data', this.data, '--metrics', 'off'];
    const env = { ...process.env, FRONTDESK_REST_TOKEN: this.token, ...this.settings };
    delete env.FRONTDESK_BIN;
    this.err = '';
    const child = spawn(process.env.FRONTDESK_BIN, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    this.#process = child;
    child.stderr.on('data', (data) => (this.err += data));
    await new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`not ready after ${START_MS} ms:\n${this.err}`)), START_MS);
      let out = '';
      child.stdout.on('data', (data) => {
        out += data;
        if (!/^ready http/m.test(out)) return;
        clearTimeout(late);
        resolve();
      });
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`ended with ${code}:\n${this.err}`)));
    });
  }

  /** Ends it, at once and unprepared with SIGKILL, and waits until it is gone. */
  async kill(signal = 'SIGKILL') {
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  async stop() {
    await this.kill();
    rmSync(this.data, { recursive: true, force: true });
  }

  /** The one-time link that signs the first admin in. */
  get adminLink() {
    const link = /first sign-in\s+(\S+)/.exec(this.err)?.[1];
    if (!link) throw new Error(`no first sign-in in:\n${this.err}`);
    return link;
  }

  /** Says something through the REST channel and waits for the answer, unless prefer is empty. */
  async say(customer, id, text, more = {}, prefer = 'wait=10') {
    const response = await fetch(`${this.base}/v1/messages`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${this.token}`, 'Content-Type': 'application/json', ...(prefer && { Prefer: prefer }) },
      body: JSON.stringify({ customer, id, text, ...more }),
    });
    if (!response.ok) throw new Error(`REST channel: ${response.status} ${await response.text()}`);
    return response.json();
  }
}

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
