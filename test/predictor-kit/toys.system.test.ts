import { describePredictor } from './describe-predictor.ts'
import { toyClickOnceSetup, toyClickSetup } from './setups/toy-click.ts'

for (const setup of [toyClickSetup, toyClickOnceSetup]) describePredictor(setup)
