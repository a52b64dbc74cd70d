// Waiting for what no locator can tell.
const EVERY_MS = 25;

/** Waits until probe gives something true, and gives it back. */
export async function until(what, probe, within = 15_000) {
  const end = performance.now() + within;
  for (;;) {
    const found = await probe();
    if (found) return found;
    if (performance.now() > end) throw new Error(`not within ${within} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}
