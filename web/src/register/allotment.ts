/// What the preview of giving out says: lines of one act together, faults of one kind together. Pure.
import type { Allotment, AllotmentBody, AllotmentLine, AllotmentProblem, AllotmentQuestion } from './types';

export interface GroupedProblem {
  key: string;
  code: string;
  sentence: string;
  field: string;
  /// Where it is, and at how many bodies.
  places: { where: string; count: number }[];
}
/// One sentence for each kind of problem, with the places where it is.
export function groupedProblems(problems: readonly AllotmentProblem[]): GroupedProblem[] {
  const out = new Map<string, GroupedProblem>();
  for (const one of problems) {
    const key = `${one.code}/${one.field}`;
    const group = out.get(key) ?? { key, code: one.code, sentence: one.sentence, field: one.field, places: [] };
    group.places.push({ where: [one.path, one.name].filter(Boolean).join(': '), count: one.count });
    out.set(key, group);
  }
  return [...out.values()];
}

const kUnanswered = 'form.required';
/// Fields that stay empty because the document lacks what fills them: nobody is asked for them here.
export function lackingFields(allotment: Pick<Allotment, 'problems' | 'questions'>): string[] {
  const lacking = allotment.problems
    .filter((one) => one.code === kUnanswered && one.field !== '')
    .map((one) => one.field)
    .filter((field) => !allotment.questions.some((question) => question.field === field));
  return [...new Set(lacking)];
}

export interface GivenLine {
  action: string;
  to_open: number;
  to_widen: number;
  /// Which get a record opened: once each, though two rules may open some for the same body.
  bodies: number;
  may: boolean;
}
/// What is still to give, one line for each act: two rules may open records by the same one.
export function linesToGive(lines: readonly AllotmentLine[], bodies: readonly Pick<AllotmentBody, 'pieces'>[]): GivenLine[] {
  const gets = (body: Pick<AllotmentBody, 'pieces'>, action: string): boolean =>
    body.pieces.some((piece) => piece.action === action && !piece.widens);
  const out = new Map<string, GivenLine>();
  for (const line of lines.filter((one) => one.to_open + one.to_widen > 0)) {
    const key = `${line.action}/${line.may}`;
    const sum = out.get(key) ?? {
      action: line.action, to_open: 0, to_widen: 0, may: line.may,
      bodies: bodies.filter((body) => gets(body, line.action)).length,
    };
    sum.to_open += line.to_open;
    sum.to_widen += line.to_widen;
    out.set(key, sum);
  }
  return [...out.values()];
}

export interface BodyLine {
  action: string;
  called: string;
  records: number;
  tasks: number;
}
/// What a body gets, no two lines of one name: records that are called the same stand together with their number.
export function linesOfBody(body: Pick<AllotmentBody, 'pieces'>): BodyLine[] {
  const out = new Map<string, BodyLine>();
  for (const one of body.pieces) {
    const key = `${one.action}/${one.called}`;
    const line = out.get(key) ?? { action: one.action, called: one.called, records: 0, tasks: 0 };
    line.records += 1;
    line.tasks += one.tasks;
    out.set(key, line);
  }
  return [...out.values()];
}

/// Two rules may ask the same of one part of the document: one answer holds for both, so it is asked once.
export const askedOnce = (questions: readonly AllotmentQuestion[]): AllotmentQuestion[] =>
  questions.filter((one, place) => questions.findIndex((other) => other.field === one.field && other.of === one.of) === place);
