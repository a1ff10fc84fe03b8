import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

// Writes predictors/sentiment/vader/generated from the files of vaderSentiment 3.3.2 (MIT): `npm run write:lexicon -- FOLDER`.
// FOLDER has vader_lexicon.txt and emoji_utf8_lexicon.txt.
const folder = process.argv[2]
if (folder === undefined) throw new Error('usage: npm run write:lexicon -- FOLDER')
const generated = join(import.meta.dirname, '../../predictors/sentiment/vader/generated')
const notice =
  'From vaderSentiment 3.3.2, (c) 2016 C.J. Hutto, MIT: ../LICENSE.txt. Written by `npm run write:lexicon`.'

const valences = readTable('vader_lexicon.txt')
const emoji = readTable('emoji_utf8_lexicon.txt')
write('lexicon', 'Lines of a valence in tenths and its entries.', formatLexicon(valences))
write('emoji', 'Lines of a code point in base 36 and its description.', formatEmoji(emoji))

/** Of an entry that occurs twice, the last value is used. */
function readTable(file: string): ReadonlyMap<string, string> {
  const lines = readFileSync(join(folder!, file), 'utf8').trimEnd().split('\n')
  return new Map(lines.map(line => line.trim().split('\t') as [string, string]))
}

/** Without entries that equal no lower-case token: those with capitals or spaces. */
function formatLexicon(table: ReadonlyMap<string, string>): string {
  const entries = [...table].filter(([entry]) => entry === entry.toLowerCase() && !/\s/.test(entry))
  const groups = Map.groupBy(entries, ([, valence]) => Math.round(Number(valence) * 10))
  return [...groups]
    .toSorted(([a], [b]) => a - b)
    .map(([tenths, group]) => [tenths, ...group.map(([entry]) => entry).toSorted()].join(' '))
    .join('\n')
}

/** Without sequences of several code points: VADER looks at one code point at a time. */
function formatEmoji(table: ReadonlyMap<string, string>): string {
  return [...table]
    .map(([symbol, description]) => ({ points: [...symbol], description }))
    .filter(({ points }) => points.length === 1)
    .map(({ points: [point], description }) => `${point!.codePointAt(0)!.toString(36)} ${description}`)
    .join('\n')
}

function write(name: string, format: string, data: string): void {
  const literal = JSON.stringify(data).replaceAll(
    /[^ -~]/g,
    unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
  )
  const text = `// ${notice}\n/** ${format} */\nexport const ${name} =\n  ${literal}\n`
  writeFileSync(join(generated, `${name}.ts`), text)
  console.log(`wrote ${name}.ts: ${text.length} bytes`)
}
