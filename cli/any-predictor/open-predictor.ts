import type { Command } from 'commander'
import { loadPredictors } from '../../app/predictors.ts'
import type { PredictorModule } from '../../predictors/predictor.ts'
import { UsageError } from '../exit-codes.ts'
import { readConfigOf } from '../service.ts'

export interface PredictorOptions {
  readonly predictor: string
}

export function addPredictorOption(command: Command): Command {
  return command.requiredOption(
    '--predictor <name>',
    'built-in predictor, or predictor of a module in GROUNDSWELL_PREDICTOR_MODULES'
  )
}

/** Loads the predictor of that name. Throws UsageError, and Failure for a module that does not load. */
export async function openPredictor({ predictor: name }: PredictorOptions): Promise<PredictorModule> {
  const modules = await loadPredictors(readConfigOf({}).predictorModules)
  const found = modules.find(({ predictor }) => predictor.name === name)
  if (found) return found
  const names = modules.map(({ predictor }) => predictor.name).join(', ')
  throw new UsageError(
    `there is no predictor '${name}', only ${names} (GROUNDSWELL_PREDICTOR_MODULES adds further ones)`
  )
}
