/// What a board says at a glance: others that are late, and one's own matters without a day.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { glanceOf, ownBodies } from '../../src/register/glance';
import type { Board } from '../../src/register/types';

const register = {
  id: 'loan', title: 'Loan', title_many: 'Loans',
  list: { columns: [], board: { rows: 'branch', limit: 'bring_back' } },
  workflow: { actions: [{ id: 'open', from: [], creates: true }, { id: 'renew', from: ['standing'] }] },
} as never;
const board = {
  columns: [
    { timing: 'overdue', state: null, label: 'Overdue' },
    { timing: 'none', state: 'standing', label: 'Standing' },
    { timing: 'none', state: 'ended', label: 'Ended' },
  ],
  rows: [
    { body: 'a', name: 'A', counts: [2, 5, 0], total: 7 },
    { body: 'b', name: 'B', counts: [3, 4, 6], total: 13 },
    { body: 'c', name: 'C', counts: [0, 1, 0], total: 1 },
    { body: '', name: '', counts: [1, 0, 0], total: 1 },
  ],
} as unknown as Board;

test('others that are late are counted, one\'s own body is not among them', () => {
  assert.deepEqual(glanceOf(register, board, new Set(['b'])).late, { bodies: 2, records: 3 });
  assert.deepEqual(glanceOf(register, board, new Set(['nobody'])).late, { bodies: 3, records: 6 });
});

test('of one\'s own body: what has no day and can still be worked on, with its list', () => {
  const own = glanceOf(register, board, new Set(['b'])).own;
  assert.deepEqual(own.map(({ label, records }) => [label, records]), [['Standing', 4]]);
  const address = new URL(own[0]?.href ?? '', 'http://x');
  assert.equal(address.searchParams.get('state'), 'standing');
  assert.equal(address.searchParams.get('where'), '{"branch":"b"}');
  assert.deepEqual(glanceOf(register, board, new Set(['nobody'])).own, []);
});

test('the work of a body whose desk one is counts as one\'s own, that of many one follows does not', () => {
  const [, b] = board.rows;
  const mine = (rows: Board['rows']): Board => ({ ...board, rows });
  assert.deepEqual([...ownBodies(mine(b ? [b] : []), 'desk_of_b')], ['desk_of_b', 'b']);
  assert.deepEqual([...ownBodies(mine([...board.rows, ...board.rows]), 'desk_of_b')], ['desk_of_b']);
  const both = glanceOf(register, board, new Set(['a', 'b', 'c']));
  assert.deepEqual(both.late, { bodies: 1, records: 1 });
  assert.deepEqual(both.own.map((one) => one.label), ['A, Standing', 'B, Standing', 'C, Standing']);
});
