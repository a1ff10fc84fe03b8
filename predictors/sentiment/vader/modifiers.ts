const boost = 0.293

const amplifiers = `absolutely amazingly awfully completely considerable considerably decidedly deeply effing enormous enormously
  entirely especially exceptional exceptionally extreme extremely fabulously flipping flippin frackin fracking fricking frickin
  frigging friggin fully fuckin fucking fuggin fugging greatly hella highly hugely incredible incredibly intensely major majorly
  more most particularly purely quite really remarkably so substantially thoroughly total totally tremendous tremendously uber
  unbelievably unusually utter utterly very`
const dampeners = `almost barely hardly kinda kindof kind-of less little marginal marginally occasional occasionally partly
  scarce scarcely slight slightly somewhat sorta sortof sort-of`

/** What a degree adverb adds to a positive word, and takes from a negative one. */
export const boosters: ReadonlyMap<string, number> = new Map([
  ...listWords(amplifiers).map(word => [word, boost] as const),
  ...listWords(dampeners).map(word => [word, -boost] as const)
])

/** Degree adverbs of two words. */
export const boosterPhrases: ReadonlyMap<string, number> = new Map([
  ['just enough', -boost],
  ['kind of', -boost],
  ['sort of', -boost]
])

/** Words that contain "n't" negate as well. */
export const negations: readonly string[] = listWords(
  `aint arent cannot cant couldnt darent didnt doesnt dont hadnt hasnt havent isnt mightnt mustnt neither neednt never none nope
  nor not nothing nowhere oughtnt shant shouldnt uhuh uh-uh wasnt werent without wont wouldnt rarely seldom despite`
)

/** Phrases that replace the valence of their word. */
export const idioms: ReadonlyMap<string, number> = new Map([
  ['the shit', 3],
  ['the bomb', 3],
  ['bad ass', 1.5],
  ['bus stop', 0],
  ['yeah right', -2],
  ['kiss of death', -1.5],
  ['to die for', 3],
  ['beating heart', 3.5]
])

export const phraseStarts: ReadonlySet<string> = new Set(
  [...idioms.keys(), ...boosterPhrases.keys()].map(phrase => phrase.slice(0, phrase.indexOf(' ')))
)

function listWords(text: string): readonly string[] {
  return text.split(/\s+/)
}
