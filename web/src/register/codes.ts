/// Countries and languages as codes; their names are the browser's own (Intl.DisplayNames).
import { fold } from '../text/fold';

const kCountries =
  'VN LA KH TH CN MM MY SG ID PH BN TL TW HK MO JP KR KP MN IN BD LK NP BT MV PK AF IR IQ SA AE QA KW BH OM YE JO LB SY IL PS ' +
  'TR CY GE AM AZ KZ UZ KG TJ TM RU UA BY MD PL CZ SK HU RO BG RS HR SI BA ME MK AL XK GR IT MT ES PT AD FR MC BE NL LU DE ' +
  'CH LI AT GB IE IS NO SE FI DK EE LV LT FO GL GI VA SM AX GG JE IM US CA MX GT BZ SV HN NI CR PA CU JM HT DO PR BS BB TT ' +
  'GD LC VC DM AG KN CO VE EC PE BO CL AR UY PY BR GY SR GF EG LY TN DZ MA EH SD SS ET ER DJ SO KE UG RW BI TZ MZ MG MU SC ' +
  'KM YT RE ZA LS SZ BW NA ZW ZM MW AO CD CG GA GQ CM CF TD NE NG BJ TG GH CI LR SL GN GW GM SN MR ML BF CV ST AU NZ PG SB ' +
  'VU FJ TO WS TV KI NR FM MH PW NC PF WF CK NU TK AS GU MP UM VI VG AI AW AX BL BM BQ BV CC CW CX FK GS GP HM IO KY MF MQ ' +
  'MS NF PM PN SH SJ SX TC TF AQ';
// The languages of the country first, then its neighbours', then the rest of ISO 639-1.
const kLanguages =
  'vi tyz tai mtq km hmn nut ium hlb jra rad bdq sed cja hre mng cmo lo th my zh yue nan ms id tl jv su ja ko en fr ru de es ' +
  'pt it nl pl cs sk hu ro bg uk be sr hr sl mk sq el tr ar he fa ur hi bn pa gu ta te kn ml mr ne si dv dz bo mn kk ky uz ' +
  'tg tk az hy ka sv no da fi is et lv lt ga cy eu ca gl mt sw am ti om so ha yo ig zu xh af mg sn rw rn lg ln wo ps ku sd ' +
  'as or sa ug tt ba eo la sm to fj mi haw ty';

export interface Coded {
  code: string;
  name: string;
}
type Kind = 'country' | 'language';
const kept = new Map<string, Coded[]>();

/// The list in the page's language, in the order of likelihood; codes without a name in it are left out.
export function codesOf(kind: Kind, language: string): Coded[] {
  const key = `${kind} ${language}`;
  const ready = kept.get(key);
  if (ready) return ready;
  const names = namesOf(kind, language);
  const codes = [...new Set((kind === 'country' ? kCountries : kLanguages).split(' '))];
  const list = codes.map((code) => ({ code, name: names.of(code) ?? '' })).filter((one) => one.name !== '');
  kept.set(key, list);
  return list;
}
function namesOf(kind: Kind, language: string): Intl.DisplayNames {
  return new Intl.DisplayNames([language], { type: kind === 'country' ? 'region' : 'language', fallback: 'none' });
}
export function nameOfCode(kind: Kind, code: string, language: string): string {
  try {
    return namesOf(kind, language).of(code) ?? code;
  } catch {
    return code;
  }
}

/// Those whose name or code begins with, then those that contain what was typed, accents or not.
export function findCodes(list: readonly Coded[], typed: string): Coded[] {
  const wanted = fold(typed);
  const words = (name: string): string[] => fold(name).split(/[\s(,-]+/);
  const starts = list.filter((one) => fold(one.name).startsWith(wanted) || one.code.toLowerCase() === wanted);
  const within = list.filter((one) => !starts.includes(one) && words(one.name).some((word) => word.startsWith(wanted)));
  return [...starts, ...within];
}
