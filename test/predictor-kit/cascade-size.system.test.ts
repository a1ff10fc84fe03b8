import { describePredictor } from './describe-predictor.ts'
import { cascadeSizeSetup } from './setups/cascade-size.ts'

describePredictor(cascadeSizeSetup)
