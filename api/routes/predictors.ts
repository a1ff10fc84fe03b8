import type { components } from '../../ports/contract/generated/types.ts'
import type { ApiDependencies } from '../dependencies.ts'
import type { Handlers } from '../http/call.ts'
import { findPredictor } from '../predictors.ts'

/** Builds the handlers that describe the predictors. */
export function buildPredictorHandlers(
  dependencies: ApiDependencies
): Pick<Handlers, 'listPredictors' | 'getPredictor'> {
  const { predictors, modelVersions } = dependencies

  async function describe(
    predictor: ApiDependencies['predictors'][number]
  ): Promise<components['schemas']['Predictor']> {
    const { name, title, description, input, output, outcome, sampleSchema, sampleVersion } = predictor
    return {
      name,
      title,
      description,
      input,
      output,
      outcome,
      sample: sampleSchema,
      examples: predictor.examples,
      answer: predictor.answer,
      slices: predictor.slices,
      outcomes: predictor.outcomes,
      metrics: predictor.metrics,
      batch: predictor.batch ?? null,
      sampleVersion,
      servingVersion: (await modelVersions.serving(name))?.version ?? null
    }
  }

  return {
    async listPredictors() {
      return { status: 200, body: { items: await Promise.all(predictors.map(describe)), next: null } }
    },

    async getPredictor({ path }) {
      return { status: 200, body: await describe(findPredictor(dependencies, path.predictor)) }
    }
  }
}
