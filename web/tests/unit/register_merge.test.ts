/// Two people at one record: nothing typed is lost, nothing of the other is overwritten unseen.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { askedSoFar, asCorrected, clearedBy, differencesOf, madeBy, sentBack, timeOf, withEarlier } from '../../src/register/history';
import { applied, changesOf, isEmpty, isSame, mergeOf, resolved } from '../../src/register/merge';
import type { Action, Happening } from '../../src/register/types';

test('answers are the same whatever the order of their members, and no answer is null', () => {
  assert.ok(isSame({ a: 1, b: [1, { c: 'x' }] }, { b: [1, { c: 'x' }], a: 1 }));
  assert.ok(isSame(undefined, null));
  for (const [a, b] of [[0, null], ['1', 1], [[1, 2], [2, 1]], [{ a: 1 }, { a: 1, b: 2 }], [[], {}]] as const) {
    assert.ok(!isSame(a as never, b as never), JSON.stringify([a, b]));
  }
});

test('zero and false are answers, an empty text, list or person is none', () => {
  for (const value of [undefined, null, '', [], {}, { name: '' }]) assert.ok(isEmpty(value as never), JSON.stringify(value));
  for (const value of [0, false, 'x', [0], { name: 'x' }]) assert.ok(!isEmpty(value as never), JSON.stringify(value));
});

test('only what changed is sent, and what was cleared as null', () => {
  const before = { title: 'a', copies: 2, note: 'cũ', damage: [{ page: 1 }] };
  const after = { title: 'a', copies: 3, damage: [] };
  const changes = changesOf(before, after, ['title', 'copies', 'note', 'damage', 'kind']);
  assert.deepEqual(changes, { copies: 3, note: null, damage: null });
  assert.deepEqual(applied(before, changes), { title: 'a', copies: 3 });
});

test('what both changed differently is asked, what one changed alone is kept on its side', () => {
  const base = { title: 'a', copies: 2, note: 'n', kind: 'novel' };
  const now = { title: 'b', copies: 4, note: 'n', kind: 'map' };
  const merge = mergeOf(base, { copies: 5, note: 'tôi', kind: 'map' }, now);
  assert.deepEqual(merge.clashes, [{ field: 'copies', mine: 5, theirs: 4 }]);
  assert.deepEqual(merge.mine, { note: 'tôi' });
  assert.deepEqual(merge.theirs, [{ field: 'title', before: 'a', now: 'b' }]);
  assert.deepEqual(resolved(merge, { copies: true }), { note: 'tôi', copies: 5 });
  assert.deepEqual(resolved(merge, {}), { note: 'tôi' });
});

test('an answer that I cleared and the other changed is asked too', () => {
  assert.deepEqual(mergeOf({ note: 'n' }, { note: null }, { note: 'm' }).clashes, [{ field: 'note', mine: null, theirs: 'm' }]);
});

test('what was taken away meanwhile is not offered to be brought back', () => {
  const mark = { '@redacted': '2026-11-22' };
  const base = { who: [{ name: 'a' }, { name: 'b' }], note: 'n' };
  const mine = { who: [{ name: 'a' }, { name: 'c' }], note: 'tôi' };
  const merge = mergeOf(base, mine, { who: [mark, { name: 'b' }], note: mark });
  assert.deepEqual(merge.clashes, []);
  assert.deepEqual(merge.mine, {});
  assert.deepEqual(merge.theirs.map((one) => one.field), ['who', 'note']);
});

const happening = (id: string, version: number, answers: Happening['answers'], corrects?: string): Happening => ({
  id, version, kind: corrects ? 'corrected' : 'request', actor: null, occurred_at: '', recorded_at: '',
  ...(answers ? { answers } : {}), ...(corrects ? { corrects } : {}),
});

test('a correction is shown against what stood before it, an earlier correction included', () => {
  const events = [
    happening('e1', 1, { copies: 2, title: 'a' }),
    happening('e2', 3, { copies: 3 }, 'e1'),
    happening('e3', 4, { copies: 4, title: 'a', note: 'x' }, 'e1'),
  ];
  assert.deepEqual(differencesOf(events, events[1]!), [{ field: 'copies', before: 2, after: 3 }]);
  assert.deepEqual(differencesOf([...events].reverse(), events[2]!), [
    { field: 'copies', before: 3, after: 4 },
    { field: 'note', before: null, after: 'x' },
  ]);
  assert.deepEqual(asCorrected(events, events[0]!).answers, { copies: 4, title: 'a', note: 'x' });
});

test('what an entry emptied is shown with the answer that stood there, as corrections told it', () => {
  const events = [
    happening('e1', 1, { copies: 2, title: 'a' }),
    happening('e2', 2, { note: 'x' }),
    happening('e3', 3, { copies: 5 }, 'e1'),
    happening('e4', 4, { copies: null, note: null, shelf: null }),
    happening('e5', 5, { copies: null }),
  ];
  assert.deepEqual(clearedBy(events, events[3]!), [
    { field: 'copies', before: 5, after: null },
    { field: 'note', before: 'x', after: null },
  ]);
  assert.deepEqual(clearedBy(events, events[4]!), [], 'what was empty already was not emptied again');
  assert.deepEqual(clearedBy(events, events[1]!), []);
});

test('what is put off tells the old day beside the new one, and only what is a fixed day', () => {
  const events = [
    happening('e1', 1, { on: '2026-12-01', at: '2026-12-01T08:00', note: 'a' }),
    happening('e2', 2, { on: '2026-12-05', at: null, note: 'b' }),
    happening('e3', 3, { on: '2026-12-05' }),
  ];
  assert.deepEqual(clearedBy(events, events[1]!, (field) => field === 'on'), [
    { field: 'on', before: '2026-12-01', after: '2026-12-05' },
    { field: 'at', before: '2026-12-01T08:00', after: null },
  ]);
  assert.deepEqual(clearedBy(events, events[2]!, (field) => field === 'on'), [], 'the same day is no other');
});

test('what was sent back says so until somebody acts on it', () => {
  const of = (id: string, version: number, kind: string, state: string, reason: string | null = null): Happening => ({
    ...happening(id, version, {}),
    kind,
    state,
    reason,
  });
  const actions: Action[] = [
    { id: 'give', creates: true, to: 'under_way' },
    { id: 'complete', from: ['under_way'], to: 'reported' },
    { id: 'extend', from: ['under_way'], reason: true },
    { id: 'stop', from: ['under_way'], to: 'stopped', reason: true },
    { id: 'send_back', from: ['reported'], to: 'under_way', reason: true },
  ];
  const pastOf = (...events: Happening[]) => ({ events, mended: [], next: null });
  const all = [of('a', 1, 'give', 'under_way'), of('b', 2, 'complete', 'reported'), of('c', 3, 'send_back', 'under_way', 'Thiếu biên bản')];
  assert.equal(sentBack(pastOf(...all), actions, 'under_way')?.reason, 'Thiếu biên bản');
  assert.equal(sentBack(pastOf(...all, of('d', 4, 'assigned', 'under_way')), actions, 'under_way')?.id, 'c');
  assert.equal(sentBack(pastOf(...all, of('d', 4, 'complete', 'reported')), actions, 'reported'), null);
  assert.equal(sentBack(pastOf(all[0]!, of('b', 2, 'extend', 'under_way', 'x')), actions, 'under_way'), null);
  assert.equal(sentBack(pastOf(all[0]!, of('b', 2, 'stop', 'stopped', 'x')), actions, 'stopped'), null);
});

test('a repeated act says the how manieth time it was, also where the earlier ones are not read yet', () => {
  const events = [7, 9].map((version) => ({ ...happening(`e${version}`, version, {}), kind: 'remind' }));
  assert.deepEqual(events.map((one) => timeOf(events, one, 5)), [4, 5]);
  assert.equal(timeOf(events, events[0]!, undefined), null);
  assert.equal(timeOf(events, events[0]!, 1), null, 'never a zeroth time');
});

test('the page before goes behind what is shown, and what it holds is no longer kept aside', () => {
  const correction = happening('e3', 60, { copies: 4 }, 'e1');
  const newest = { events: [correction], mended: [happening('e1', 1, { copies: 2 })], next: 'c' };
  const oldest = { events: [happening('e1', 1, { copies: 2 }), happening('e2', 2, {})], mended: [], next: null };
  const past = withEarlier(newest, oldest);
  assert.deepEqual(past.events.map((one) => one.id), ['e3', 'e1', 'e2']);
  assert.deepEqual([past.mended, past.next], [[], null]);
  assert.deepEqual(differencesOf([...newest.events, ...newest.mended], correction), [{ field: 'copies', before: 2, after: 4 }]);
});

test('a question that no action asked, and none asks now, is no gap of the record', () => {
  const actions = [
    { id: 'open', creates: true, fields: ['title', 'kind'] },
    { id: 'open_by_night', creates: true, fields: ['title', 'reason'] },
    { id: 'lend', fields: ['copies'] },
    { id: 'give_back', fields: ['damage', 'note'] },
    { id: 'close' },
  ] as Action[];
  const happened = (...kinds: string[]): Happening[] => kinds.map((kind, at) => ({ id: `e${at}`, kind }) as unknown as Happening);
  const asked = (events: Happening[], open: string[], next: string | null = null, mended: Happening[] = []): string[] =>
    [...askedSoFar(actions, { events, mended, next }, open)].sort();
  assert.deepEqual(asked(happened('open'), []), ['kind', 'title']);
  assert.deepEqual(asked(happened('open'), ['lend', 'close']), ['copies', 'kind', 'title']);
  assert.deepEqual(asked(happened('corrected', 'give_back', 'open_by_night'), []), ['damage', 'note', 'reason', 'title']);
  // Only the newest page is read: how it was opened stands further back.
  assert.deepEqual(asked(happened('lend'), [], 'p2'), ['copies', 'kind', 'reason', 'title']);
  assert.deepEqual(asked(happened('corrected'), [], 'p2', happened('give_back')), ['damage', 'kind', 'note', 'reason', 'title']);
});

test('what is asked anew is sent as it was typed, whatever another answered meanwhile', () => {
  const base = { paper: '1', note: 'a' };
  const now = { paper: '2', note: 'a' };
  assert.deepEqual(mergeOf(base, { paper: '3' }, now, ['paper']), { clashes: [], theirs: [], mine: { paper: '3' } });
  // The same words as the other's are words of mine too: unsent they would be missing.
  assert.deepEqual(mergeOf(base, { paper: '2' }, now, ['paper']).mine, { paper: '2' });
  assert.equal(mergeOf(base, { paper: '3' }, now).clashes.length, 1);
});

test('the body that made a link is the last that added it', () => {
  const link = { kind: 'copy_of', to_register: 'book', to: 'b1' };
  const entry = (version: number, kind: string, by: string, to = 'b1'): Happening => ({
    id: `e${version}`, kind, actor: null, organisation: { id: by, name: by }, version, occurred_at: '', recorded_at: '',
    links: [{ ...link, to }],
  });
  const events = [entry(4, 'linked', 'desk', 'b2'), entry(3, 'linked', 'branch'), entry(2, 'unlinked', 'desk'), entry(1, 'request', 'desk')];
  assert.equal(madeBy(events, link), 'branch');
  assert.equal(madeBy(events.slice(2), link), 'desk');
  assert.equal(madeBy(events.slice(0, 1), link), '', 'further back');
  assert.equal(madeBy(events, { ...link, to: null }), '');
});
