/// The order of the review list, and what goes back to the server.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Body, Task } from '../../src/api/types';
import { arrange, asChange, filtersOf, gradeOf, isDoubted, isReady, missingOf, needsLook, rankTasks } from '../../src/pages/review/arrange';

function body(changes: Partial<Body> = {}): Body {
  return {
    text: 'Sở X',
    status: 'resolved',
    organisation: { id: 'x', name: 'Sở X' },
    candidates: [],
    members: [],
    successor: null,
    ...changes,
  };
}
function task(id: string, confidence: number, changes: Partial<Task> = {}): Task {
  return {
    id,
    path: id,
    section_title: null,
    text: id,
    span: null,
    category: 'action',
    state: 'proposed',
    choice: null,
    due: null,
    lead: [],
    coordinate: [],
    requested: [],
    deadlines: [],
    confidence,
    reasons: [],
    edited: false,
    extras: {},
    ...changes,
  };
}
const ids = (tasks: Task[]): string[] => tasks.map((one) => one.id);

test('the least sure comes first, equals in the order of the document', () => {
  const tasks = [task('a', 90), task('b', 40), task('c', 90), task('d', 70)];
  assert.deepEqual(ids(arrange(tasks, rankTasks(tasks, 'uncertain'), 'all')), ['b', 'd', 'a', 'c']);
  assert.deepEqual(ids(arrange(tasks, rankTasks(tasks, 'document'), 'all')), ['a', 'b', 'c', 'd']);
});

test('an organisation finds the tasks that name it or a group it belongs to, and no dropped one', () => {
  const group = body({ status: 'collective', organisation: null, members: [{ id: 'own', name: 'Xã Y' }] });
  const named = body({ organisation: { id: 'own', name: 'Xã Y' } });
  const tasks = [
    task('other', 90, { lead: [body()] }),
    task('group', 90, { requested: [group] }),
    task('gone', 90, { state: 'dropped', lead: [named] }),
    task('lead', 90, { state: 'confirmed', lead: [named] }),
  ];
  assert.deepEqual(ids(arrange(tasks, rankTasks(tasks, 'document'), 'own', 'own')), ['group', 'lead']);
});

test('a body that must be chosen puts a sure task among the unsure', () => {
  const tasks = [task('a', 95), task('b', 95, { lead: [body({ status: 'ambiguous', organisation: null })] })];
  assert.equal(needsLook(tasks[1] as Task), true);
  assert.deepEqual(ids(arrange(tasks, rankTasks(tasks, 'uncertain'), 'all')), ['b', 'a']);
});

test('nothing jumps while one works: kept tasks keep their place, a new one follows its neighbour', () => {
  const before = [task('a', 90), task('b', 40), task('c', 60)];
  const ranks = rankTasks(before, 'uncertain');
  const after = [task('a', 90), task('b', 100), task('b2', 100), task('c', 60)];
  assert.deepEqual(ids(arrange(after, rankTasks(after, 'uncertain', ranks), 'all')), ['b', 'b2', 'c', 'a']);
});

test('filters', () => {
  const tasks = [
    task('a', 90),
    task('b', 40),
    task('c', 40, { state: 'confirmed' }),
    task('d', 40, { state: 'dropped' }),
  ];
  const ranks = rankTasks(tasks, 'document');
  assert.deepEqual(ids(arrange(tasks, ranks, 'open')), ['a', 'b']);
  assert.deepEqual(ids(arrange(tasks, ranks, 'uncertain')), ['b']);
  assert.deepEqual(ids(arrange(tasks, ranks, 'confirmed')), ['c']);
  assert.deepEqual(ids(arrange(tasks, ranks, 'dropped')), ['d']);
});

test('grades', () => {
  assert.deepEqual([0, 59, 60, 84, 85, 100].map(gradeOf), ['low', 'low', 'middle', 'middle', 'high', 'high']);
});

test('only a settled body carries its organisation back', () => {
  assert.deepEqual(asChange(body({ picked: true })), { text: 'Sở X', organisation_id: 'x' });
  // What was found by its name alone is found anew: an edit of its neighbour does not tie it down.
  assert.deepEqual(asChange(body()), { text: 'Sở X' });
  assert.deepEqual(asChange(body({ status: 'named', kept: true, organisation: null })), { text: 'Sở X', named: true });
  assert.deepEqual(asChange(body({ status: 'successor' })), { text: 'Sở X' });
  assert.deepEqual(asChange(body({ status: 'named', organisation: null })), { text: 'Sở X' });
});

test('a task is ready when every body is settled and a promised date is there', () => {
  const gone = { organisation: { id: 'y', name: 'Sở Y' }, subject: null, on: null };
  const unknown = { organisation: { id: '', name: 'Sở Z' }, subject: null, on: null };
  assert.equal(isReady(task('a', 90)), true);
  assert.equal(isReady(task('a', 90, { lead: [body({ status: 'ambiguous', organisation: null })] })), false);
  assert.equal(isReady(task('a', 90, { lead: [body({ status: 'successor', successor: gone })] })), false);
  assert.equal(isReady(task('a', 90, { lead: [body({ status: 'successor', successors: [unknown] })] })), true);
  assert.equal(isReady(task('a', 90, { choice: 'dated' })), false);
  assert.equal(isReady(task('a', 90, { choice: 'dated', due: '2026-07-30' })), true);
  assert.equal(isReady(task('a', 90, { state: 'confirmed' })), false);
});

test('a task that somebody should look at closely is not ready, and a day of each year is a day', () => {
  const yearly = { kind: 'before_date', raw: 'hằng năm 30/07', start: null, end: null, recurrence: 'yearly', span: null };
  const once = { ...yearly, raw: 'sớm', recurrence: null };
  assert.equal(needsLook(task('a', 30)), true);
  assert.equal(isReady(task('a', 30)), false);
  assert.equal(isReady(task('a', 90, { choice: 'dated', deadlines: [yearly] })), true);
  assert.equal(isReady(task('a', 90, { choice: 'dated', deadlines: [once] })), false);
  // What is done every day falls due on none of them.
  assert.equal(isReady(task('a', 90, { choice: 'dated', deadlines: [{ ...once, recurrence: 'daily' }] })), false);
});

test('doubts of the reader are for reviewers alone', () => {
  const unsure = task('1', 20);
  assert.equal(needsLook(unsure), true);
  assert.equal(isDoubted(unsure, true), true);
  assert.equal(isDoubted(unsure, false), false);
  assert.deepEqual(filtersOf(false, 2), ['open', 'own', 'confirmed', 'dropped', 'all']);
  assert.deepEqual(filtersOf(true, 0), ['open', 'uncertain', 'confirmed', 'dropped', 'all']);
});

test('a number or a date that the document lacks is asked for', () => {
  assert.deepEqual(missingOf({ number: null, issued_on: '2026-10-16' }), ['number']);
  assert.deepEqual(missingOf({ number: '', issued_on: null }), ['number', 'issued_on']);
  assert.deepEqual(missingOf({ number: '412/KH-UBND', issued_on: '2026-10-16' }), []);
});
