/// The rule about words that name people, on the sentences it shares with the server and on the pack's own words.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { asksOf } from '../../src/register/asks';
import { tracesOfPerson, type PersonWords } from '../../src/register/looks-like-person';

const root = join(import.meta.dirname, '../../..');
const pack = readFileSync(join(root, 'packs/vn_administration/person_words.yaml'), 'utf8');
const words = Object.fromEntries(
  [...pack.matchAll(/^(\w+): \[([^\]]*)\]/gm)].map(([, name, list]) => [name, list!.split(',').map((one) => one.trim()).filter(Boolean)]),
) as unknown as PersonWords;
const vectors = JSON.parse(readFileSync(join(root, 'tests/vectors/person_words.json'), 'utf8')) as {
  names_nobody: string[];
  names_somebody: [string, string[]][];
};

test('sentences of officers name people or nobody, as the shared vectors say', () => {
  assert.equal(Object.keys(words).length, 9);
  for (const text of vectors.names_nobody) assert.deepEqual(tracesOfPerson(text, words), [], text);
  for (const [text, traces] of vectors.names_somebody) assert.deepEqual(tracesOfPerson(text, words), traces, text);
});

test('a page that knows no words of persons asks nothing', () => {
  const form = { fields: [{ id: 'note', type: 'long_text' }] };
  assert.deepEqual(asksOf(form, { note: '0912345678' }, null, null), []);
  assert.deepEqual(asksOf(form, { note: '0912345678' }, null, words), [{ code: 'form.like_phone', pointer: '/note' }]);
});
