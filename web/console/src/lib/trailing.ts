/**
 * Makes a reader that is never in flight twice: calls that come while it runs
 * become one more run after it. Every caller's promise ends after a run that
 * began at or after the call.
 */
export function trailing(run: () => Promise<void>): () => Promise<void> {
  let current: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  function begin(): Promise<void> {
    current = run().finally(() => {
      current = null;
    });
    return current;
  }
  return () => {
    if (!current) return begin();
    next ??= current
      .catch(() => undefined)
      .then(() => {
        next = null;
        return begin();
      });
    return next;
  };
}

/** Calls run once, `wait` milliseconds after the first of a burst of calls. */
export function soon(run: () => void, wait: number): { (): void; cancel(): void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const call = () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      run();
    }, wait);
  };
  call.cancel = () => {
    clearTimeout(timer);
    timer = undefined;
  };
  return call;
}
