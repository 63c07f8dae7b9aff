import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atOnceAddress, saidAtOnce, sharedBy, valuesOf } from '../../src/register/at-once';
import type { OfferedRecord } from '../../src/register/types';

const one = (id: string, plan: string | null): OfferedRecord => ({
  id,
  number: id,
  state: 'standing',
  owner: null,
  columns: { plan },
  timing: 'none',
  due_at: null,
  etag: 'e',
});

test('records are answered for one plan at a time, the one with most of them first', () => {
  const records = [one('1', '7/KH'), one('2', '412/KH'), one('3', '412/KH'), one('4', null)];
  assert.deepEqual(valuesOf(records, 'plan'), ['412/KH', '', '7/KH']);
  assert.deepEqual(sharedBy(records, 'plan', '412/KH').map((each) => each.id), ['2', '3']);
  assert.deepEqual(sharedBy(records, 'plan', '').map((each) => each.id), ['4']);
  assert.equal(sharedBy(records, undefined, '').length, 4);
});

test('what is answered is said in the words of its options', () => {
  const labels = { option: (field: string, code: string) => `${field}:${code}` };
  assert.equal(saidAtOnce(labels, { action: 'answer', says: { nothing: 'yes', more: 'no' } }), 'nothing:yes; more:no');
});

test('a record leads to where it is said of all that come from the same plan', () => {
  const rule = { action: 'answer', same: 'plan', says: {} };
  assert.equal(atOnceAddress('work', rule, { plan: '412/KH' }), '/registers/work?do=at-once&where=%7B%22plan%22%3A%22412%2FKH%22%7D');
  assert.equal(atOnceAddress('work', rule, {}), '/registers/work?do=at-once');
});
