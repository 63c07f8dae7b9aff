/// The order of "Việc của tôi": late, sent back and this week first, without a day last.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kAgendaParts, partsOf, pressing, urgencyOf } from '../../src/register/agenda';
import type { AgendaItem } from '../../src/register/types';

const now = Date.parse('2026-11-23T03:00:00Z');
const item = (record: string, more: Partial<AgendaItem>): AgendaItem => ({
  register: 'loan', title: 'Loan', record, number: record, since: '2026-11-01T00:00:00Z', limit: 'bring_back', label: 'Bring back',
  state: 'on_loan', due_at: null, standing: 'running', ...more,
});
const back = { label: 'Sent back', reason: 'A page is missing', organisation: 'Library', at: '2026-11-22T00:00:00Z' };
const at = (day: string): Partial<AgendaItem> => ({ due_at: `${day}T17:00:00Z` });

test('late first, then what came back, then the week; behind it the month, what waits without a day, and later days', () => {
  const items = [
    item('undated-new', { since: '2026-11-20T00:00:00Z' }),
    item('later', at('2027-02-01')),
    item('month', at('2026-12-20')),
    item('week', at('2026-11-29')),
    item('undated-old', { standing: 'unknown' }),
    item('back', { ...at('2027-03-01'), returned: back }),
    item('late', { ...at('2026-11-10'), standing: 'overdue' }),
    item('latest', { ...at('2026-10-10'), standing: 'overdue' }),
    item('suspended', { ...at('2026-11-24'), standing: 'suspended' }),
    item('tomorrow', at('2026-11-23')),
  ];
  const parts = partsOf(items, now);
  assert.deepEqual(parts.now.map((one) => one.record), ['latest', 'late', 'back', 'tomorrow', 'week']);
  assert.deepEqual(parts.month.map((one) => one.record), ['month']);
  assert.deepEqual(parts.later.map((one) => one.record), ['later']);
  assert.deepEqual(kAgendaParts, ['now', 'month', 'undated', 'later']);
  assert.deepEqual(parts.undated.map((one) => one.record), ['undated-old', 'undated-new', 'suspended']);
});

test('what is late and came back counts as both, and is still late first', () => {
  const both = item('both', { ...at('2026-11-10'), standing: 'overdue', returned: back });
  assert.deepEqual(urgencyOf(both, now), { part: 'now', rank: 0 });
  assert.deepEqual(pressing([both, item('week', at('2026-11-24')), item('later', at('2027-01-01'))], now), { late: 1, returned: 1, soon: 1 });
});

test('a week is seven days, a month thirty: the day behind is later', () => {
  assert.equal(urgencyOf(item('seventh', at('2026-11-30')), now).part, 'now');
  assert.equal(urgencyOf(item('eighth', { due_at: '2026-12-01' }), now).part, 'month');
  assert.equal(urgencyOf(item('thirtieth', { due_at: '2026-12-23' }), now).part, 'month');
  assert.equal(urgencyOf(item('behind', { due_at: '2026-12-24' }), now).part, 'later');
});
