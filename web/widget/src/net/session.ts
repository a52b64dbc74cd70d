import type { Problem, Session } from '../../../shared/wire';
import type { Browser } from './transport';

/** What opens a session. */
export interface Opening {
  base: string;
  site: string;
  locale: string;
  token?: string;
  identity?: string;
  page?: string;
}

/** The server's answer to an opening that it did not grant; status 0 is no answer at all. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Partial<Problem>,
  ) {
    super(problem.detail ?? problem.title ?? `status ${status}`);
  }

  /** Whether the same question may be answered later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** Opens or resumes the visitor's session. Fails only with Refused. */
export async function openSession(browser: Browser, opening: Opening): Promise<Session> {
  const { base, ...body } = opening;
  let response: Response;
  try {
    response = await browser.fetch(new URL('v1/widget/sessions', base).href, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Refused(0, {});
  }
  const answer = await response.json().catch(() => null);
  if (!response.ok) throw new Refused(response.status, answer ?? {});
  if (!answer || typeof answer.token !== 'string') throw new Refused(502, {});
  return answer as Session;
}

/** The page's address without query and fragment, which may hold secrets. */
export function pageAddress(location: Location): string | undefined {
  return /^https?:$/.test(location.protocol) ? location.origin + location.pathname : undefined;
}
