/// Lists of registers: how near a limit is, which columns the address asks for, codes found by their names.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codesOf, findCodes } from '../../src/register/codes';
import { chosenColumns, columnsParameter, namesOnlyOwn } from '../../src/register/columns';
import { dayOn, dayText, dueOf, inOrder, isOpenClock, isWaiting, saidText } from '../../src/register/due';

const at = (text: string): number => Date.parse(text);

test('a limit in days ends with its last day in the country’s clock, not at its own 24:00', () => {
  const due = '2026-11-05T17:00:00Z'; // 24:00 of 5 November
  assert.equal(dayText(due), '2026-11-05');
  assert.deepEqual(dueOf('running', due, at('2026-11-05T16:59:00Z')), { tone: 'warn', kind: 'today', count: 0 });
  assert.deepEqual(dueOf('running', due, at('2026-11-01T03:00:00Z')), { tone: 'plain', kind: 'days', count: 4 });
  assert.deepEqual(dueOf('running', due, at('2026-11-03T18:00:00Z')), { tone: 'warn', kind: 'days', count: 1 });
  assert.deepEqual(dueOf('overdue', due, at('2026-11-05T17:00:00Z')), { tone: 'bad', kind: 'overdue', count: 1 });
  assert.deepEqual(dueOf('running', due, at('2026-11-08T03:00:00Z')), { tone: 'bad', kind: 'overdue', count: 3 });
});

test('a day that the record does not name yet is no alarm, and not what is said of an unknown law', () => {
  assert.deepEqual(dueOf('unnamed', null, at('2030-01-01T00:00:00Z')), { tone: 'mute', kind: 'unnamed', count: 0 });
  assert.deepEqual(dueOf('unknown', null, at('2030-01-01T00:00:00Z')), { tone: 'mute', kind: 'unknown', count: 0 });
});

test('a limit in hours is told in hours on its last day', () => {
  const due = '2026-11-05T09:30:00Z';
  assert.equal(dayText(due), due);
  assert.deepEqual(dueOf('running', due, at('2026-11-05T04:00:00Z')), { tone: 'warn', kind: 'hours', count: 5 });
  assert.deepEqual(dueOf('running', due, at('2026-11-05T09:00:00Z')), { tone: 'warn', kind: 'hours', count: 0 });
  assert.deepEqual(dueOf('running', due, at('2026-11-05T09:31:00Z')), { tone: 'bad', kind: 'overdue', count: 0 });
});

test('a moment is told no more exactly than it was said', () => {
  const inDays = '2026-11-05T17:00:00Z';
  const inHours = '2026-11-05T09:30:00Z';
  assert.equal(saidText('2026-11-02T17:00:00Z', null), '2026-11-03', 'a day that was answered begins at 00:00');
  assert.equal(saidText('2026-11-03T07:48:00Z', inDays), '2026-11-03');
  assert.equal(saidText('2026-11-03T07:48:00Z', inHours), '2026-11-03T07:48:00Z');
  assert.equal(saidText('2026-11-03T07:48:00Z', null), '2026-11-03T07:48:00Z');
});

test('an unknown limit is never shown as none, nor none as unknown', () => {
  assert.equal(dueOf('unknown', null, 0).kind, 'unknown');
  assert.equal(dueOf('running', null, 0).kind, 'unknown');
  assert.equal(dueOf(null, null, 0).kind, 'none');
  assert.equal(dueOf('suspended', null, 0).kind, 'suspended');
  assert.equal(dueOf('met_late', '2026-11-05', at('2026-12-05T00:00:00Z')).kind, 'met_late');
});

test('the address chooses columns, strange names are left out, the usual ones need no parameter', () => {
  const all = ['title', 'copies', 'state', 'due', 'owner'];
  const usual = ['title', 'state', 'due'];
  assert.deepEqual(chosenColumns(null, all, usual), usual);
  assert.deepEqual(chosenColumns('due,title,<b>', all, usual), ['title', 'due']);
  assert.deepEqual(chosenColumns('nothing', all, usual), usual);
  assert.equal(columnsParameter(['due', 'state', 'title'], usual), null);
  assert.equal(columnsParameter(['title', 'owner'], usual), 'title,owner');
  assert.equal(columnsParameter([], usual), null);
});

test('every code has a name in both languages, and is found by the first letters of a word of it, accents or not', () => {
  for (const kind of ['country', 'language'] as const) {
    for (const language of ['vi', 'en']) {
      const list = codesOf(kind, language);
      assert.ok(list.length > (kind === 'country' ? 240 : 90), `${kind} ${language}: ${list.length}`);
      assert.equal(new Set(list.map((one) => one.code)).size, list.length);
    }
  }
  assert.equal(findCodes(codesOf('country', 'vi'), 'viet')[0]?.code, 'VN');
  assert.equal(findCodes(codesOf('country', 'vi'), 'quoc').some((one) => one.code === 'CN'), true);
  assert.equal(findCodes(codesOf('country', 'vi'), 'kh')[0]?.code, 'KH');
  assert.equal(findCodes(codesOf('language', 'vi'), 'tieng khme')[0]?.code, 'km');
});

test('a clock without a day says since when it waits, behind every real day', () => {
  const clock = { standing: 'running' as const, due_at: null, stopped_at: null, started_at: '2026-11-23T03:00:00Z' };
  const waits = { ...clock, standing: 'unknown' as const };
  const met = { ...clock, standing: 'met' as const, due_at: '2026-11-04', stopped_at: '2026-11-03' };
  const running = { ...clock, due_at: '2027-07-30' };
  const now = Date.parse('2026-11-23T04:00:00Z');
  assert.deepEqual(inOrder([waits, met, running], now), [running, met, waits]);
  assert.deepEqual([waits, met, running].map(isWaiting), [true, false, false]);
  assert.deepEqual([waits, met, running].map((one) => isOpenClock(one, now)), [true, false, true]);
  // In the country's clock that is already the next day.
  assert.equal(dayOn('2026-11-22T18:00:00Z'), '2026-11-23');
  // A limit that ended and never had a day waits for nobody.
  assert.equal(isWaiting({ ...waits, stopped_at: '2026-11-23T03:30:00Z' }), false);
});

test('a column that names only one’s own body is left out', () => {
  assert.equal(namesOnlyOwn(['a', 'a'], 'a'), true);
  assert.equal(namesOnlyOwn(['a', 'b'], 'a'), false);
  assert.equal(namesOnlyOwn(['a', undefined], 'a'), false);
  assert.equal(namesOnlyOwn([], 'a'), false);
  assert.equal(namesOnlyOwn([''], ''), false);
});
