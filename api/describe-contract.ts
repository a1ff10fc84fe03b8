import { documentText } from '../ports/contract/generated/document.ts'
import type { AnyPredictor, Schema } from '../predictors/predictor.ts'

type Described = Pick<AnyPredictor, 'name' | 'input' | 'output' | 'outcome' | 'sampleSchema' | 'examples'>

interface Document {
  readonly components: { readonly schemas: Readonly<Record<string, object>> }
}

/**
 * Returns the OpenAPI document as JSON text, with the parts of each predictor: its schemas as the components NAME.input,
 * NAME.output, NAME.outcome and NAME.sample, and its examples in the request bodies that contain inputs and outcomes.
 */
export function describeContract(predictors: readonly Described[]): string {
  const document: Document = JSON.parse(documentText)
  const { schemas } = document.components
  const own = predictors.flatMap(({ name, input, output, outcome, sampleSchema: sample }) =>
    Object.entries({ input, output, outcome, sample }).map(([part, schema]) => [
      `${name}.${part}`,
      withoutId(schema)
    ])
  )
  const examples = predictors.flatMap(predictor => predictor.examples)
  const PredictorSubmission = {
    ...schemas.PredictorSubmission,
    examples: examples.map(({ input }) => ({ input }))
  }
  const OutcomeReport = { ...schemas.OutcomeReport, examples: examples.map(({ outcome }) => ({ outcome })) }
  return JSON.stringify({
    ...document,
    components: {
      ...document.components,
      schemas: { ...schemas, PredictorSubmission, OutcomeReport, ...Object.fromEntries(own) }
    }
  })
}

/** An $id would change the base of the references in the schema. */
function withoutId({ $id: _, ...schema }: Schema): object {
  return schema
}
