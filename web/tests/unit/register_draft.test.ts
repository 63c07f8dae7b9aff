/// Drafts: when they are sent, and what becomes of words that a dead session refused.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Problem } from '../../src/api/problem';
import { DeedExtras, aboutOf } from '../../src/register/deed.svelte';
import { DraftKeeper, kDraftLongest, type DraftStore } from '../../src/register/draft.svelte';
import { Unsent, kHeldFor } from '../../src/shell/unsent';

interface Said {
  answers: unknown;
  isLast: boolean;
}
function storeThat(fails = 0): DraftStore & { saved: Said[]; held: unknown[] } {
  const saved: Said[] = [];
  const held: unknown[] = [];
  return {
    saved,
    held,
    load: async () => null,
    save: async (answers, isLast) => {
      saved.push({ answers, isLast });
      if (fails) throw new Problem({ status: fails, code: 'session.none', detail: '' });
    },
    drop: async () => undefined,
    hold: (answers) => void held.push(answers),
  };
}

test('who types without a pause is saved all the same', (context) => {
  mock.timers.enable({ apis: ['setTimeout', 'Date'] });
  context.after(() => mock.timers.reset());
  const store = storeThat();
  const keeper = new DraftKeeper(store);
  for (let at = 0; at < kDraftLongest; at += 1_000) {
    keeper.changed({ note: String(at) });
    mock.timers.tick(1_000);
  }
  assert.deepEqual(store.saved, [{ answers: { note: '4000' }, isLast: false }]);
});

test('a page that is left sends what waits at once, and nothing twice', async () => {
  const store = storeThat();
  const keeper = new DraftKeeper(store);
  keeper.changed({ note: 'a' });
  keeper.leave();
  keeper.leave();
  assert.deepEqual(store.saved, [{ answers: { note: 'a' }, isLast: true }]);
  await keeper.flush();
  assert.equal(store.saved.length, 1);
});

test('what a dead session refuses is held, and sent again when the form is left', async () => {
  const store = storeThat(401);
  const keeper = new DraftKeeper(store);
  keeper.changed({ note: 'a' });
  await keeper.flush();
  assert.deepEqual(store.held, [{ note: 'a' }]);
  assert.equal(keeper.state, 'failed');
  await keeper.flush();
  assert.equal(store.saved.length, 2);
  await keeper.drop();
});

test('held words go out for their own account alone, and not after half an hour', async () => {
  let now = 0;
  const sent: string[] = [];
  const unsent = new Unsent(() => now);
  const hold = (place: string): void => unsent.hold('an', place, async () => void sent.push(place));
  hold('one');
  await unsent.resend('binh');
  await unsent.resend('an');
  assert.deepEqual(sent, [], 'somebody else signed in between');
  hold('two');
  hold('two');
  await unsent.resend('an');
  assert.deepEqual(sent, ['two']);
  hold('three');
  now = kHeldFor + 1;
  await unsent.resend('an');
  assert.deepEqual(sent, ['two']);
  hold('four');
  unsent.forget();
  await unsent.resend('an');
  assert.deepEqual(sent, ['two']);
});

test('a draft says what it was begun about', () => {
  const kept = new DeedExtras('loan/a').kept();
  assert.equal(aboutOf(kept), 'loan/a');
  assert.ok(!new DeedExtras('loan/b').isOwn(kept));
  assert.ok(new DeedExtras('').isOwn(undefined));
});

test('an open form is known until it is gone: then its words need no promise', () => {
  const unsent = new Unsent();
  assert.equal(unsent.isWatching, false);
  const unwatch = unsent.watch(async () => undefined);
  assert.equal(unsent.isWatching, true);
  unwatch();
  assert.equal(unsent.isWatching, false);
});
