import { type Command, InvalidArgumentError } from 'commander'
import type { TrainOptions } from '../../predictors/predictor.ts'
import { wholeNumber } from '../options.ts'

/** Options of a training. */
export interface TrainingChoice {
  readonly seed: number
  readonly options: Omit<TrainOptions, 'seed'>
}

export function addTrainingOptions(command: Command): Command {
  return command
    .option('--seed <n>', 'seed of the random numbers', wholeNumber(0), 1)
    .option('--options <json>', 'training options of the predictor, as a JSON object', readOptions, {})
}

function readOptions(text: string): TrainingChoice['options'] {
  const options = parse(text)
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new InvalidArgumentError('Must be a JSON object, such as {"trees": 100}.')
  if ('seed' in options) throw new InvalidArgumentError('Must not contain seed: use --seed.')
  return options as TrainingChoice['options']
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
