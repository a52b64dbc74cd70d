import type { Problem } from '../wire';

/** A refused request: the server's problem document, or status 0 where nothing came back. */
export class ApiError extends Error {
  constructor(readonly problem: Problem & Record<string, unknown>) {
    super(problem.detail || problem.title || problem.code);
    this.name = 'ApiError';
  }
  get status(): number {
    return this.problem.status;
  }
  get code(): string {
    return this.problem.code;
  }
}

/** True where it is not known whether the server did what was asked. */
export function isUnknownOutcome(e: unknown): boolean {
  return e instanceof ApiError && (e.status === 0 || e.status >= 502);
}

export interface Http {
  get<T>(path: string, query?: Record<string, string | number | undefined>): Promise<T>;
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>;
  /** Posts, and gives each line of an answer that comes piece by piece (NDJSON); aborting ends it on the server too. */
  lines<T>(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<T>;
}

export interface HttpOptions {
  fetch?: typeof fetch;
  /** Called when the session has ended; every request but signing in may cause it. */
  onSignedOut?: () => void;
  /** In which the server's own sentences are read. */
  language?: () => string;
  /** Gives up after so many milliseconds. */
  timeout?: number;
}

/** The one door to the REST API: cookies, the anti-forgery header, problems as errors. */
export function createHttp(options: HttpOptions = {}): Http {
  const timeout = options.timeout ?? 20_000;

  /** The answer of a request that was not refused. */
  async function open(method: string, path: string, body: unknown, accept: string, signal: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = { Accept: accept };
    if (options.language) headers['Accept-Language'] = options.language();
    let payload: BodyInit | undefined;
    if (method !== 'GET') headers['X-Requested-With'] = 'frontdesk';
    if (body instanceof FormData) payload = body;
    else if (body !== undefined) {
      headers['Content-Type'] = 'application/json';
      payload = JSON.stringify(body);
    }
    const doFetch = options.fetch ?? fetch;
    let res: Response;
    try {
      res = await doFetch(path, {
        method,
        headers,
        body: payload,
        credentials: 'same-origin',
        signal,
      });
    } catch (e) {
      throw new ApiError({ status: 0, code: 'network', detail: e instanceof Error ? e.message : String(e) });
    }
    if (res.ok) return res;
    const data = await read(res);
    if (res.status === 401 && !(path === '/v1/session' && method !== 'DELETE')) options.onSignedOut?.();
    throw new ApiError(asProblem(res, data));
  }

  async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const signal = AbortSignal.timeout(body instanceof FormData ? timeout * 6 : timeout);
    return (await read(await open(method, path, body, 'application/json', signal))) as T;
  }

  async function* lines<T>(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<T> {
    const res = await open('POST', path, body, 'application/x-ndjson, application/problem+json', signal);
    if (!res.body) return;
    const reader = res.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (;;) {
      const { done, value } = await reader.read();
      const parts = (rest + (value ?? '')).split('\n');
      rest = done ? '' : (parts.pop() ?? '');
      for (const part of parts) if (part) yield JSON.parse(part) as T;
      if (done) return;
    }
  }

  return {
    get<T>(path: string, query?: Record<string, string | number | undefined>) {
      const params = new URLSearchParams();
      for (const [key, value] of Object.entries(query ?? {})) {
        if (value !== undefined && value !== '') params.set(key, String(value));
      }
      const text = params.toString();
      return call<T>('GET', text ? `${path}?${text}` : path);
    },
    send: call,
    lines,
  };
}

async function read(res: Response): Promise<unknown> {
  const text = await res.text().catch(() => '');
  if (!text) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function asProblem(res: Response, data: unknown): Problem & Record<string, unknown> {
  if (data && typeof data === 'object' && 'code' in data) {
    return { ...(data as Problem & Record<string, unknown>), status: res.status };
  }
  return { status: res.status, code: `http_${res.status}`, detail: res.statusText };
}
