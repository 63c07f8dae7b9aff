/// Accessibility check of the page as it stands. axe is run from the test's side, past the page's content policy:
/// Playwright evaluates in the page without inserting a script element.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const kTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/// Findings that keep somebody out: impact serious or critical.
export async function seriousFindings(page) {
  await page.evaluate(source);
  const result = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: { type: 'tag', values: tags } }), kTags);
  return result.violations
    .filter((one) => one.impact === 'serious' || one.impact === 'critical')
    .map((one) => `${one.id} (${one.impact}): ${one.help}\n    ${one.nodes.map((node) => node.html.slice(0, 160)).slice(0, 4).join('\n    ')}`);
}
