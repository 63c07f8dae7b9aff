/// The preview of giving out: what is said once, and what the document lacks.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedOnce, groupedProblems, lackingFields, linesToGive, linesOfBody } from '../../src/register/allotment';
import type { AllotmentLine, AllotmentProblem } from '../../src/register/types';

const problem = (path: string, field: string, code = 'form.required'): AllotmentProblem => ({
  code, sentence: code, field, path, name: '', count: 35,
});

test('what the document lacks is named once, however many tasks wait for it', () => {
  const problems = [
    problem('II.1.b', 'number'), problem('II.1.c', 'number'), problem('II.1.b', 'of_day'),
    problem('II.2', 'group'), problem('II.3', '', 'allotment.body_unknown'), problem('II.3', 'number', 'form.pattern'),
  ];
  const asked = { rule: 'r', field: 'group', of: 's', about: '', value: '' };
  assert.deepEqual(lackingFields({ problems, questions: [asked] }), ['number', 'of_day']);
  const groups = groupedProblems(problems);
  assert.deepEqual(groups.map((one) => one.key), [
    'form.required/number', 'form.required/of_day', 'form.required/group', 'allotment.body_unknown/', 'form.pattern/number',
  ]);
  assert.deepEqual(groups[0]?.places.map((one) => one.where), ['II.1.b', 'II.1.c']);
});

test('two rules that open records by one act are one line', () => {
  const piece = (action: string, widens = false) => ({ action, called: '', tasks: 1, widens });
  const line = (rule: string, action: string, to_open: number, bodies: number, to_widen = 0): AllotmentLine => ({
    rule, action, to_open, to_widen, bodies, may: true,
  });
  const lines = linesToGive([line('a', 'give', 164, 63), line('b', 'give', 1, 1), line('c', 'dated', 0, 0), line('d', 'dated', 2, 2, 3)], [
    { pieces: [piece('give'), piece('give')] }, { pieces: [piece('give'), piece('dated')] }, { pieces: [piece('dated', true)] },
  ]);
  assert.deepEqual(lines.map((one) => [one.action, one.to_open, one.to_widen]), [['give', 165, 0], ['dated', 2, 3]]);
  assert.deepEqual(lines.map((one) => one.bodies), [2, 1], 'a body of both rules is one; what it has already opens none');
});

test('what a body gets has no two lines of one name', () => {
  const piece = (called: string, tasks: number, action = 'give') => ({ action, called, tasks, widens: false });
  const lines = linesOfBody({ pieces: [piece('Dọn kho', 2), piece('Soạn sách', 1), piece('Dọn kho', 3), piece('Dọn kho', 1, 'ask')] });
  assert.deepEqual(lines, [
    { action: 'give', called: 'Dọn kho', records: 2, tasks: 5 },
    { action: 'give', called: 'Soạn sách', records: 1, tasks: 1 },
    { action: 'ask', called: 'Dọn kho', records: 1, tasks: 1 },
  ]);
});

test('what two rules ask of one part of a document is asked once', () => {
  const question = (rule: string, field: string, of: string) => ({ rule, field, of, about: of, value: 'a' });
  const all = [question('dated', 'group', 'I'), question('standing', 'group', 'I'), question('dated', 'group', 'II'), question('dated', 'counts', 'I')];
  assert.deepEqual(askedOnce(all).map((one) => `${one.field}/${one.of}`), ['group/I', 'group/II', 'counts/I']);
});
