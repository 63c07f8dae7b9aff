/// What nobody should type and somebody will, into every field of a form; and whether each refusal is a sentence at its field.
import assert from 'node:assert/strict';

export const kNonsense = {
  long: 'x'.repeat(10_000),
  emoji: '😀🇻🇳👩‍👩‍👧',
  rightToLeft: 'مرحبا \u202Eabc\u202C שלום',
  markup: '<script>alert(1)</script><img src=x onerror=alert(1)>',
  negative: '-5',
  noSuchDay: '31/02/2026',
  yearNought: '01/01/0000',
  pasted: 'a\tb\nc\r\nd',
  blanks: '   \u00a0 ',
  huge: '99999999999999999999',
};
const kLines = 'input:not([type=radio], [type=checkbox], [type=file], [type=date], [type=search]):visible, textarea:visible';

/// Fills every line of the form that is open.
export async function fillAll(page, within, value) {
  for (const line of await page.locator(within).locator(kLines).all()) {
    await line.fill(value);
    await line.blur();
  }
}
/// Every marked field tells what is wrong with it, in a sentence; the page is as wide as before.
export async function refusals(page, within, name) {
  const marked = await page.locator(within).locator('[aria-invalid=true]').evaluateAll((all) =>
    all.map((one) => ({
      id: one.id,
      told: (one.getAttribute('aria-describedby') ?? '')
        .split(' ')
        .map((id) => document.getElementById(id))
        .filter((each) => each?.matches('.fault'))
        .map((each) => each.textContent.trim())
        .join(' '),
    })),
  );
  for (const { id, told } of marked) {
    assert.match(told, /^\p{L}.{9,}[.…]$/u, `${name}: ${id} is marked and says "${told}"`);
    assert.doesNotMatch(told, /\b0 ký tự|undefined|NaN|\[object/, `${name}: ${id}`);
  }
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth + 1), `${name}: wider than its window`);
  return marked.length;
}
