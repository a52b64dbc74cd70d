import { num, t, tn } from '../i18n';
import type { Import } from '../wire';

/** What stands behind an upload's name: how many files its folder had, or how many more there were. An archive is one. */
export function besides(job: Import): string {
  const sent = job.sent ?? 0;
  if (job.kind !== 'upload' || sent < 2) return '';
  return job.name.endsWith('/') ? `(${tn('import.files', sent)})` : t('import.andMore', { n: num(sent - 1) });
}
