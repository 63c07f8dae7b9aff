/// Which columns a list shows, as it stands in the address. Pure.

/// `parameter` as it came; names the register does not have are left out, and nothing chosen means the usual ones.
export function chosenColumns(parameter: string | null, all: readonly string[], usual: readonly string[]): string[] {
  if (parameter === null) return [...usual];
  const wanted = parameter.split(',');
  const chosen = all.filter((id) => wanted.includes(id));
  return chosen.length > 0 ? chosen : [...usual];
}

/// The parameter for these columns; null where they are the usual ones.
export function columnsParameter(chosen: readonly string[], usual: readonly string[]): string | null {
  const isUsual = chosen.length === usual.length && chosen.every((id) => usual.includes(id));
  return isUsual || chosen.length === 0 ? null : chosen.join(',');
}

/// A column of bodies that names one's own in every row: whoever looks knows that, and the others want the room.
export function namesOnlyOwn(values: readonly unknown[], own: string): boolean {
  return own !== '' && values.length > 0 && values.every((one) => one === own);
}
