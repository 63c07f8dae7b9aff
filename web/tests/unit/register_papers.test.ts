/// Papers offered: those to sign stand before a text to paste.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offeredPapers } from '../../src/register/papers';
import type { PaperTemplate } from '../../src/register/types';

const paper = (id: string, over: PaperTemplate['over'], ...formats: PaperTemplate['formats']): PaperTemplate => ({
  id, name: id, over, formats,
});

test('a text to paste comes behind the papers, in their order else', () => {
  const all = [paper('chat', 'list', 'txt'), paper('letter', 'list', 'docx', 'pdf'), paper('slip', 'record', 'docx'), paper('plan', 'list', 'docx')];
  assert.deepEqual(offeredPapers(all, 'list').map((one) => one.id), ['letter', 'plan', 'chat']);
  assert.deepEqual(offeredPapers(all, 'record').map((one) => one.id), ['slip']);
});
