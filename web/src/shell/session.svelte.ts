/// Who is signed in, whether the screen is locked, and what the server is waiting for.
import { untrack } from 'svelte';
import { actAs, loadMe, lock, refreshMe, signIn, signOut, stepUp, unlock } from '../api/calls';
import { openGate } from '../api/client';
import { Problem } from '../api/problem';
import type { Me, Permission } from '../api/types';
import { language } from '../i18n/language.svelte';
import { notices } from './notices.svelte';
import { unsent } from './unsent';

type Phase = 'starting' | 'unreachable' | 'signed_out' | 'enrol' | 'ready';
export type Farewell = '' | 'idle' | 'ended' | 'left';

interface Waiter {
  done: () => void;
  gaveUp: () => void;
}

/// Seconds before the session ends by itself at which the person is asked.
const kWarnBefore = 60;

class Session {
  phase = $state<Phase>('starting');
  me = $state.raw<Me | null>(null);
  isLocked = $state(false);
  isAskingCode = $state(false);
  farewell = $state<Farewell>('');
  /// A form was open when the session ended: its words wait for whoever typed them.
  keepsWords = $state(false);
  /// Requests under way, for the progress line.
  pending = $state(0);
  /// Seconds left when the end is near, otherwise null.
  secondsLeft = $state<number | null>(null);

  private unlockWaiters: Waiter[] = [];
  private codeWaiters: Waiter[] = [];
  private lastSpoke = Date.now();
  /// What other tabs of this browser must hear of: they share this one's session.
  private tabs: BroadcastChannel | null = null;

  start(): Promise<void> {
    openGate({
      language: () => language.code,
      person: () => (this.me ? `${this.me.account.id}${this.me.acting ? `/${this.me.acting.grant_id}` : ''}` : ''),
      otherPerson: (sentence) => void this.follow().then(() => notices.say('bad', sentence)),
      sentences: () => language.t.common,
      signedOut: () => this.drop('ended'),
      unlock: () => this.waitForUnlock(),
      stepUp: () => this.waitForCode(),
      // An effect that asks the server must not come to depend on how many questions are under way.
      begin: () =>
        untrack(() => {
          this.pending += 1;
          this.spoke();
          this.tabs?.postMessage('spoke');
        }),
      end: () =>
        untrack(() => {
          this.pending -= 1;
        }),
    });
    setInterval(() => this.watchIdle(), 1_000);
    if (typeof BroadcastChannel !== 'undefined') this.tabs = new BroadcastChannel('neove');
    this.tabs?.addEventListener('message', ({ data }) => (data === 'spoke' ? this.spoke() : void this.follow()));
    return this.open();
  }

  may(permission: Permission): boolean {
    return this.me?.may.includes(permission) ?? false;
  }

  async open(): Promise<void> {
    try {
      this.accept(await loadMe());
    } catch (error) {
      if (error instanceof Problem && (error.status === 423 || error.code === 'session.locked')) {
        this.isLocked = true;
        this.phase = 'ready';
      } else if (error instanceof Problem && (error.status === 401 || error.status === 403)) {
        this.phase = 'signed_out';
      } else {
        this.phase = 'unreachable';
      }
    }
  }

  /// The session was used, from whichever tab.
  private spoke(): void {
    this.lastSpoke = Date.now();
    this.secondsLeft = null;
  }

  /// Shows whoever is signed in now: another tab has changed that. What somebody else had on screen goes first.
  private async follow(): Promise<void> {
    const before = this.me?.account.id ?? '';
    let now: Me | null = null;
    try {
      now = await loadMe();
    } catch (error) {
      // Nobody is known by a lost line; whatever this page sends meanwhile is refused.
      if (!(error instanceof Problem) || error.status !== 401) return;
    }
    if (before !== '' && now?.account.id !== before) this.drop('ended');
    if (!now) return;
    if (now.stage === 'ready') await unsent.resend(now.account.id);
    this.accept(now);
  }

  private accept(me: Me): void {
    this.me = me;
    this.farewell = '';
    this.phase = me.stage === 'ready' ? 'ready' : 'enrol';
    if (me.locked) this.isLocked = true;
  }

  /// Takes over what a call of the session family answered.
  replace(me: Me): void {
    this.accept(me);
  }

  async signIn(account: string, password: string, code: string): Promise<void> {
    const me = await signIn(account, password, code);
    // Before a form asks for its draft.
    if (me.stage === 'ready') await unsent.resend(me.account.id);
    else unsent.forget();
    this.accept(me);
    this.tabs?.postMessage('changed');
    notices.clear();
  }

  async signOut(): Promise<void> {
    try {
      await unsent.flush();
      await signOut();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      // Whatever the server says, nothing stays on this screen.
    } finally {
      this.drop('left');
      unsent.forget();
      this.tabs?.postMessage('changed');
    }
  }

  async lock(): Promise<void> {
    // The screen goes blank first: the answer of the server may take its time.
    this.isLocked = true;
    try {
      await lock();
    } catch (error) {
      if (error instanceof Problem && error.status === 401) this.drop('ended');
    }
  }

  async unlock(password: string): Promise<void> {
    this.accept(await unlock(password));
    this.isLocked = false;
    for (const waiter of this.unlockWaiters.splice(0)) waiter.done();
  }

  async actAs(grantId: string): Promise<void> {
    this.accept(await actAs(grantId));
    this.tabs?.postMessage('changed');
  }

  async stayAwake(): Promise<void> {
    this.accept(await refreshMe());
  }

  async giveCode(code: string): Promise<void> {
    this.accept(await stepUp(code));
    this.isAskingCode = false;
    for (const waiter of this.codeWaiters.splice(0)) waiter.done();
  }

  refuseCode(): void {
    this.isAskingCode = false;
    for (const waiter of this.codeWaiters.splice(0)) waiter.gaveUp();
  }

  private waitForUnlock(): Promise<void> {
    this.isLocked = true;
    return new Promise((done, gaveUp) => this.unlockWaiters.push({ done, gaveUp }));
  }

  private waitForCode(): Promise<void> {
    this.isAskingCode = true;
    return new Promise((done, gaveUp) => this.codeWaiters.push({ done, gaveUp }));
  }

  /// Forgets everything held in memory about the person and what was on screen.
  drop(farewell: Farewell): void {
    this.me = null;
    this.isLocked = false;
    this.isAskingCode = false;
    this.secondsLeft = null;
    // Told a second time that it is over, nothing stands open any more.
    if (this.phase !== 'signed_out') this.keepsWords = farewell !== 'left' && unsent.isWatching;
    this.farewell = this.phase === 'ready' || this.phase === 'enrol' ? farewell : this.farewell;
    this.phase = 'signed_out';
    // What waited for a password or a code is never answered: its page is gone.
    this.unlockWaiters = [];
    this.codeWaiters = [];
    notices.clear();
  }

  private watchIdle(): void {
    if (this.phase !== 'ready' || !this.me || this.isLocked || this.me.idle_seconds <= 0) return;
    const left = this.me.idle_seconds - Math.floor((Date.now() - this.lastSpoke) / 1_000);
    if (left <= 0) void this.endIdle();
    else this.secondsLeft = left <= kWarnBefore ? left : null;
  }

  private async endIdle(): Promise<void> {
    // What waits is on its way before the page goes.
    const kept = unsent.flush();
    this.drop('idle');
    await kept;
    try {
      await signOut();
    } catch {
      // The server ends the session by its own clock too.
    }
  }
}

export const session = new Session();
