import { type Command, InvalidArgumentError } from 'commander'
import type { TrainOptions } from '../../predictors/predictor.ts'
import { wholeNumber } from '../options.ts'

/** How a predictor is trained. */
export interface TrainingChoice {
  readonly seed: number
  readonly options: Omit<TrainOptions, 'seed'>
}

export function addTrainingOptions(command: Command): Command {
  return command
    .option('--seed <n>', 'where the random numbers start', wholeNumber(0), 1)
    .option('--options <json>', "the predictor's own options of a training", readOptions, {})
}

function readOptions(text: string): TrainingChoice['options'] {
  const options = parse(text)
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new InvalidArgumentError('A JSON object is needed, such as {"trees": 100}.')
  if ('seed' in options) throw new InvalidArgumentError('Name the seed by --seed.')
  return options as TrainingChoice['options']
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
