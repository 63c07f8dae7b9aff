/// What of a record's acts is shown at once, and what is folded.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { actsOf } from '../../src/register/acts';
import type { Action } from '../../src/register/types';

const extend: Action = { id: 'extend', reason: true };
const nudge: Action = { id: 'nudge' };
const enter: Action = { id: 'enter' };
const withdraw: Action = { id: 'withdraw', reason: true, legal_effect: 'It is over' };
const ids = (actions: Action[]): string[] => actions.map((one) => one.id);

test('few acts are all shown, the plain one first', () => {
  const acts = actsOf([extend, nudge], 1, false, undefined);
  assert.deepEqual([ids(acts.shown), ids(acts.folded)], [['nudge', 'extend'], []]);
});

test('many are folded behind the first two, in the order of the workflow', () => {
  const acts = actsOf([extend, enter, nudge, withdraw], 0, false, 'nudge');
  assert.deepEqual([ids(acts.shown), ids(acts.folded)], [['enter', 'extend'], ['nudge', 'withdraw']]);
  assert.deepEqual(ids(actsOf([extend, nudge], 2, false, undefined).folded), [], 'two are shown whatever else is there');
});

test('where a limit is over, what the board is for comes first', () => {
  assert.deepEqual(ids(actsOf([extend, enter, nudge, withdraw], 0, true, 'nudge').shown), ['nudge', 'extend']);
  assert.deepEqual(ids(actsOf([extend, enter, withdraw], 3, true, 'nudge').shown), ['enter', 'extend']);
});

test('grave acts alone: the first of them; none: nothing', () => {
  assert.deepEqual(ids(actsOf([withdraw, extend], 5, false, undefined).shown), ['withdraw', 'extend']);
  assert.deepEqual(actsOf([], 4, false, undefined), { shown: [], folded: [], isFolded: true });
  assert.equal(actsOf([nudge], 2, false, undefined).isFolded, false);
});
