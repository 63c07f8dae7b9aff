/// How a plan is named where a body's own plan is spoken of. Pure.
import type { DocumentRow } from '../api/types';
import { showDate } from '../text/dates';

/// "Kế hoạch số 412/KH-UBND ngày 16/10/2026: Phòng, chống …": by its number, and in a few words what it is about.
export function planAbove(plan: Pick<DocumentRow, 'type' | 'number' | 'issued_on' | 'title'>, ofDay: (day: string) => string): string {
  const called = [plan.type, plan.number].filter(Boolean).join(' ');
  if (!plan.number) return plan.title || called;
  const head = plan.issued_on ? `${called} ${ofDay(showDate(plan.issued_on))}` : called;
  return plan.title ? `${head}: ${plan.title}` : head;
}
