/// A form being filled: what is asked, what is wrong, what is sent, and what a draft keeps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem } from '../../src/api/problem';
import { pathOf } from '../../src/register/checks';
import type { Draft } from '../../src/register/calls';
import { DraftKeeper, type DraftStore } from '../../src/register/draft.svelte';
import { Sheet } from '../../src/register/sheet.svelte';
import type { Answers, FieldClass, Register } from '../../src/register/types';

const register = {
  id: 'loan',
  labels: { 'fields.title': 'Tên sách', 'fields.damage.page': 'Trang', 'fields.asked_on': 'Ngày hỏi' },
  form: {
    steps: [
      { id: 'what', fields: ['title', 'kind', 'copies', 'each', 'all'] },
      { id: 'who', fields: ['reader', 'phone', 'asked_on', 'note'] },
    ],
    fields: [
      { id: 'title', type: 'text', class: 'internal', required: true, max: 20 },
      { id: 'kind', type: 'choice', class: 'public', required: true, options: ['novel', { code: 'manuscript', when: "reader = 'scholar'" }] },
      { id: 'copies', type: 'integer', class: 'public', min: 1, max: 20 },
      { id: 'each', type: 'integer', class: 'public' },
      { id: 'all', type: 'computed', computes: 'integer', compute: 'copies * each' },
      { id: 'reader', type: 'choice', class: 'public', options: ['child', 'scholar'], may_decline: true },
      { id: 'phone', type: 'phone', class: 'identity', show_when: "reader = 'scholar'", require_when: "kind = 'manuscript'" },
      { id: 'asked_on', type: 'date', class: 'public', not_after: 'today' },
      { id: 'note', type: 'long_text' },
      { id: 'damage', type: 'rows', class: 'internal', max: 2, fields: [{ id: 'page', type: 'integer', min: 1, required: true }] },
    ],
  },
} as unknown as Register;
const all = register.form.fields.map((field) => field.id);
const sheetOf = (before: Answers, write?: FieldClass[], asked = all): Sheet => new Sheet(register, asked, [], before, write);

test('what follows from answers is there while they are typed, and is never sent', () => {
  const sheet = sheetOf({});
  sheet.set('copies', 3);
  assert.equal(sheet.question('all')?.answer, undefined);
  sheet.set('each', 100);
  assert.equal(sheet.question('all')?.answer, 300);
  assert.deepEqual(sheet.changes(), { copies: 3, each: 100 });
});

test('a question that is no longer asked takes its answer away, and an option its offer', () => {
  const sheet = sheetOf({ title: 'a', kind: 'manuscript', reader: 'scholar', phone: '0912345678' });
  assert.ok(sheet.isShown('phone'));
  assert.equal(sheet.question('phone')?.required, true);
  sheet.set('reader', 'child');
  assert.ok(!sheet.isShown('phone'));
  assert.deepEqual(sheet.question('kind')?.options, ['novel']);
  assert.deepEqual(sheet.changes(), { reader: 'child', phone: null });
  assert.ok(!sheet.checkAll());
  assert.deepEqual(Object.keys(sheet.faults), ['kind']);
});

test('faults stand at their fields in words, inside rows too', () => {
  const sheet = sheetOf({ title: 'x'.repeat(21), kind: 'novel', copies: 21, asked_on: '2090-01-01', damage: [{ page: 0 }, {}] });
  assert.ok(!sheet.checkAll());
  assert.equal(sheet.faults['title'], 'Dài quá 20 ký tự. Hãy rút gọn.');
  assert.equal(sheet.faults['copies'], 'Không lớn hơn 20.');
  assert.equal(sheet.faults['asked_on'], 'Không được sau ngày hôm nay.');
  assert.equal(sheet.faults['damage/0/page'], 'Không nhỏ hơn 1.');
  assert.equal(sheet.faults['damage/1/page'], 'Chưa nhập: Trang.');
});

test('words that mean nothing yet are a fault of their own, also in a step that is not open', () => {
  const sheet = sheetOf({ title: 'a', kind: 'novel' });
  assert.ok(sheet.checkAll());
  sheet.hold('asked_on', '31/02/2026');
  assert.ok(sheet.checkStep());
  assert.ok(!sheet.checkAll());
  assert.deepEqual(Object.keys(sheet.faults), ['asked_on']);
  assert.equal(sheet.stepOf('asked_on'), 1);
  sheet.hold('asked_on', null);
  assert.ok(sheet.checkAll());
});

test('what one may not write is never sent and never a fault', () => {
  const sheet = sheetOf({ kind: 'novel', note: 'cũ' }, ['public']);
  sheet.set('note', 'mới');
  sheet.set('copies', 2);
  assert.ok(sheet.checkAll());
  assert.deepEqual(sheet.changes(), { copies: 2 });
  const shown = sheet.steps.flatMap((step) => step.fields.map((field) => field.id));
  assert.ok(!shown.includes('title'), 'not readable, not writable: not there');
  assert.ok(shown.includes('note'), 'readable: shown locked');
});

test('what the server finds wrong stands at the nearest field, the rest is told above', () => {
  const sheet = sheetOf({});
  const rest = sheet.take(
    new Problem({
      status: 422, code: 'record.many_faults', detail: '',
      errors: [
        { code: 'a', pointer: '/answers/title', detail: 'một' },
        { code: 'b', pointer: '/answers/damage/0/page', detail: 'hai' },
        { code: 'c', pointer: '/links', detail: 'ba' },
      ],
    }),
  );
  assert.deepEqual(sheet.faults, { title: 'một', damage: 'hai' });
  assert.deepEqual(rest, ['ba']);
  assert.equal(pathOf('/answers/a~1b'), 'a/b');
});

const wait = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
function store(): DraftStore & { saved: Answers[]; dropped: number; draft: Draft | null } {
  return {
    saved: [], dropped: 0, draft: null,
    async load() { return this.draft; },
    async save(answers) { this.saved.push(answers); },
    async drop() { this.dropped += 1; },
  };
}

test('a draft is sent once the typing stops, with the newest words, and at once when the page is left', async () => {
  const kept = store();
  const keeper = new DraftKeeper(kept, () => 42, 1);
  keeper.changed({ a: 1 });
  keeper.changed({ a: 2 });
  await wait(30);
  assert.deepEqual(kept.saved, [{ a: 2 }]);
  assert.equal(keeper.state, 'saved');
  assert.equal(keeper.savedAt, 42);
  const slow = new DraftKeeper(kept, () => 43, 60_000);
  slow.changed({ a: 3 });
  await slow.flush();
  assert.deepEqual(kept.saved.at(-1), { a: 3 });
});

test('nothing is saved after a draft was sent or given up, and a refusal is told', async () => {
  const kept = store();
  const keeper = new DraftKeeper(kept, () => 0, 60_000);
  keeper.changed({ a: 1 });
  await keeper.drop();
  await keeper.flush();
  keeper.changed({ a: 2 });
  await keeper.flush();
  assert.deepEqual([kept.saved.length, kept.dropped, keeper.state], [0, 1, 'none']);
  const refusing = new DraftKeeper({ ...store(), save: () => Promise.reject(new Problem({ status: 503, code: 'x', detail: '' })) }, () => 0, 60_000);
  refusing.changed({ a: 1 });
  await refusing.flush();
  assert.equal(refusing.state, 'failed');
});

test('a fault of a person stands at the part that is wrong', () => {
  const form = { steps: [], fields: [{ id: 'who', type: 'person', class: 'identity', required: true }] };
  const people = { ...register, form } as unknown as Register;
  const sheet = new Sheet(people, ['who'], [], {}, undefined);
  sheet.set('who', { name: 'Nguyễn Thị Bưởi' });
  sheet.hold('who', '31/02/1990');
  assert.ok(!sheet.checkAll());
  assert.equal(sheet.parts['who'], 'born');
  sheet.hold('who', null);
  sheet.set('who', { name: 'x'.repeat(201) });
  assert.ok(!sheet.checkAll());
  assert.deepEqual([sheet.parts['who'], sheet.faults['who']], ['name', 'Dài quá 200 ký tự. Hãy rút gọn.']);
  sheet.set('who', { born: '1990' });
  assert.ok(!sheet.checkAll());
  assert.deepEqual([sheet.parts['who'], sheet.faults['who']], ['name', 'Chưa nhập: Họ và tên.']);
});

test('too long names the limit that its type has where the form says none', () => {
  const sheet = sheetOf({ title: 'a', kind: 'novel', reader: 'scholar', phone: '0'.repeat(41) });
  assert.ok(!sheet.checkAll());
  assert.equal(sheet.faults['phone'], 'Dài quá 40 ký tự. Hãy rút gọn.');
});

test('a number nobody can count to is told to be too big, words to be no number', () => {
  const sheet = sheetOf({ title: 'a', kind: 'novel' });
  sheet.hold('copies', '99999999999999999999');
  sheet.hold('each', 'nhiều');
  assert.ok(!sheet.checkAll());
  assert.equal(sheet.faults['copies'], 'Số quá lớn. Hãy kiểm tra lại.');
  assert.equal(sheet.faults['each'], 'Chưa đúng dạng số. Chỉ nhập chữ số, ví dụ 12 hoặc 1.250.000.');
});

test('a fraction is told why it is not taken, and where to write it', () => {
  const sheet = sheetOf({ title: 'a', kind: 'novel' });
  sheet.hold('each', '98,5');
  assert.ok(!sheet.checkAll());
  assert.match(sheet.faults['each'] ?? '', /^Chỉ nhận số nguyên, .*98,5/);
});

test('an answer that is another record\'s is shown and sent, and no draft changes it', () => {
  const sheet = new Sheet(register, ['title', 'asked_on'], [], {}, undefined);
  sheet.fixed = { asked_on: '2026-11-01' };
  sheet.resume({ title: 'Dế Mèn', asked_on: '2026-10-01' });
  assert.deepEqual(sheet.changes(), { title: 'Dế Mèn', asked_on: '2026-11-01' });
  assert.equal(sheet.isFixed('asked_on'), true);
  assert.equal(sheet.isFixed('title'), false);
});
