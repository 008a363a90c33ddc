import { type Advised, meaning, toWrite } from '../diagnostic/advice.ts';
import { parseAddress } from './address.ts';

/** What to write in the place of a text that is no IP address. A `hop` may be short. */
export function addressAdvice(text: string, hop: boolean): Partial<Advised> {
  const [bare = '', ...rest] = text.split('/');
  const length = rest.length > 0 ? `/${rest.join('/')}` : '';
  const known = bare.includes(':') ? adviceIPv6(bare, length) : adviceIPv4(bare, length, hop);
  if (typeof known === 'object') return known;
  return { help: known ?? 'an address is written `192.168.1.2` or `fd00::2`' };
}

function adviceIPv6(text: string, length: string): string | Advised | undefined {
  const zone = text.indexOf('%');
  if (zone > 0) return toWrite(`${text.slice(0, zone)} dev ${text.slice(zone + 1)}`);
  if (/^:[0-9a-f.]*$/i.test(text))
    return {
      help: `a short address is written \`.${text.slice(1)}\`, or \`:${text}\` for IPv6`,
      advice: { write: [`.${text.slice(1)}`, `:${text}`] },
    };
  const fewer = text.replace(/:{3,}/g, '::');
  if (fewer !== text && parseAddress(fewer)) return toWrite(fewer + length);
  if (text.split('::').length > 2) return '`::` stands once in an address';
  if (/[0-9a-f]{5}/i.test(text)) return 'a group has at most four hexadecimal digits';
  const bad = /[^0-9a-f:.]/i.exec(text)?.[0];
  if (bad) return `\`${bad}\` is no hexadecimal digit`;
  if (/^::./.test(text)) return 'a short address stands only behind `gw`, `via`, `src` and `neigh`';
  return text.split(':').length > 8 ? 'an IPv6 address has eight groups' : undefined;
}

function adviceIPv4(text: string, length: string, hop: boolean): string | Advised | undefined {
  if (/^\.\d/.test(text)) {
    if (!hop) return 'a short address stands only behind `gw`, `via`, `src` and `neigh`';
    return length ? because('a short address has no length', text) : undefined;
  }
  if (hop && /^\d{1,3}$/.test(text)) return because('a short address begins with a dot', `.${text}`);
  const guess = text.replace(/[lI]/g, '1').replace(/[oO]/g, '0');
  if (guess !== text && /^[\d.]+$/.test(guess)) return meaning(guess + length);
  if (/^[\d.]*\.\.[\d.]*$/.test(text)) return 'between two of its numbers stands one dot';
  if (/^\d+(\.\d+){3}$/.test(text)) {
    const isLarge = text.split('.').some((octet) => Number(octet) > 255);
    return isLarge ? 'each of its four numbers is at most 255' : 'its numbers have no leading zeros';
  }
  if (/^\d+(\.\d+)*\.?$/.test(text)) return 'an IPv4 address has four numbers';
  if (hop && /^[A-Za-z_]/.test(text))
    return 'write the address of the next hop; a device stands behind `dev`';
  return undefined;
}

function because(why: string, right: string): Advised {
  const { help, advice } = toWrite(right);
  return { help: `${why}: ${help}`, advice };
}
