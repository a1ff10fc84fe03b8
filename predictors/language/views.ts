/** The code points of a letter without its accent; the same if it has none, or is not Latin without it. */
function withoutAccent(code: number): number {
  const plain = String.fromCodePoint(code).normalize('NFD').codePointAt(0) ?? code
  return plain < 128 ? plain : code
}

/**
 * How people write the same words: with letters without accents, and, as programs leave them, without the accented letters. Empty
 * for a text without accents.
 */
export function listAccentViews(codes: Uint32Array): readonly Uint32Array[] {
  const plain = codes.map(code => (code < 128 ? code : withoutAccent(code)))
  if (plain.every((code, at) => code === codes[at])) return []
  return [plain, codes.filter((code, at) => code === plain[at])]
}

const serbianLetters: Readonly<Record<string, string>> = {
  а: 'a',
  б: 'b',
  в: 'v',
  г: 'g',
  д: 'd',
  ђ: 'đ',
  е: 'e',
  ж: 'ž',
  з: 'z',
  и: 'i',
  ј: 'j',
  к: 'k',
  л: 'l',
  љ: 'lj',
  м: 'm',
  н: 'n',
  њ: 'nj',
  о: 'o',
  п: 'p',
  р: 'r',
  с: 's',
  т: 't',
  ћ: 'ć',
  у: 'u',
  ф: 'f',
  х: 'h',
  ц: 'c',
  ч: 'č',
  џ: 'dž',
  ш: 'š'
}

/** A Serbian text in lower case and Cyrillic letters in Latin ones. */
export function transliterateSerbian(text: string): string {
  return text.replace(/[а-шђјљњћџ]/g, letter => serbianLetters[letter] ?? letter)
}
