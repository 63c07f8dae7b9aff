/// What people may give and end by hand, and what follows from an answer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { givenByHand, isByAnswer } from '../../src/register/relations';

const register = {
  workflow: {
    states: ['open'],
    actions: [
      { id: 'give', gives: [{ relation: 'lead', to: 'body' }] },
      { id: 'plan', gives: [{ relation: 'invited', to: 'bodies', of: 'body' }] },
    ],
  },
};
const answers = { body: 'police', bodies: [{ body: 'health' }, { body: 'justice' }] };

test('a row ends with the answer that gave it, one given by hand by a hand', () => {
  assert.equal(isByAnswer(register, answers, { relation: 'lead', organisation: 'police' }), true);
  assert.equal(isByAnswer(register, answers, { relation: 'lead', organisation: 'health' }), false);
  assert.equal(isByAnswer(register, answers, { relation: 'block', organisation: 'police' }), false);
  assert.equal(isByAnswer(register, answers, { relation: 'invited', organisation: 'justice' }), true);
  assert.equal(isByAnswer(register, answers, { relation: 'invited', organisation: 'police' }), false);
  assert.equal(isByAnswer(register, {}, { relation: 'lead', organisation: null }), false);
});

test('where one answer says who it is, no second one is offered; rows may have others beside them', () => {
  const all = ['assigned', 'block', 'invited', 'lead'];
  assert.deepEqual(givenByHand(register, answers, all), ['assigned', 'block', 'invited']);
  assert.deepEqual(givenByHand(register, {}, all), all);
});
