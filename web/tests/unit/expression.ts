/// Expressions, environments and answers as JSON: the twin of src/expression/cases, whose header tells the form.
import { Day, evaluate, parse, type Environment, type Row, type Value } from '../../src/register/expression';

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

function readValue(from: Json): Value {
  if (from === null || typeof from !== 'object') return from;
  if (Array.isArray(from)) return from.map(String);
  if (Array.isArray(from['rows'])) return from['rows'].map((row) => readRow(row as { [name: string]: Json }));
  return Day.parse(String(from['date']))!;
}

function readRow(from: { [name: string]: Json }): Row {
  return Object.fromEntries(Object.entries(from).map(([name, value]) => [name, readValue(value)]));
}

export function readEnvironment(from: { [name: string]: Json }): Environment {
  const values = readRow(from);
  return (name) => (Object.hasOwn(values, name) ? values[name] : undefined);
}

function writeValue(value: Value): Json {
  if (value instanceof Day) return { date: value.iso() };
  if (!Array.isArray(value)) return value as Json;
  return typeof value[0] === 'object' ? { rows: value.length } : (value as Json[]);
}

export function answer(text: string, environment: Environment): Json {
  const expression = parse(text);
  if ('fault' in expression) return { fault: expression.fault, column: expression.column };
  return { value: writeValue(evaluate(expression, environment)) };
}

/// One line `{"expression": …, "environment": {…}}`.
export function answerLine(line: string): string {
  const one = JSON.parse(line) as { expression: string; environment: { [name: string]: Json } };
  return JSON.stringify(answer(one.expression, readEnvironment(one.environment)));
}
