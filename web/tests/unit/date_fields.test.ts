/// Every field for a date offers today, and fills nothing in by itself.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { render } from 'svelte/server';
import DateInput from '../../src/widgets/DateInput.svelte';

test('an empty date stays empty, and today is one press away', () => {
  const { body } = render(DateInput, { props: { id: 'day', value: '' } });
  assert.match(body, /<button[^>]*>\s*Hôm nay\s*<\/button>/);
  assert.match(body, /<input id="day"[^>]*value=""/);
});

test('a date that may not be changed offers nothing that changes it', () => {
  const { body } = render(DateInput, { props: { id: 'day', value: '2026-11-20', isDisabled: true } });
  assert.match(body, /value="20\/11\/2026"/);
  assert.match(body, /<button[^>]*disabled[^>]*>\s*Hôm nay/);
});
