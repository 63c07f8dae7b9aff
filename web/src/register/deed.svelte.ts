/// What is asked beside the answers of a form: when it happened, why, which records it links. One for every act.
import { isReadable } from './readable';
import { parseWhen } from './typed';
import type { Deed, Json, LinkToMake } from './types';
import { words } from './words.svelte';

/// What a draft was begun about; empty where nothing.
export function aboutOf(kept: Json | undefined): string {
  const about = typeof kept === 'object' && kept !== null && !Array.isArray(kept) ? kept['about'] : '';
  return typeof about === 'string' ? about : '';
}

/// Which of the questions beside the answers two drafts of one form answer differently.
export function extrasThatDiffer(mine: Json | undefined, theirs: Json | undefined): ExtraThatDiffers[] {
  const text = (of: Json | undefined, name: string): string =>
    typeof of === 'object' && of !== null && !Array.isArray(of) ? String(of[name] ?? '') : '';
  return (['when', 'reason'] as const)
    .map((name) => ({ name, mine: text(mine, name), theirs: text(theirs, name) }))
    .filter((one) => one.mine !== one.theirs);
}
export interface ExtraThatDiffers {
  name: 'when' | 'reason';
  mine: string;
  theirs: string;
}

export class DeedExtras {
  /// `about`: the entry that is corrected, so that a draft of another one is not taken for this one's.
  constructor(readonly about = '') {}
  isOther = $state(false);
  typedWhen = $state('');
  whenFault = $state('');
  reason = $state('');
  links = $state.raw<LinkToMake[]>([]);

  /// Faults as sentences by the id of the element they belong to.
  check(id: string, needsReason: boolean): Record<string, string> {
    const faults: Record<string, string> = {};
    this.whenFault = '';
    if (this.isOther) {
      const when = parseWhen(this.typedWhen);
      if (!when) this.whenFault = words.t.act.whenWrong;
      else if (new Date(when.occurred_at).getTime() > Date.now() + 60_000) this.whenFault = words.t.act.whenFuture;
      if (this.whenFault) faults[`${id}-when`] = this.whenFault;
    }
    const reason = this.reason.trim();
    if (needsReason && reason === '') faults[`${id}-reason`] = words.t.form.needed(words.t.act.reason);
    if (reason !== '' && !isReadable(reason, true)) faults[`${id}-reason`] = words.t.form.controlCharacter;
    return faults;
  }
  /// What a draft keeps of it beside the answers.
  kept(): Json {
    return { about: this.about, reason: this.reason, when: this.isOther ? this.typedWhen : '' };
  }
  isOwn(kept: Json | undefined): boolean {
    return aboutOf(kept) === this.about;
  }
  resume(kept: Json | undefined): void {
    if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return;
    this.reason = String(kept['reason'] ?? '');
    this.typedWhen = String(kept['when'] ?? '');
    this.isOther = this.typedWhen !== '';
  }
  /// `usual`: the time of an entry that is corrected and keeps it; otherwise it is now.
  rest(usual: Pick<Deed, 'occurred_at' | 'precision'> = {}): Omit<Deed, 'answers'> {
    const when = this.isOther ? parseWhen(this.typedWhen) : usual;
    return {
      ...(when ?? {}),
      ...(this.reason.trim() ? { reason: this.reason.trim() } : {}),
      ...(this.links.length > 0 ? { links: this.links } : {}),
    };
  }
}
