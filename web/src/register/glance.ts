/// What a board says at a glance to one who reads it from the desk of a body. Pure.
import { listAddress, whereText } from './narrowing';
import type { Board, Register } from './types';

export interface Glance {
  register: string;
  title: string;
  /// Other bodies that are late, and their records: one's own stand on the agenda.
  late: { bodies: number; records: number };
  /// What one's own body has that no limit brings to the agenda, by state.
  own: { label: string; records: number; href: string }[];
}

export function glanceOf(
  register: Pick<Register, 'id' | 'title' | 'title_many' | 'list' | 'workflow'>,
  board: Board,
  own: string,
): Glance {
  const out: Glance = {
    register: register.id,
    title: register.title_many ?? register.title,
    late: { bodies: 0, records: 0 },
    own: [],
  };
  const rows = register.list.board?.rows ?? '';
  const overdue = board.columns.findIndex((column) => column.timing === 'overdue');
  for (const row of board.rows) {
    const late = overdue < 0 ? 0 : (row.counts[overdue] ?? 0);
    if (row.body !== own) {
      out.late.bodies += late > 0 ? 1 : 0;
      out.late.records += late;
      continue;
    }
    board.columns.forEach((column, index) => {
      const records = row.counts[index] ?? 0;
      if (records === 0 || !column.state || !isOpen(register, column.state)) return;
      const href = listAddress(register.id, { state: column.state, where: whereText({ [rows]: own }) });
      out.own.push({ label: column.label, records, href });
    });
  }
  return out;
}

/// Whether something can still be done there.
function isOpen(register: Pick<Register, 'workflow'>, state: string): boolean {
  return register.workflow.actions.some((action) => action.creates !== true && (action.from ?? []).includes(state));
}
