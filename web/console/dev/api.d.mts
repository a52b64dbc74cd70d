/** The mock API's own state; tests reach into it to set a scene. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type MockState = any;
export function makeState(user?: string | null): MockState;
export function respond(
  state: MockState,
  say: (frame: object) => void,
  request: { method: string; path: string; query: URLSearchParams; body: unknown; marked: boolean },
): { status: number; body: unknown };
