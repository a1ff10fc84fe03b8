import { describeModule } from './describe-module.ts'
import { cascadeSizeSetup } from './setups/cascade-size.ts'
import { languageSetup } from './setups/language.ts'
import { readingTimeSetup } from './setups/reading-time.ts'
import { sentimentSetup } from './setups/sentiment.ts'
import { toyClickOnceSetup, toyClickSetup } from './setups/toy-click.ts'

for (const setup of [
  cascadeSizeSetup,
  toyClickSetup,
  toyClickOnceSetup,
  readingTimeSetup,
  languageSetup,
  sentimentSetup
])
  describeModule(setup)
