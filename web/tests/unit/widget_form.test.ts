/// What a required field must hold.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { missingFields, type Field } from '../../src/widgets/form';

test('a required field of blanks alone holds nothing; a password of blanks is one', () => {
  const field = (name: string, kind: Field['kind'], isRequired = true): Field => ({ name, label: name, kind, isRequired });
  const fields = [field('ground', 'text'), field('words', 'area'), field('tick', 'check'), field('key', 'password'), field('note', 'text', false)];
  const missing = (values: Record<string, string | boolean>): string[] => missingFields(fields, values).map((one) => one.name);
  assert.deepEqual(missing({}), ['ground', 'words', 'tick', 'key']);
  assert.deepEqual(missing({ ground: ' \u00a0 ', words: '\n', tick: false, key: '   ', note: ' ' }), ['ground', 'words', 'tick']);
  assert.deepEqual(missing({ ground: 'a', words: 'b', tick: true, key: 'c' }), []);
});
