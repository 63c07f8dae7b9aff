/// What people type in the forms of registers and how it is shown again.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dayNear } from '../../src/register/near-day';
import {
  instantOf, localOf, parseMoment, parsePartial, parseWhen, parseWhole, isFraction, showMoment, showPartial, showWhen, showWhole,
} from '../../src/register/typed';

test('amounts are read with dots, spaces or nothing between thousands, and never guessed', () => {
  assert.equal(parseWhole('1.250.000'), 1_250_000);
  assert.equal(parseWhole('1 250 000 đồng'), 1_250_000);
  assert.equal(parseWhole('1250000'), 1_250_000);
  assert.equal(parseWhole('-3'), -3);
  for (const fraction of ['98,5', '12.5', '1.234,5', '-0,25', '1.25']) assert.ok(isFraction(fraction), fraction);
  for (const other of ['1.250', '1.250.000', '12', '1,', 'mười', '5-3']) assert.ok(!isFraction(other), other);
  for (const wrong of ['1.25', '1,5', '12.34.567', 'mười', '', '1.2500', '9'.repeat(17), '5-3']) assert.equal(parseWhole(wrong), null, wrong);
});

test('dots stand between thousands; four digits stay together unless it is money', () => {
  assert.equal(showWhole(1_250_000), '1.250.000');
  assert.equal(showWhole(12_500), '12.500');
  assert.equal(showWhole(2026), '2026');
  assert.equal(showWhole(2026, true), '2.026');
  assert.equal(showWhole(-1500, true), '−1.500');
});

test('a date known only to the year or the month stays so', () => {
  assert.equal(parsePartial('2001'), '2001');
  assert.equal(parsePartial('5/2001'), '2001-05');
  assert.equal(parsePartial('05/06/2001'), '2001-06-05');
  for (const wrong of ['13/2001', '31/02/2001', '99', '1850', 'năm 2001']) assert.equal(parsePartial(wrong), null, wrong);
  for (const iso of ['2001', '2001-05', '2001-06-05']) assert.equal(parsePartial(showPartial(iso)), iso);
});

test('a moment is read whichever way round it was written', () => {
  assert.equal(parseMoment('14:05 5/3/2026'), '2026-03-05T14:05');
  assert.equal(parseMoment('5/3/2026 14h05'), '2026-03-05T14:05');
  assert.equal(parseMoment('5/3/2026 7h'), '2026-03-05T07:00');
  for (const wrong of ['14:05', '5/3/2026', '25:00 5/3/2026', '14:65 5/3/2026', '14:05 31/2/2026']) assert.equal(parseMoment(wrong), null, wrong);
  assert.equal(parseMoment(showMoment('2026-03-05T14:05')), '2026-03-05T14:05');
  for (const [typed, at] of [['8:30', '08:30'], ['8h30', '08:30'], [' 14h ', '14:00']] as const) {
    assert.equal(parseMoment(typed, '2026-03-05'), `2026-03-05T${at}`, typed);
  }
  assert.equal(parseMoment('8:30 6/3/2026', '2026-03-05'), '2026-03-06T08:30', 'a day of its own comes first');
  assert.equal(parseMoment('8:30 x', '2026-03-05'), null);
});

test('when something happened is sent no more exactly than it was typed, in the country’s clock', () => {
  assert.deepEqual(parseWhen('14:05 05/03/2026'), { occurred_at: '2026-03-05T07:05:00Z', precision: 'instant' });
  assert.deepEqual(parseWhen('05/03/2026'), { occurred_at: '2026-03-04T17:00:00Z', precision: 'day' });
  assert.deepEqual(parseWhen('3/2026'), { occurred_at: '2026-02-28T17:00:00Z', precision: 'month' });
  assert.deepEqual(parseWhen('2026'), { occurred_at: '2025-12-31T17:00:00Z', precision: 'year' });
  assert.equal(parseWhen('hôm qua'), null);
  for (const typed of ['14:05 05/03/2026', '05/03/2026', '03/2026', '2026']) {
    const when = parseWhen(typed);
    assert.ok(when);
    assert.equal(showWhen(when.occurred_at, when.precision), typed);
  }
});

test('local moments and instants lead back to each other', () => {
  assert.equal(localOf(instantOf('2026-01-01T00:30')), '2026-01-01T00:30');
});

test('the day of a time of day is the nearest one answered before it in its step', () => {
  const form = {
    steps: [{ id: 'a', fields: ['lent_on', 'title', 'at', 'back_on'] }, { id: 'b', fields: ['later_at'] }],
    fields: [
      { id: 'lent_on', type: 'date' }, { id: 'title', type: 'text' }, { id: 'at', type: 'date_time' },
      { id: 'back_on', type: 'date' }, { id: 'later_at', type: 'date_time' },
    ],
  } as never;
  const answers = { lent_on: '2026-03-05', back_on: '2026-03-09', title: 'x' };
  assert.equal(dayNear(form, 'at', answers), '2026-03-05');
  assert.equal(dayNear(form, 'later_at', answers), '');
  assert.equal(dayNear(form, 'at', { back_on: '2026-03-09' }), '');
});
