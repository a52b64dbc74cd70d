import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Live } from '../src/api/socket';
import { FakeSocket } from './kit';

let sockets: FakeSocket[];
let live: Live;
const on = { frame: vi.fn(), up: vi.fn(), down: vi.fn(), out: vi.fn(), stuck: vi.fn() };

beforeEach(() => {
  vi.useFakeTimers();
  sockets = [];
  Object.values(on).forEach((f) => f.mockReset());
  live = new Live({
    open: () => {
      const s = new FakeSocket();
      sockets.push(s);
      return s;
    },
    onFrame: on.frame,
    onUp: on.up,
    onDown: on.down,
    onSignedOut: on.out,
    onStuck: on.stuck,
    random: () => 0.5, // no jitter
  });
  live.start();
});
afterEach(() => {
  live.stop();
  vi.useRealTimers();
});

describe('the socket', () => {
  it('says hello and watches again after every connection', () => {
    sockets[0]!.onopen?.({});
    live.watch('c-1');
    expect(sockets[0]!.sent.map((f) => JSON.parse(f).type)).toEqual(['hello', 'watch']);
    live.watch('c-2');
    expect(sockets[0]!.sent.slice(2).map((f) => JSON.parse(f))).toEqual([
      { type: 'unwatch', conversation: 'c-1' },
      { type: 'watch', conversation: 'c-2' },
    ]);
    sockets[0]!.onclose?.({ code: 1001 });
    vi.advanceTimersByTime(600);
    sockets[1]!.onopen?.({});
    expect(sockets[1]!.sent.map((f) => JSON.parse(f))).toEqual([{ type: 'hello', v: 1 }, { type: 'watch', conversation: 'c-2' }]);
    expect(on.up).toHaveBeenCalledTimes(2);
  });

  it('comes back with growing waits of at most half a minute', () => {
    const waits: number[] = [];
    for (let i = 0; i < 9; i++) {
      sockets.at(-1)!.onclose?.({ code: 1006 });
      const n = sockets.length;
      let waited = 0;
      while (sockets.length === n) {
        vi.advanceTimersByTime(250);
        waited += 250;
      }
      waits.push(waited);
    }
    expect(waits.slice(0, 4)).toEqual([500, 1000, 2000, 4000]);
    expect(waits.at(-1)).toBe(30_000);
    expect(on.stuck).toHaveBeenCalledTimes(1);
  });

  it('pings, and takes a silent line for dead', () => {
    sockets[0]!.onopen?.({});
    vi.advanceTimersByTime(30_000);
    expect(sockets[0]!.sent.filter((f) => f.includes('ping'))).toHaveLength(1);
    vi.advanceTimersByTime(40_000);
    expect(sockets[0]!.closed).toBe(true);
    expect(on.down).toHaveBeenCalled();
    expect(sockets).toHaveLength(2);
  });

  it('notices that the machine slept (F9)', () => {
    sockets[0]!.onopen?.({});
    vi.setSystemTime(Date.now() + 8 * 3_600_000);
    vi.advanceTimersByTime(5_000);
    expect(on.down).toHaveBeenCalledTimes(1);
    sockets[1]!.onopen?.({});
    expect(on.up).toHaveBeenCalledTimes(2);
  });

  it('ignores an old connection and what is no frame', () => {
    sockets[0]!.onopen?.({});
    sockets[0]!.onmessage?.({ data: 'no json' });
    sockets[0]!.say({ type: 'pong' });
    live.wake();
    sockets[0]!.say({ type: 'changed', kind: 'log' });
    expect(on.frame).not.toHaveBeenCalled();
  });

  it('tells when the server signed the person out', () => {
    sockets[0]!.onopen?.({});
    sockets[0]!.onclose?.({ code: 4010 });
    expect(on.out).toHaveBeenCalledTimes(1);
  });
});
