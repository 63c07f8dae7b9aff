/// Papers offered: none about nothing; what is of one's own body first, a text to paste last.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offeredPapers } from '../../src/register/papers';
import type { PaperTemplate } from '../../src/register/types';

const paper = (id: string, more: Partial<PaperTemplate> = {}): PaperTemplate => ({
  id, name: id, over: 'list', formats: ['docx'], rows: 3, own: false, may_be_empty: false, states: [], ...more,
});
const ids = (all: PaperTemplate[]): string[] => all.map((one) => one.id);

test('what is of one’s own body comes first, a text to paste behind the papers', () => {
  const all = [paper('chat', { formats: ['txt'] }), paper('letter'), paper('slip', { over: 'record' }), paper('plan', { own: true })];
  assert.deepEqual(ids(offeredPapers(all, 'list')), ['plan', 'letter', 'chat']);
  assert.deepEqual(ids(offeredPapers(all, 'record')), ['slip']);
});

test('a paper about nothing is not offered, unless it has something to say then', () => {
  const all = [paper('brief', { rows: 0, may_be_empty: true }), paper('letter', { rows: 0 }), paper('plan', { rows: null }), paper('list')];
  assert.deepEqual(ids(offeredPapers(all, 'list')), ['plan', 'list', 'brief']);
});

test('over a record those are offered that its state lets somebody draft', () => {
  const all = [paper('ask', { over: 'record', rows: null, states: ['asked'] }), paper('slip', { over: 'record', rows: null })];
  assert.deepEqual(ids(offeredPapers(all, 'record', 'asked')), ['ask', 'slip']);
  assert.deepEqual(ids(offeredPapers(all, 'record', 'granted')), ['slip']);
});
