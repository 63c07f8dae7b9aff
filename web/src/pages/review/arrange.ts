/// Pure rules of the review list: how sure a reading is, what is shown, in which order.
import type { Body, BodyChange, PlanDocument, Successor, Task } from '../../api/types';

export type Grade = 'high' | 'middle' | 'low';
export type Order = 'uncertain' | 'document';
export type Filter = 'open' | 'own' | 'uncertain' | 'confirmed' | 'dropped' | 'all';

const kFilters: readonly Filter[] = ['open', 'own', 'uncertain', 'confirmed', 'dropped', 'all'];
const kHighFrom = 85;
const kMiddleFrom = 60;

export function gradeOf(confidence: number): Grade {
  if (confidence >= kHighFrom) return 'high';
  return confidence >= kMiddleFrom ? 'middle' : 'low';
}

export function bodiesOf(task: Task): Body[] {
  return [...task.lead, ...task.coordinate, ...task.requested];
}

/// The successors of a body that has ended, as far as the directory holds them.
export function successorsOf(body: Body): Successor[] {
  const all = body.successors ?? (body.successor ? [body.successor] : []);
  return all.filter((one) => one.organisation.id !== '');
}

/// True when somebody must still say which body is meant.
export function isOpenQuestion(body: Body): boolean {
  return body.status === 'ambiguous' || (body.status === 'successor' && successorsOf(body).length > 0);
}

/// True when a person should look closely: the reader was unsure, or a body still has to be chosen.
export function needsLook(task: Task): boolean {
  if (task.state !== 'proposed') return false;
  return gradeOf(task.confidence) === 'low' || bodiesOf(task).some(isOpenQuestion);
}

/// By what a body would name the document, as far as it is not known.
export function missingOf(one: Pick<PlanDocument, 'number' | 'issued_on'> | null): ('number' | 'issued_on')[] {
  if (!one) return [];
  return (['number', 'issued_on'] as const).filter((name) => !one[name]);
}

/// Doubts of the reader are for whoever reviews; who is given the work could do nothing with them.
export function isDoubted(task: Task, isReviewer: boolean): boolean {
  return isReviewer && needsLook(task);
}

/// By what the list can be narrowed.
export function filtersOf(isReviewer: boolean, own: number): Filter[] {
  return kFilters.filter((one) => (one !== 'own' || own > 0) && (one !== 'uncertain' || isReviewer));
}

/// True when nothing is left to decide or to look at before the task can be confirmed. A day that comes again
/// ("hằng năm 30/07") is a day, as the server counts it; what is done every day falls due on none.
export function isReady(task: Task): boolean {
  if (task.state !== 'proposed' || needsLook(task)) return false;
  return task.choice !== 'dated' || Boolean(task.due) || task.deadlines.some((one) => one.recurrence && one.recurrence !== 'daily');
}

/// True when the task gives that organisation work, by its own name or as one of a group.
export function concerns(task: Task, own: string): boolean {
  if (task.state === 'dropped') return false;
  return bodiesOf(task).some((body) => [body.organisation, ...body.members].some((one) => one?.id === own));
}

/// `own`: the organisation for which the person acts.
export function passes(task: Task, filter: Filter, own: string): boolean {
  switch (filter) {
    case 'open':
      return task.state === 'proposed';
    case 'own':
      return concerns(task, own);
    case 'uncertain':
      return needsLook(task);
    case 'confirmed':
      return task.state === 'confirmed';
    case 'dropped':
      return task.state === 'dropped';
    case 'all':
      return true;
  }
}

/// The place of every task in the list. Places of tasks that were there before stay as they are, so that nothing
/// jumps under the hand while one works; a new task takes the place behind its neighbour in the document.
export function rankTasks(tasks: readonly Task[], order: Order, before?: ReadonlyMap<string, number>): Map<string, number> {
  const ranks = new Map<string, number>();
  if (before) {
    let last = -1;
    for (const task of tasks) {
      const kept = before.get(task.id);
      last = kept ?? last + 0.001;
      ranks.set(task.id, last);
    }
    return ranks;
  }
  const sorted = tasks.map((task, index) => ({ task, index }));
  if (order === 'uncertain') {
    const weight = (task: Task): number => (needsLook(task) ? Math.min(task.confidence, kMiddleFrom - 1) : task.confidence);
    sorted.sort((a, b) => weight(a.task) - weight(b.task) || a.index - b.index);
  }
  sorted.forEach(({ task }, place) => ranks.set(task.id, place));
  return ranks;
}

export function arrange(
  tasks: readonly Task[],
  ranks: ReadonlyMap<string, number>,
  filter: Filter,
  own = '',
): Task[] {
  return tasks
    .filter((task) => passes(task, filter, own))
    .map((task, index) => ({ task, index, rank: ranks.get(task.id) ?? Number.MAX_SAFE_INTEGER }))
    .sort((a, b) => a.rank - b.rank || a.index - b.index)
    .map(({ task }) => task);
}

/// A body as the contract wants it back. Only a settled choice carries its organisation: text alone lets the server
/// keep (or find again) what it proposed.
/// What a person decided about a body stands; what was merely found by its name is found anew.
export function asChange(body: Body): BodyChange {
  if (body.kept) return { text: body.text, named: true };
  return body.picked && body.organisation
    ? { text: body.text, organisation_id: body.organisation.id }
    : { text: body.text };
}
