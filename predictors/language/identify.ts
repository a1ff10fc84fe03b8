import type { Alternative, LanguageAnswer } from './answer.ts'
import type { BestModel } from './best-model.ts'
import { nameLanguage, UNKNOWN } from './languages.ts'
import { explain } from './reasons.ts'
import { scorerOf } from './scorer.ts'
import { findSpans } from './spans.ts'

const MAX_ALTERNATIVES = 3
/** A text with fewer known letters than this share is in a language that the version does not know. */
const MIN_KNOWN_SHARE = 0.5

export const unknownAnswer: LanguageAnswer = {
  language: UNKNOWN,
  name: nameLanguage(UNKNOWN),
  score: 0,
  alternatives: [],
  isReliable: false,
  reasons: []
}

/**
 * The language of a text. Unknown if the text has no letters, or mostly letters that the model has never seen. Never throws, whatever
 * the text. Cost: about 10 us for 100 letters.
 */
export function identify(model: BestModel, text: string): LanguageAnswer {
  const scorer = scorerOf(model)
  scorer.read(text)
  if (scorer.knownShare() < MIN_KNOWN_SHARE) return unknownAnswer
  const ranked = rank(model, scorer.probabilities())
  const [first, second] = ranked
  const isReliable = first.share >= model.reliableFrom
  const reasons = second === undefined ? [] : explain(model, scorer, first.place, second.place)
  const spans = scorer.isUniform ? null : findSpans(model, scorer, text)
  return {
    language: first.language,
    name: first.label,
    score: first.share,
    alternatives: ranked.slice(1).map(({ language, label, share }) => ({ language, label, share })),
    isReliable,
    ...(spans && { spans }),
    reasons
  }
}

/** A language with the class that speaks for it. */
interface Ranked extends Alternative {
  readonly place: number
}

/** The most likely languages, best first. The classes of a language are one. */
function rank({ languages }: BestModel, probabilities: Float64Array): readonly Ranked[] {
  const found: Ranked[] = []
  for (let place = 0; place < languages.length; place++) {
    const language = languages[place]
    let share = probabilities[place]
    const last = found.length - 1
    if (found.length > MAX_ALTERNATIVES && share <= found[last].share) continue
    let best = place
    const same = found.findIndex(each => each.language === language)
    if (same >= 0) {
      if (found[same].share > share) best = found[same].place
      share += found[same].share
      found.splice(same, 1)
    }
    const at = found.findIndex(each => each.share < share)
    const ranked = { language, label: nameLanguage(language), share, place: best }
    found.splice(at < 0 ? found.length : at, 0, ranked)
    if (found.length > MAX_ALTERNATIVES + 1) found.pop()
  }
  return found
}
