// axe-core on whatever a page shows, shadow roots included.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What breaks a rule within scope (a selector), one line a rule; empty when nothing does. */
export async function violations(page, scope = 'html') {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  return page.evaluate(async ({ tags, scope }) => {
    const { violations } = await window.axe.run(scope, { runOnly: tags, resultTypes: ['violations'] });
    return violations.map((rule) => {
      const where = rule.nodes.map((node) => node.target.flat().join(' ')).join(' | ');
      return `${rule.id} at ${where}: ${rule.nodes[0].failureSummary}`;
    });
  }, { tags: TAGS, scope });
}
