/** An id for a message that is being written: 1 to 64 of [A-Za-z0-9._-]. */
export function newClientId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return 'c-' + [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
}
