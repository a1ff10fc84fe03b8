import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import type { LanguageSample } from '../../predictors/language/text-input.ts'

/** One text of the training data beside the repository. */
interface LanguageText extends LanguageSample {
  readonly kind: 'sentence' | 'pair' | 'word'
}

const dataFile = fileURLToPath(new URL('../../../shared/data/language/train.tsv.gz', import.meta.url))
const spanishFile = fileURLToPath(new URL('../../examples/language/spanish.txt', import.meta.url))

/** The folder of artefact.bin and manifest.json of the first version of `language`. */
export const languageFolder: string = fileURLToPath(new URL('../../examples/language', import.meta.url))

/** Whether the training data is there. */
export function hasLanguageTexts(): boolean {
  return existsSync(dataFile)
}

/**
 * The training data. `shipped`: texts whose licence allows a model of them to be shipped, with notice, which leaves out the Waray
 * sentences. `measured`: all.
 */
export function readLanguageTexts(set: 'shipped' | 'measured'): readonly LanguageText[] {
  const lines = gunzipSync(readFileSync(dataFile)).toString('utf8').split('\n')
  return lines
    .filter(line => line !== '')
    .map(parseLine)
    .filter(({ language, kind }) => set === 'measured' || language !== 'war' || kind !== 'sentence')
}

function parseLine(line: string): LanguageText {
  const [language = '', kind, text = ''] = line.split('\t')
  if (kind !== 'sentence' && kind !== 'pair' && kind !== 'word')
    throw new TypeError(`${dataFile}: unknown kind ${kind}`)
  return { language, kind, text }
}

/**
 * The texts, and what the Spanish ones among them lack: their source has lost all accented letters (informacin). So words in -cin
 * are repeated with -ción, and the words of examples/language/spanish.txt are added.
 */
export function addSpanishAccents(texts: readonly LanguageSample[]): readonly LanguageSample[] {
  const added = texts.flatMap(({ language, text }) => {
    const lower = text.toLowerCase()
    const restored = lower.replaceAll(/cin\b/g, 'ción')
    return language === 'es' && restored !== lower ? [{ language, text: restored }] : []
  })
  if (!texts.some(({ language }) => language === 'es')) return texts
  const words = readFileSync(spanishFile, 'utf8')
    .split(/\s+/)
    .filter(word => word !== '')
  return [...texts, ...added, ...words.map(text => ({ language: 'es', text }))]
}
