import { describePredictor } from './describe-predictor.ts'
import { sentimentSetup } from './setups/sentiment.ts'

describePredictor(sentimentSetup)
