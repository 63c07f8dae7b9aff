/// Which relations to a record follow from an answer, so that nobody gives or ends them by hand. Pure; the server asks the same.
import type { Answers, Json, Register, Relation } from './types';

type Definition = Pick<Register, 'workflow'>;
interface Gift {
  relation: string;
  to: string;
  of?: string;
}

const giftsOf = (register: Definition): Gift[] => register.workflow.actions.flatMap((action) => action.gives ?? []);

function namesOf(answers: Answers, gift: Gift): Json[] {
  const answer = answers[gift.to] ?? null;
  const { of } = gift;
  if (of === undefined) return [answer];
  return Array.isArray(answer) ? answer.map((row) => (row as Answers | null)?.[of] ?? null) : [];
}

/// Whether an answer names the body of this row still: it ends with the answer alone.
export function isByAnswer(register: Definition, answers: Answers, row: Pick<Relation, 'relation' | 'organisation'>): boolean {
  return giftsOf(register).some(
    (gift) => gift.relation === row.relation && Boolean(row.organisation) && namesOf(answers, gift).includes(row.organisation ?? ''),
  );
}

/// What may be given by hand now: where one answer says who it is, a second beside it would be two. Rows may have others beside them.
export function givenByHand(register: Definition, answers: Answers, relations: readonly string[]): string[] {
  const gifts = giftsOf(register);
  return relations.filter(
    (relation) => !gifts.some((gift) => gift.relation === relation && gift.of === undefined && Boolean(answers[gift.to])),
  );
}
