/// Who has not answered for a period: the period as it stands in the address, and back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Labels } from '../../src/register/labels';
import { answersOf, firstAnswers, lackOf, periodOf, periodText, periodicActions } from '../../src/register/periods';
import type { Field, Register } from '../../src/register/types';

const register = {
  persons: false,
  form: {
    fields: [
      { id: 'period', type: 'choice', options: ['quarter_3', 'other'] },
      { id: 'year', type: 'integer' },
      { id: 'name', type: 'text' },
    ],
  },
  workflow: {
    actions: [
      { id: 'report', once_per: ['period', 'year', 'name'] },
      { id: 'report_for', once_per: ['period', 'year', 'name'], once_with: 'report' },
      { id: 'remind', once_per: 'year' },
      { id: 'close' },
    ],
  },
} as unknown as Register;
const [report, remind] = periodicActions(register);

test('asked for are answers of their own, not those entered for somebody', () => {
  assert.deepEqual(periodicActions(register).map((one) => one.id), ['report', 'remind']);
  assert.deepEqual(periodicActions({ ...register, persons: true }), []);
});

test('the year is this one until another is said; a number that is none is left alone', () => {
  assert.ok(report && remind);
  const bounded = (min: number, max: number): Register =>
    ({ ...register, form: { fields: [{ id: 'period', type: 'choice' }, { id: 'year', type: 'integer', min, max }] } }) as unknown as Register;
  assert.deepEqual(firstAnswers(bounded(2020, 2100), report, '2026-11-24'), { year: 2026 });
  assert.deepEqual(firstAnswers(bounded(1, 12), report, '2026-11-24'), {}, 'months are not years');
  assert.deepEqual(firstAnswers(register, report, '2026-11-24'), {}, 'without bounds nobody knows');
});

test('a period goes into the address and comes back, with a gap where nothing is said', () => {
  assert.ok(report && remind);
  const answers = { period: 'quarter_3', year: 2026 };
  assert.equal(periodOf(report, answers), 'quarter_3|2026|');
  assert.deepEqual(answersOf(register, report, 'quarter_3|2026|'), answers);
  assert.equal(periodOf(remind, { year: 2026 }), '2026');
});

test('a period reads as its register says it', () => {
  const labels = new Labels({ 'options.period.quarter_3': 'Quý III' });
  assert.ok(report);
  assert.equal(periodText(register, labels, report, 'quarter_3|2026|'), 'Quý III, 2026');
});

test('a period is asked for when every answer is given, and none of them in words', () => {
  const year = { id: 'year', type: 'integer' } as Field;
  const name = { id: 'name', type: 'text' } as Field;
  assert.equal(lackOf([year], {}), 'needed');
  assert.equal(lackOf([year], { year: 2026 }), '');
  assert.equal(lackOf([year, name], { year: 2026, name: 'x' }), 'named');
});
