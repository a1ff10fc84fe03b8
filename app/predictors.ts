import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Failure } from '../ports/errors.ts'
import * as cascadeSize from '../predictors/cascade-size/cascade-size.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import { describeLoadError } from './describe-load-error.ts'
import { findModuleFault } from './predictor-module-fault.ts'

/** The predictors that come with the program. */
export const builtInPredictors: readonly PredictorModule[] = [cascadeSize]

const field = 'GROUNDSWELL_PREDICTOR_MODULES'

/**
 * Loads the built-in predictors and then the modules that the setting names. Throws Failure('invalid-configuration') for a
 * module that does not load or is not a predictor module, and for a duplicate name.
 */
export async function loadPredictors(modules: readonly string[]): Promise<readonly PredictorModule[]> {
  const predictors = [...builtInPredictors]
  for (const specifier of modules) {
    const loaded = await loadModule(specifier)
    const { name } = loaded.predictor
    if (predictors.some(({ predictor }) => predictor.name === name))
      throw refuse(specifier, `its name '${name}' is taken by another predictor: names must be unique`)
    predictors.push(loaded)
  }
  return predictors
}

async function loadModule(specifier: string): Promise<PredictorModule> {
  const load = (url: string): Promise<Partial<PredictorModule>> =>
    import(url).catch(cause => {
      throw refuse(specifier, `it does not load: ${describeLoadError(cause)}`, cause)
    })
  const exported = await load(toImport(specifier))
  const fault = findModuleFault(exported)
  if (fault !== null) throw refuse(specifier, fault)
  const module = exported as PredictorModule
  // Not imported above: the validator costs start time, and the built-in predictors need no check.
  const { findSchemaFault } = await import('./predictor-schema-fault.ts')
  const schemaFault = findSchemaFault(module.predictor)
  if (schemaFault !== null) throw refuse(specifier, schemaFault)
  // Threads import the module by this URL.
  const again = await load(module.moduleUrl)
  if (again.predictor?.name !== module.predictor.name)
    throw refuse(specifier, `\`moduleUrl\` is not that of the module (got ${module.moduleUrl})`)
  return module
}

/** The URL of a path relative to the working directory. Anything else is the name of a package. */
function toImport(specifier: string): string {
  return /^(\.{0,2}[/\\]|[A-Za-z]:[/\\])/.test(specifier) ? pathToFileURL(resolve(specifier)).href : specifier
}

function refuse(specifier: string, reason: string, cause?: unknown): Failure {
  return new Failure('invalid-configuration', `${field}: ${specifier}: ${reason}`, { field, cause })
}
