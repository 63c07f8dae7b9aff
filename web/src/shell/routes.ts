/// Which page an address means. Addresses carry ids and list filters only, never a name.

export type PageName =
  | 'home'
  | 'documents'
  | 'review'
  | 'readers'
  | 'organisations'
  | 'organisationAdd'
  | 'organisationImport'
  | 'organisation'
  | 'organisationEdit'
  | 'organisationUnits'
  | 'organisationUnit'
  | 'accounts'
  | 'accountAdd'
  | 'account'
  | 'proposals'
  | 'registers'
  | 'registerExports'
  | 'registerList'
  | 'registerOpen'
  | 'registerImport'
  | 'registerErasures'
  | 'registerGlass'
  | 'registerMatches'
  | 'registerRecord'
  | 'registerAccess'
  | 'mine'
  | 'status'
  | 'missing';

export interface Route {
  page: PageName;
  params: Record<string, string>;
}

// Order matters only where a fixed word competes with an id: the fixed word stands first.
const kPatterns: readonly (readonly [PageName, string])[] = [
  ['home', '/'],
  ['documents', '/documents'],
  ['review', '/documents/:id'],
  ['readers', '/documents/:id/readers'],
  ['organisations', '/organisations'],
  ['organisationAdd', '/organisations/new'],
  ['organisationImport', '/organisations/import'],
  ['organisationUnits', '/organisations/units'],
  ['organisationUnit', '/organisations/units/:list/:code'],
  ['organisation', '/organisations/:id'],
  ['organisationEdit', '/organisations/:id/edit'],
  ['accounts', '/accounts'],
  ['accountAdd', '/accounts/new'],
  ['account', '/accounts/:id'],
  ['proposals', '/proposals'],
  ['registers', '/registers'],
  ['registerExports', '/exports'],
  ['registerList', '/registers/:register'],
  ['registerOpen', '/registers/:register/new'],
  ['registerImport', '/registers/:register/import'],
  ['registerErasures', '/registers/:register/erasures'],
  ['registerGlass', '/registers/:register/break-glass'],
  ['registerMatches', '/registers/:register/matches'],
  ['registerRecord', '/registers/:register/:id'],
  ['registerAccess', '/access-table'],
  ['mine', '/account'],
  ['status', '/status'],
];

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}

export function matchRoute(path: string): Route {
  const parts = path.split('/').filter((part) => part !== '');
  for (const [page, pattern] of kPatterns) {
    const wanted = pattern.split('/').filter((part) => part !== '');
    if (wanted.length !== parts.length) continue;
    const params: Record<string, string> = {};
    const fits = wanted.every((name, index) => {
      const part = parts[index] ?? '';
      if (!name.startsWith(':')) return name === part;
      const value = decode(part);
      if (value === null) return false;
      params[name.slice(1)] = value;
      return true;
    });
    if (fits) return { page, params };
  }
  return { page: 'missing', params: {} };
}
