import { ApiError, type Http } from '../api/http';
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
export async function checkGate(http: Http, items: GateItem[], tell: (done: number, total: number) => void, signal: AbortSignal): Promise<GateReport> {
  for await (const line of http.lines<GateLine>('/v1/gate', { items }, signal)) {
    if (line.error) throw new ApiError(line.error);
    if (line.report) return line.report;
    tell(line.done ?? 0, line.total ?? 0);
  }
  throw new ApiError({ status: 0, code: 'network', detail: '' });
}

/** Whether somebody should look before it is published: something is worse, or an answer goes to another article or is lost. */
export function worthALook(r: GateReport): boolean {
  return r.worse.length > 0 || r.changes.some((c) => c.effect === 'lost' || c.effect === 'other');
}
