import { describePredictor } from './describe-predictor.ts'
import { languageSetup } from './setups/language.ts'

describePredictor(languageSetup)
