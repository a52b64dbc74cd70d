import { t } from '../i18n';
import type { Customer } from '../wire';
import { clean } from './text';

/**
 * What a customer is called: their name or address, else a visitor with the end
 * of the id, so that two who are not known are told apart.
 */
export function nameOf(customer: Customer): string {
  const known = clean(customer.name || customer.email || '').trim();
  return known || t('author.visitorNo', { id: customer.id.slice(-4).toUpperCase() });
}
