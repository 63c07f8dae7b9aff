/// Drafts: when they are sent, and what becomes of words that a dead session refused.
import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { Problem } from '../../src/api/problem';
import { DeedExtras, aboutOf, extrasThatDiffer } from '../../src/register/deed.svelte';
import type { Draft } from '../../src/register/calls';
import { DraftKeeper, isDraftClash, kDraftLongest, type DraftStore } from '../../src/register/draft.svelte';
import type { Answers } from '../../src/register/types';
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

/// One draft as the server keeps it, and windows that know a version of it.
class Shelf {
  draft: Draft | null = null;
  version = 0;
  window(): DraftStore {
    let known = 0;
    const meets = (): void => {
      if (this.draft && known !== this.version) throw new Problem({ status: 409, code: 'draft.changed', detail: '' });
      if (!this.draft && known !== 0) throw new Problem({ status: 409, code: 'draft.gone', detail: '' });
    };
    return {
      load: async () => {
        known = this.draft ? this.version : 0;
        return this.draft;
      },
      save: async (answers) => {
        meets();
        this.draft = { answers };
        known = this.version += 1;
      },
      drop: async () => {
        if (this.draft) meets();
        this.draft = null;
      },
    };
  }
  keeper(): DraftKeeper {
    return new DraftKeeper(this.window(), () => 0, 60_000);
  }
}
async function typed(keeper: DraftKeeper, answers: Answers): Promise<void> {
  keeper.changed(answers);
  await keeper.flush();
}

test('words of another window are shown, and stay until somebody chooses', async () => {
  const shelf = new Shelf();
  const [left, right] = [shelf.keeper(), shelf.keeper()];
  await typed(left, { note: 'trái' });
  await typed(right, { note: 'phải' });
  assert.deepEqual(right.clash, { theirs: { answers: { note: 'trái' } } });
  assert.equal(right.state, 'asking');
  // She types on: nothing is sent, not even when the page is left.
  await typed(right, { note: 'phải hơn' });
  right.leave();
  assert.deepEqual(shelf.draft, { answers: { note: 'trái' } });
  await right.keepMine();
  assert.deepEqual([shelf.draft, right.state, right.clash], [{ answers: { note: 'phải hơn' } }, 'saved', null]);
  await typed(left, { note: 'trái nữa' });
  assert.deepEqual(left.takeTheirs(), { note: 'phải hơn' });
  await left.flush();
  assert.deepEqual([shelf.draft, left.clash], [{ answers: { note: 'phải hơn' } }, null], 'what was let go is not sent');
});

test('what was sent in another window does not come back by itself', async () => {
  const shelf = new Shelf();
  const [left, right] = [shelf.keeper(), shelf.keeper()];
  await right.found();
  await typed(left, { note: 'một' });
  await right.found();
  await typed(right, { note: 'hai' });
  assert.equal(await left.drop().then((why) => why?.code), 'draft.changed', 'nor is it discarded unseen');
  const again = shelf.keeper();
  await again.found();
  assert.equal(await again.drop(), null);
  await typed(right, { note: 'hai ba' });
  assert.deepEqual([shelf.draft, right.clash], [null, { theirs: null }]);
  right.abandon();
  await right.flush();
  assert.equal(shelf.draft, null);
  const anew = shelf.keeper();
  await typed(anew, { note: 'a' });
  await anew.drop();
  anew.reopen();
  await anew.found();
  await typed(anew, { note: 'b' });
  assert.deepEqual(shelf.draft, { answers: { note: 'b' } });
});

test('the same words in both windows are no question', async () => {
  const shelf = new Shelf();
  const [left, right] = [shelf.keeper(), shelf.keeper()];
  await typed(left, { note: 'một', who: { name: 'An', born: '1990' } });
  await typed(right, { who: { born: '1990', name: 'An' }, note: 'một' });
  assert.deepEqual([right.clash, right.state], [null, 'saved']);
});

test('words that were held and meet those of another window come back to their form, once', async () => {
  const unsent = new Unsent(() => 0);
  const refuse = (code: string) => async (): Promise<never> => {
    throw new Problem({ status: 409, code, detail: '' });
  };
  const kept = { answers: { note: 'a' }, isKept: isDraftClash };
  unsent.hold('an', 'one', refuse('draft.gone'), kept);
  unsent.hold('an', 'two', refuse('draft.too_many'), kept);
  await unsent.resend('an');
  assert.equal(unsent.refused('binh', 'one'), null);
  assert.deepEqual(unsent.refused('an', 'one'), { note: 'a' });
  assert.equal(unsent.refused('an', 'one'), null);
  assert.equal(unsent.refused('an', 'two'), null);
  unsent.forget();
});

test('of what is asked beside the answers only what differs is shown', () => {
  const mine = { about: '', reason: 'vì a', when: '' };
  assert.deepEqual(extrasThatDiffer(mine, { about: '', reason: 'vì b', when: '' }), [
    { name: 'reason', mine: 'vì a', theirs: 'vì b' },
  ]);
  assert.deepEqual(extrasThatDiffer(mine, mine), []);
});

test('an open form is known until it is gone: then its words need no promise', () => {
  const unsent = new Unsent();
  assert.equal(unsent.isWatching, false);
  const unwatch = unsent.watch(async () => undefined);
  assert.equal(unsent.isWatching, true);
  unwatch();
  assert.equal(unsent.isWatching, false);
});
