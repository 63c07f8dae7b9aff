/// Refusals of the server, as documents and as whatever else may come.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Problem, faultsByField, problemFrom } from '../../src/api/problem';

test('a problem document keeps its code, sentence, incident and faults', () => {
  const problem = problemFrom(
    422,
    {
      type: 'about:blank',
      title: 'Unprocessable',
      status: 422,
      code: 'form.invalid',
      detail: 'Chưa hợp lệ.',
      incident: 'ab12',
      errors: [{ code: 'name.empty', pointer: '/name', detail: 'Chưa nhập tên.' }],
    },
    null,
    'fallback',
  );
  assert.equal(problem.code, 'form.invalid');
  assert.equal(problem.detail, 'Chưa hợp lệ.');
  assert.equal(problem.incident, 'ab12');
  assert.deepEqual(faultsByField(problem, ['name']).byField, { name: 'Chưa nhập tên.' });
});

test('an answer that is no problem document still becomes a readable problem', () => {
  for (const body of [null, undefined, 'oops', 42, []]) {
    const problem = problemFrom(502, body, null, 'Máy chủ trả lời không đúng.');
    assert.equal(problem.code, 'http.502');
    assert.equal(problem.detail, 'Máy chủ trả lời không đúng.');
    assert.deepEqual(problem.errors, []);
  }
});

test('broken faults are dropped, not shown as undefined', () => {
  const problem = problemFrom(422, { code: 'x', detail: 'd', errors: [null, 3, { pointer: 7 }] }, null, '');
  assert.equal(problem.errors.length, 1);
  assert.equal(problem.errors[0]?.pointer, '');
});

test('a pointer of the problem itself counts as a fault of that field', () => {
  const problem = problemFrom(422, { code: 'password.wrong', detail: 'Sai.', pointer: '/old' }, null, '');
  assert.deepEqual(faultsByField(problem, ['old', 'new']).byField, { old: 'Sai.' });
});

test('a nested pointer belongs to its first part, the rest is kept apart', () => {
  const problem = problemFrom(
    422,
    {
      code: 'x',
      detail: 'd',
      errors: [
        { code: 'a', pointer: '/aliases/2/name', detail: 'Trùng tên.' },
        { code: 'c', pointer: 'name', detail: 'Thiếu tên.' },
        { code: 'b', pointer: '/elsewhere', detail: 'Lỗi khác.' },
      ],
    },
    null,
    '',
  );
  const sorted = faultsByField(problem, ['aliases', 'name']);
  assert.deepEqual(sorted.byField, { aliases: 'Trùng tên.', name: 'Thiếu tên.' });
  assert.deepEqual(sorted.rest.map((fault) => fault.detail), ['Lỗi khác.']);
});

test('a fault of a reference belongs to the field that holds its id', () => {
  const problem = problemFrom(422, { code: 'x', detail: 'Sai cấp trên.', pointer: '/parent' }, null, '');
  assert.deepEqual(faultsByField(problem, ['name', 'parent_id']).byField, { parent_id: 'Sai cấp trên.' });
});

test('the pause comes from the body or from the header', () => {
  assert.equal(problemFrom(429, { code: 'session.pause', detail: 'd', retry_after: 12 }, null, '').retryAfter, 12);
  assert.equal(problemFrom(503, null, '7', '').retryAfter, 7);
  assert.equal(problemFrom(503, null, null, '').retryAfter, undefined);
});

test('members of one kind of refusal are kept', () => {
  const problem = problemFrom(412, { code: 'version.stale', detail: 'd', changed: ['/name'] }, null, '');
  assert.deepEqual(problem.extra, { changed: ['/name'] });
  assert.equal(problem.isStale, true);
  assert.equal(new Problem({ status: 404, code: 'x', detail: '' }).isStale, false);
});

test('a code sent in place of a sentence is never shown as one', () => {
  const say = (code: string): string => `Không rõ (${code}).`;
  const bare = problemFrom(401, { code: 'session.refused', detail: 'session.refused' }, null, '', say);
  assert.equal(bare.detail, 'Không rõ (session.refused).');
  assert.equal(problemFrom(401, { code: 'session.refused', detail: 'Sai.' }, null, '', say).detail, 'Sai.');
});
