/// Which of the things one can do with a record are shown at once: what is most likely next, and one more. Pure.
import type { Action } from './types';

/// With so few nothing is folded away.
const kAtOnce = 3;
/// Beside the rest folded: the first and the one after it.
const kShown = 2;

export interface Acts {
  shown: Action[];
  folded: Action[];
  /// Whether what else can be opened from here is folded too.
  isFolded: boolean;
}

/// What is done without giving a reason or changing what somebody is owed comes first; what the register's board is for, where
/// a limit is over. The rest keeps the order of the workflow. `others`: how much else can be opened from here.
export function actsOf(actions: readonly Action[], others: number, isLate: boolean, boardAct: string | undefined): Acts {
  const isPlain = (one: Action): boolean => one.reason !== true && one.legal_effect === undefined;
  const late = isLate ? actions.find((one) => one.id === boardAct) : undefined;
  const first = late ?? actions.find(isPlain) ?? actions[0];
  const isFolded = actions.length + others > kAtOnce;
  if (!first) return { shown: [], folded: [], isFolded };
  const ordered = [first, ...actions.filter((one) => one !== first)];
  const most = isFolded ? kShown : ordered.length;
  return { shown: ordered.slice(0, most), folded: ordered.slice(most), isFolded };
}
