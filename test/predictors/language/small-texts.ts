import { Random } from '../../../learners/random.ts'
import type { LanguageSample } from '../../../predictors/language/text-input.ts'

const words: Readonly<Record<string, readonly string[]>> = {
  en: 'the home and garden were quiet because everyone had gone through town with their children'.split(' '),
  de: 'der garten und das haus waren ruhig weil alle mit ihren kindern durch die stadt gingen'.split(' '),
  sv: 'huset och trädgården var tysta eftersom alla hade gått genom staden med sina barn'.split(' '),
  uk: 'будинок і сад були тихі бо всі пішли через місто зі своїми дітьми вчора ввечері'.split(' '),
  sr: 'кућа и башта су биле тихе јер су сви отишли кроз град са својом децом јуче'.split(' ')
}

/** Texts of six to eleven words, drawn from short lists. The same for the same seed. */
export function drawTexts(seed: number, count: number): readonly LanguageSample[] {
  const random = new Random(seed)
  const languages = Object.keys(words)
  return Array.from({ length: count }, () => {
    const language = languages[random.integer(languages.length)]!
    const list = words[language]!
    const text = Array.from({ length: 6 + random.integer(6) }, () => list[random.integer(list.length)]!)
    return { text: text.join(' '), language }
  })
}
