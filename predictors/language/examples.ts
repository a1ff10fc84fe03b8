import type { Example } from '../predictor.ts'
import type { LanguageOutcome, TextInput } from './text-input.ts'

type LanguageExample = Example<TextInput, LanguageOutcome>

export const examples: readonly [LanguageExample, ...LanguageExample[]] = [
  {
    title: 'Swedish',
    input: { text: 'Båten lämnar hamnen klockan sju och kommer tillbaka innan det blir mörkt.' },
    outcome: { language: 'sv' }
  },
  {
    title: 'Norwegian Bokmal',
    input: { text: 'Hun kjøpte ferske brød og gikk hjem gjennom parken mens det snødde.' },
    outcome: { language: 'nb' }
  },
  {
    title: 'Arabic',
    input: { text: 'يفتح السوق أبوابه في الصباح الباكر ويغلق بعد غروب الشمس.' },
    outcome: { language: 'ar' }
  },
  {
    title: 'Two languages',
    input: {
      text: 'The meeting starts at nine tomorrow morning. Wir treffen uns danach zum Mittagessen in der Stadt.'
    },
    outcome: { language: 'de' }
  }
]
