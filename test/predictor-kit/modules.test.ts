import { describeModule } from './describe-module.ts'
import { cascadeSizeSetup } from './setups/cascade-size.ts'
import { readingTimeSetup } from './setups/reading-time.ts'
import { toyClickOnceSetup, toyClickSetup } from './setups/toy-click.ts'

for (const setup of [cascadeSizeSetup, toyClickSetup, toyClickOnceSetup, readingTimeSetup])
  describeModule(setup)
