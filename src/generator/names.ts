/** From a name that a person typed to the folder and the Python package that carry it. Pure; knows no file system. */
import reservedWords from './reserved.json' with { type: 'json' };

/** The longest name that is accepted, in characters as a person counts them (code points). */
export const maxNameLength = 100;
/** The longest folder or package name that is made from it: a path on Windows holds 260 characters in all. */
const maxSlugLength = 50;

const words = (list: string) => new Set(list.split(' '));
const windowsNames = words(reservedWords.windows);
const pythonNames = words(
  [reservedWords.keywords, reservedWords.standardLibrary, reservedWords.packages, reservedWords.folders].join(
    ' ',
  ),
);

/** Latin letters that Unicode does not decompose, Greek, and Cyrillic (GOST 7.79-2000, system B, without marks). */
const letters: Readonly<Record<string, string>> = Object.fromEntries(
  (
    'ß ss æ ae œ oe ø o ł l đ d ð d þ th ı i ŋ ng ħ h ŧ t ĸ k ſ s ə e · - ’  & -and- @ -at- + -plus ' +
    'α a β v γ g δ d ε e ζ z η i θ th ι i κ k λ l μ m ν n ξ x ο o π p ρ r σ s ς s τ t υ y φ f χ ch ψ ps ω o ' +
    'а a б b в v г g д d е e ж zh з z и i к k л l м m н n о o п p р r с s т t у u ф f х h ц c ч ch ш sh щ shh ' +
    'ъ  ы y ь  э e ю yu я ya і i ї yi є ye ґ g ў u ј j љ lj њ nj ћ c ђ dj џ dz'
  )
    .split(' ')
    .reduce<[string, string][]>((pairs, word, index, all) => {
      if (index % 2 === 0) {
        pairs.push([word, all[index + 1] ?? '']);
      }
      return pairs;
    }, []),
);

/** What a name becomes on disk. `reserved` is the Windows device name that it would be, '' where it is none. */
export interface ProjectNames {
  /** Folder and distribution name: `acme-reviews`. */
  readonly folder: string;
  /** Python package: `acme_reviews`. */
  readonly package: string;
}

/** Why a name is refused; the keys are words in `l10n/<language>/generator.json`. */
export type NameProblem =
  | { readonly key: 'nameEmpty' }
  | { readonly key: 'nameTooLong' }
  | { readonly key: 'nameControl' }
  | { readonly key: 'nameReserved'; readonly values: { readonly x: string } };

/** Latin letters, digits and single hyphens; '' where nothing of the text can be written so. */
function slug(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/(?<=[a-z])#/g, '-sharp')
    .replace(/[^\0-\x7f]|[&@+]/gu, (letter) => letters[letter] ?? '-')
    .replace(/'/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  if (plain.length <= maxSlugLength) {
    return plain;
  }
  const cut = plain.slice(0, maxSlugLength + 1);
  const end = cut.lastIndexOf('-');
  return cut.slice(0, end >= maxSlugLength / 2 ? end : maxSlugLength);
}

/**
 * The folder and the package for `name`. A name of another script that cannot be written in Latin letters, such as
 * 我的项目, gets `my-venture`; one that is a Python keyword, a module of the standard library or a package that a
 * project imports gets `-venture` at its end, so that neither hides the other.
 */
export function projectNames(name: string): ProjectNames {
  const base = slug(name) || 'my-venture';
  const taken = pythonNames.has(base.replaceAll('-', '_')) || windowsNames.has(base);
  const folder = taken ? `${base}-venture` : base;
  const identifier = folder.replaceAll('-', '_');
  return { folder, package: /^[0-9]/.test(identifier) ? `venture_${identifier}` : identifier };
}

/** What is wrong with `name`, or undefined where it can be used. */
export function nameProblem(name: string): NameProblem | undefined {
  const trimmed = name.trim();
  if (trimmed === '') {
    return { key: 'nameEmpty' };
  }
  if ([...trimmed].length > maxNameLength) {
    return { key: 'nameTooLong' };
  }
  if (hasControl(trimmed)) {
    return { key: 'nameControl' };
  }
  const stem = trimmed.split('.', 1)[0]?.trim().toLowerCase() ?? '';
  return windowsNames.has(stem) ? { key: 'nameReserved', values: { x: trimmed } } : undefined;
}

/**
 * Control characters, line ends, halves of surrogate pairs, and the marks that turn the direction of text around so
 * that it reads otherwise than it is (CVE-2021-42574).
 */
export function hasControl(text: string): boolean {
  return /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]/u.test(text);
}
