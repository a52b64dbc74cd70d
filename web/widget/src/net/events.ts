import type { ClientFrame, Problem, ServerFrame } from '../../../shared/wire';
import { decode, type Browser, type Endpoint, type Handlers, type Transport } from './transport';

/**
 * The way around where WebSocket is blocked: server-sent events down, one POST
 * a frame up. POSTs go one after another, so that the order of what a shopper
 * wrote is kept. `hello` is the address of the event stream.
 */
export function openEvents(browser: Browser, to: Endpoint, handlers: Handlers): Transport {
  let source: EventSource | null = null;
  let over = false;
  let queue: Promise<void> = Promise.resolve();

  function down(code: number): void {
    if (over) return;
    close();
    handlers.down(code);
  }

  function close(): void {
    over = true;
    source?.close();
  }

  function listen(after: number): void {
    source?.close();
    const query = `token=${encodeURIComponent(to.token)}&after=${after}`;
    source = new browser.EventSource!(new URL(`v1/widget/events?${query}`, to.base).href);
    source.onmessage = (event) => {
      const frame = decode(event.data);
      if (frame && !over) handlers.frame(frame);
    };
    // The browser would try again by itself, but with an old `after`.
    source.onerror = () => down(0);
  }

  async function post(frame: ClientFrame): Promise<void> {
    if (over) return;
    let response: Response;
    try {
      response = await browser.fetch(new URL('v1/widget/frames', to.base).href, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${to.token}` },
        body: JSON.stringify(frame),
      });
    } catch {
      return down(0);
    }
    const body = await response.text().catch(() => '');
    if (over) return;
    if (response.ok) {
      const answer = decode(body);
      if (answer) handlers.frame(answer);
    } else if (response.status === 401) {
      down(4003);
    } else if (response.status >= 500) {
      down(0);
    } else {
      handlers.frame(refused(body, frame));
    }
  }

  queueMicrotask(() => over || handlers.open());
  return {
    pings: false,
    send: (frame) => {
      if (frame.type === 'hello') listen(frame.last_seq);
      else if (frame.type !== 'ping') queue = queue.then(() => post(frame));
    },
    close,
  };
}

/** The problem of a refused POST as the frame the socket would have sent. */
function refused(body: string, frame: ClientFrame): ServerFrame {
  let problem: Partial<Problem> = {};
  try {
    problem = JSON.parse(body) ?? {};
  } catch {
    // Not ours (a proxy's page): the code below stands.
  }
  const ref = 'client_id' in frame ? frame.client_id : undefined;
  return { type: 'error', code: problem.code ?? 'refused', detail: problem.detail ?? '', ref };
}
