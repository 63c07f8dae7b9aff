/// Whether a person can read what is typed, and reads what is there; the twin of src/base/readable.cpp.

const kForbidden = /[\p{Cc}\u202a-\u202e\u2066-\u2069\u2028\u2029\ufff9-\ufffb\u{e0000}-\u{e007f}]/u;
const kSeen = /[^\s\p{Cf}\p{M}\u115f\u1160\u3164\uffa0\u2800]/u;
const kTower = /\p{M}{9}/u;
const kHidden = /[\p{Cf}\u115f\u1160\u3164\uffa0\u2800]/gu;

/// `lines`: a line end may be in it.
export function isReadable(text: string, lines = false): boolean {
  const read = lines ? text.replaceAll('\n', ' ') : text;
  return !kForbidden.test(read) && kSeen.test(read) && !kTower.test(read.replace(kHidden, ''));
}

/// What no name of a person lacks.
export const hasLetter = (text: string): boolean => /\p{L}/u.test(text);
