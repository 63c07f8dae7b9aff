/// Which papers are offered, in which order. Pure.
import type { PaperTemplate } from './types';

/// A paper to sign before a text to paste: who opens this came for a paper.
export function offeredPapers(papers: readonly PaperTemplate[], over: PaperTemplate['over']): PaperTemplate[] {
  const isText = (one: PaperTemplate): number => (one.formats.includes('txt') ? 1 : 0);
  return papers.filter((one) => one.over === over).sort((a, b) => isText(a) - isText(b));
}
