/// Which papers are offered, in which order. Pure.
import type { PaperTemplate } from './types';

/// None that would be about nothing; over a record none that its state does not let anybody draft. What is of one's own body
/// comes first, a text to paste last: who opens this came for a paper.
export function offeredPapers(papers: readonly PaperTemplate[], over: PaperTemplate['over'], state = ''): PaperTemplate[] {
  const place = (one: PaperTemplate): number =>
    (one.formats.includes('txt') ? 4 : 0) + (one.rows === 0 ? 2 : 0) + (one.own ? 0 : 1);
  const fits = (one: PaperTemplate): boolean =>
    one.over === over &&
    (over === 'list'
      ? one.rows !== 0 || one.may_be_empty
      : one.states.length === 0 || state === '' || one.states.includes(state));
  return papers.filter(fits).sort((a, b) => place(a) - place(b));
}
