/// Forms against the vectors they share with the server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classOf, fill, type Form } from '../../src/register/form';
import { check } from '../../src/register/form-check';
import { answer, vectors } from './form';

test('every shared vector of forms is answered as written', () => {
  assert.ok(vectors.cases.length > 50);
  for (const one of vectors.cases) {
    const got = answer(one, vectors.today);
    for (const part of ['settled', 'shown', 'required', 'options', 'faults', 'asked'] as const) {
      if (one[part] !== undefined) assert.equal(JSON.stringify(got[part]), JSON.stringify(one[part]), `${one.says}: ${part}`);
    }
  }
});

test('what the page shows follows answers that are not settled yet', () => {
  const form = vectors.forms['chain']!;
  const { questions, settled } = fill(form, { first: 'b', middle: ' b ', last: '' }, vectors.today);
  assert.deepEqual(questions.map(({ pointer }) => pointer), ['/last', '/middle', '/first', '/third', '/second']);
  assert.deepEqual(settled, { middle: 'b', first: 'b' });
});

test('what is computed has the highest class of what it reads, through others and out of rows', () => {
  const form: Form = {
    fields: [
      { id: 'open', type: 'integer', class: 'public' },
      { id: 'ill', type: 'text', class: 'confidential' },
      { id: 'one', type: 'computed', computes: 'integer', class: 'public', compute: "if(ill = 'x', 1, 0)" },
      { id: 'two', type: 'computed', computes: 'integer', compute: 'one + open' },
      { id: 'three', type: 'computed', computes: 'integer', compute: 'open + 1' },
      { id: 'rows', type: 'rows', class: 'internal', fields: [{ id: 'n', type: 'computed', computes: 'integer', compute: 'two' }] },
    ],
  };
  assert.deepEqual(form.fields.map((field) => classOf(form, field)), [0, 2, 2, 2, 0, 2]);
});

test('a form with a circle hangs no page', () => {
  const form: Form = { fields: [{ id: 'a', type: 'text', show_when: 'b is answered' }, { id: 'b', type: 'text', show_when: 'a is answered' }] };
  assert.deepEqual(check(form, fill(form, { a: 'x', b: 'y' }, vectors.today), vectors.today), []);
});

