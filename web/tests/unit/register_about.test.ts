/// What a record is called; what is not typed twice; what was typed for an act that is gone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answersAbout, behindOf, daysAbout, titleOf, wantsSomebody } from '../../src/register/about';
import { Labels } from '../../src/register/labels';
import { typedWords } from '../../src/register/typed-words';
import type { Field, RecordLink, RecordView, Register } from '../../src/register/types';
import vi from '../../src/register/words.vi';

const registerOf = (fields: Field[], more: Partial<Register> = {}): Register => ({
  id: 'x',
  digest: '',
  persons: false,
  domain: 'work',
  title: 'X',
  form: { fields },
  workflow: { states: ['open'], actions: [{ id: 'ask', fields: fields.map((one) => one.id), gives: [{ relation: 'receiving', to: 'asked' }] }] },
  list: { columns: fields.slice(0, 1).map(({ id, type }) => ({ id, type })) },
  labels: {},
  create: [],
  ...more,
});
const recordOf = (answers: RecordView['answers']): RecordView =>
  ({ id: 'r', register: 'y', number: 'Y-1', answers, owner: { id: 'police', name: 'Công an' } }) as unknown as RecordView;

test('a record is called by its first column, never in a register of persons and never by anything but words', () => {
  const title: Field[] = [{ id: 'title', type: 'text' }];
  assert.equal(titleOf(registerOf(title), { title: 'Khảo sát' }), 'Khảo sát');
  assert.equal(titleOf(registerOf(title, { persons: true }), { title: 'Khảo sát' }), '');
  assert.equal(titleOf(registerOf([{ id: 'body', type: 'organisation' }]), { body: 'abc' }), '');
  assert.equal(titleOf(registerOf(title), {}), '');
});

test('what both forms ask alike is not typed twice: words and days of the same id, into the same class or a higher one', () => {
  const of = registerOf([
    { id: 'title', type: 'text', class: 'internal' },
    { id: 'due', type: 'computed', computes: 'date', class: 'internal' },
    { id: 'secret', type: 'text', class: 'confidential' },
    { id: 'kind', type: 'choice', class: 'public' },
    { id: 'note', type: 'long_text' },
  ]);
  const to = registerOf([
    { id: 'title', type: 'text', class: 'internal' },
    { id: 'due', type: 'date', class: 'internal' },
    { id: 'secret', type: 'text', class: 'internal' },
    { id: 'kind', type: 'choice', class: 'public' },
    { id: 'note', type: 'text', class: 'confidential' },
    { id: 'asked', type: 'organisation', class: 'internal' },
  ]);
  const answers = { title: 'Khảo sát', due: '2027-01-15', secret: 's', kind: 'plan', note: 'n' };
  assert.deepEqual(answersAbout(to, 'ask', recordOf(answers), of), { title: 'Khảo sát', due: '2027-01-15', asked: 'police' });
  assert.deepEqual(answersAbout(to, 'unknown', recordOf(answers), of), {});
});

test('days that came from the other record are its own; words of it may be changed here', () => {
  const to = registerOf([{ id: 'title', type: 'text' }, { id: 'due', type: 'date' }]);
  assert.deepEqual(daysAbout(to, { title: 'Khảo sát', due: '2027-01-15' }), { due: '2027-01-15' });
  assert.deepEqual(daysAbout(to, { title: 'Khảo sát' }), {});
});

test('an act that gives the record to nobody asks for one person, where the register knows such a relation', () => {
  const to = registerOf([{ id: 'asked', type: 'organisation' }], { relations: ['assigned', 'receiving'] });
  const [give] = to.workflow.actions;
  assert.ok(give);
  assert.equal(wantsSomebody(to, give, {}), true);
  assert.equal(wantsSomebody(to, give, { asked: 'police' }), false);
  assert.equal(wantsSomebody({ ...to, relations: ['receiving'] }, give, {}), false);
  assert.equal(wantsSomebody(to, { ...give, gives: [] }, {}), false);
});

test('words typed for an act that is gone stand as lines: labels, rows, names of bodies, and no file', () => {
  const fields: Field[] = [
    { id: 'progress', type: 'long_text' },
    { id: 'body', type: 'organisation' },
    { id: 'figures', type: 'rows', fields: [{ id: 'what', type: 'text' }, { id: 'number', type: 'integer' }] },
    { id: 'files', type: 'attachment' },
    { id: 'due', type: 'computed', computes: 'date' },
  ];
  const labels = new Labels({ 'fields.progress': 'Tiến độ', 'fields.figures': 'Số liệu', 'fields.figures.what': 'Nội dung', 'fields.figures.number': 'Số' });
  const answers = { progress: 'Ba bản.', body: 'b1', figures: [{ what: 'hộ', number: 1200 }], files: ['f'], due: '2027-01-01' };
  assert.equal(
    typedWords(registerOf(fields), answers, { labels, t: vi, language: 'vi' }, (id) => `tên ${id}`),
    'Tiến độ: Ba bản.\nbody: tên b1\nSố liệu:\n- Nội dung: hộ; Số: 1200',
  );
});

test('the documents behind a record: each once, by its first task, with how many more', () => {
  const link = (number: string | null, to: string, document: string | null): RecordLink => ({
    id: to, kind: 'named_in', to_register: document ? 'document_task' : 'other', to, number, document,
  });
  const links = [link('88/KH, I.1', 'a', 'plan'), link('88/KH, I.2', 'b', 'plan'), link('X-1', 'c', null), link('9/QĐ, 3', 'd', 'order'), link(null, 'e', 'plan')];
  assert.deepEqual(behindOf(links), [
    { document: 'plan', number: '88/KH, I.1', href: '/documents/plan?task=a', more: 1 },
    { document: 'order', number: '9/QĐ, 3', href: '/documents/order?task=d', more: 0 },
  ]);
});

test('a record that points at no task leads to the document that it was given out of, and only then', () => {
  const given = { id: 'plan', title: '88/KH' };
  assert.deepEqual(behindOf([], given), [{ document: 'plan', number: '88/KH', href: '/documents/plan', more: 0 }]);
  const link: RecordLink = { id: 'a', kind: 'named_in', to_register: 'document_task', to: 'a', number: '9/QĐ, 3', document: 'order' };
  assert.deepEqual(behindOf([link], given).map((one) => one.document), ['order']);
  assert.deepEqual(behindOf([]), []);
});
