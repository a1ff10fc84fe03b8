// node test/predictors/sentiment/golden/make.ts: scores texts with vaderSentiment (bench/references/vader.py) and writes drawn.json
// and, if ../shared is there, rated.bin.gz.
import { writeFileSync } from 'node:fs'
import { startReference } from '../../../../bench/references/start-reference.ts'
import { drawTexts } from './draw-texts.ts'
import { hasRatedTexts, ratedSets, readRatedTexts, writeScores } from './rated-texts.ts'

const reference = startReference('vader.py', 'vader.txt', console.log)
const score = async (texts: readonly string[]) =>
  (await reference.ask<{ readonly scores: readonly (readonly number[])[] }>({ texts })).scores

const texts = drawTexts(1, 500)
const scores = await score(texts)
const rows = texts.map((text, index) => JSON.stringify([text, ...scores[index]!]))
writeFileSync(new URL('drawn.json', import.meta.url), `[\n${rows.join(',\n')}\n]\n`)
if (hasRatedTexts()) {
  const rated = await score(ratedSets.flatMap(readRatedTexts).map(({ text }) => text))
  writeFileSync(new URL('rated.bin.gz', import.meta.url), writeScores(rated))
}
await reference.close()
