/** The host of what somebody typed or pasted: a name, or an address with all that follows. Empty where there is none. */
export function hostOf(text: string): string {
  const plain = text.trim().replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').split(/[/?#\s]/)[0]!.toLowerCase();
  return /^[\p{L}\p{N}.-]+(:\d{1,5})?$/u.test(plain) ? plain : '';
}

/** A site key made of a host: shop.example gives pk_shop. */
export function keyFor(host: string): string {
  const label = host.replace(/^www\./, '').split(/[.:]/)[0]!.replace(/[^a-z0-9-]/g, '');
  return `pk_${label || 'shop'}`;
}

/** What the configuration needs so that pages of these hosts may show the chat. */
export function siteConfig(hosts: string[]): string {
  return `widget:\n  sites:\n    - key: ${keyFor(hosts[0] ?? '')}\n      domains: [${hosts.join(', ')}]\n`;
}

/** Opening hours to begin with, in the time zone of whoever looks at them. */
export function hoursConfig(zone: string): string {
  return `handoff:\n  hours:\n    zone: ${zone}\n    open: [mon-fri 09:00-12:30 13:30-18:00, sat 10:00-14:00]\n    closed: ["12-25", "12-26"]\n`;
}

/** What stands in a shop's pages. */
export function snippet(address: string, key: string): string {
  return `<script async src="${address}/widget/loader.js" data-site="${key}"></script>`;
}

/** Whether nobody but this machine reaches the address. */
export function isLocal(address: string): boolean {
  try {
    return /^(localhost|127\..*|\[::1\])$/.test(new URL(address).hostname);
  } catch {
    return true;
  }
}
