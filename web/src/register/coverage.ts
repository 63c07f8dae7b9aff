/// How far the confirmed tasks of a document are carried out, a line of words for each task that somebody was given.
import { Problem } from '../api/problem';
import { language } from '../i18n/language.svelte';
import { loadCoverage } from './calls';
import { words } from './words.svelte';

export async function coverageOf(document: string): Promise<Map<string, string>> {
  await words.load(language.code);
  try {
    const { tasks } = await loadCoverage(document);
    return new Map(
      tasks.map(({ task, registers }) => [
        task,
        registers
          .map((one) => words.t.coverage.line(one.title, one.records, one.states.map((state) => `${state.label} ${state.records}`)))
          .join('; '),
      ]),
    );
  } catch (error) {
    // What stands beside a task must not take the task away.
    if (error instanceof Problem) return new Map();
    throw error;
  }
}
