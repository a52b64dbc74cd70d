import { ApiError } from '../api/http';
import type { GateReport, Problem } from '../wire';

export interface GateItem {
  id: string;
  version: number;
  /** The release to bring back; without: what is being written. */
  release?: number;
}

interface GateLine {
  done?: number;
  total?: number;
  report?: GateReport;
  error?: Problem & Record<string, unknown>;
}

/** Asks what publishing articles would change. It answers line by line, so that people see how far it is; aborting ends it on the server too. */
export async function checkGate(items: GateItem[], tell: (done: number, total: number) => void, signal: AbortSignal): Promise<GateReport> {
  const res = await fetch('/v1/gate', {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'frontdesk', Accept: 'application/x-ndjson, application/problem+json' },
    body: JSON.stringify({ items }),
    signal,
  });
  if (!res.ok || !res.body) throw new ApiError({ status: res.status, code: `http_${res.status}`, ...((await res.json().catch(() => ({}))) as object) } as Problem & Record<string, unknown>);
  const reader = res.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    rest += value ?? '';
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (!line) continue;
      const event = JSON.parse(line) as GateLine;
      if (event.error) throw new ApiError(event.error);
      if (event.report) return event.report;
      tell(event.done ?? 0, event.total ?? 0);
    }
    if (done) throw new ApiError({ status: 0, code: 'network', detail: '' } as Problem & Record<string, unknown>);
  }
}

/** Whether somebody should look before it is published: something is worse, or an answer goes to another article or is lost. */
export function worthALook(r: GateReport): boolean {
  return r.worse.length > 0 || r.changes.some((c) => c.effect === 'lost' || c.effect === 'other');
}
