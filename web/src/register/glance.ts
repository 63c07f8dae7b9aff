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

/// So many bodies one person may act for; who is named with more follows their work, and does not do it.
const kMostOwn = 3;
/// Bodies whose work is one's own: the one that one acts for, and those that name it or its desk. `mine`: the board of what
/// one is named in.
export function ownBodies(mine: Board, acting: string): Set<string> {
  const named = mine.rows.map((row) => row.body).filter((body) => body !== '');
  return new Set([acting, ...(named.length <= kMostOwn ? named : [])]);
}

export function glanceOf(
  register: Pick<Register, 'id' | 'title' | 'title_many' | 'list' | 'workflow'>,
  board: Board,
  own: ReadonlySet<string>,
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
    if (!own.has(row.body)) {
      out.late.bodies += late > 0 ? 1 : 0;
      out.late.records += late;
      continue;
    }
    board.columns.forEach((column, index) => {
      const records = row.counts[index] ?? 0;
      if (records === 0 || !column.state || !isOpen(register, column.state)) return;
      const href = listAddress(register.id, { state: column.state, where: whereText({ [rows]: row.body }) });
      out.own.push({ label: own.size > 2 ? `${row.name}, ${column.label}` : column.label, records, href });
    });
  }
  return out;
}

/// Whether something can still be done there.
function isOpen(register: Pick<Register, 'workflow'>, state: string): boolean {
  return register.workflow.actions.some((action) => action.creates !== true && (action.from ?? []).includes(state));
}
