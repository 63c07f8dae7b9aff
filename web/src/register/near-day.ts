/// The day that a time of day alone is of. Pure.
import type { Answers, Register } from './types';

/// The nearest day answered before a question, in its own step; empty where there is none.
export function dayNear(form: Pick<Register['form'], 'fields' | 'steps'>, id: string, answers: Answers): string {
  const step = (form.steps ?? []).find((one) => one.fields.includes(id))?.fields ?? form.fields.map((one) => one.id);
  const before = step.slice(0, Math.max(0, step.indexOf(id))).reverse();
  const day = before.find((one) => form.fields.some((field) => field.id === one && field.type === 'date') && answers[one]);
  return day ? String(answers[day]) : '';
}
