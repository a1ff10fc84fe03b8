/** English names by ISO 639 code: those of the version that comes with the program. */
const names: Readonly<Record<string, string>> = {
  ar: 'Arabic',
  bg: 'Bulgarian',
  ca: 'Catalan',
  cs: 'Czech',
  da: 'Danish',
  de: 'German',
  en: 'English',
  es: 'Spanish',
  et: 'Estonian',
  eu: 'Basque',
  fa: 'Persian',
  fi: 'Finnish',
  fr: 'French',
  he: 'Hebrew',
  hi: 'Hindi',
  hr: 'Croatian',
  hu: 'Hungarian',
  id: 'Indonesian',
  it: 'Italian',
  ja: 'Japanese',
  kk: 'Kazakh',
  ko: 'Korean',
  lt: 'Lithuanian',
  ms: 'Malay',
  nb: 'Norwegian Bokmal',
  nl: 'Dutch',
  pl: 'Polish',
  pt: 'Portuguese',
  ro: 'Romanian',
  ru: 'Russian',
  sk: 'Slovak',
  sl: 'Slovenian',
  sr: 'Serbian',
  sv: 'Swedish',
  tr: 'Turkish',
  uk: 'Ukrainian',
  vi: 'Vietnamese',
  war: 'Waray'
}

/** The answer for a text whose language cannot be told. */
export const UNKNOWN = 'unknown'

/** The name of a language; its code if it has no name here. */
export function nameLanguage(code: string): string {
  if (code === UNKNOWN) return 'Unknown'
  return Object.hasOwn(names, code) ? names[code] : code
}
