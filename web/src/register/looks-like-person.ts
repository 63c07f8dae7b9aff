/// Whether a text that many can see gives a person away: the same simple rule as src/form/looks_like_person.cpp.
export function looksLikePerson(text: string): boolean {
  const isNumber = (digits: string): boolean => digits.length >= 9 && digits.length <= 12;
  if ((text.match(/\d+/g) ?? []).some(isNumber)) return true;
  const grouped = text.match(/\+\d+(?:[ .-]\d+)*|\d+(?:([ .-])\d+(?:\1\d+)*)?/g) ?? [];
  if (grouped.some((one) => /^[+0]/.test(one) && isNumber(one.replace(/\D/g, '')))) return true;
  let inARow = 0;
  return text.split(/[,;\n]| và | and /).some((item) => {
    const words = /^\P{L}*((?:\p{Lu}\p{L}*(?: +|(?!\p{L})))*)/u.exec(item)?.[1]?.match(/\p{L}+/gu)?.length ?? 0;
    inARow = words >= 3 && words <= 5 ? inARow + 1 : 0;
    return inARow === 3;
  });
}
