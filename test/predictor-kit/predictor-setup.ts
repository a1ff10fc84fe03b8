import type { Json, PredictorModule } from '../../predictors/predictor.ts'

/** One finished case: what was asked, and what came of it. */
export interface Case {
  readonly input: Json
  readonly outcome: Json
}

/** What the kit has to know of a predictor beside its module. */
export interface PredictorSetup {
  readonly module: PredictorModule
  /** The same cases for the same seed. */
  drawCases(seed: number, count: number): readonly Case[]
  /** Cases from which a version learns to be better than each baseline, on as many others. */
  readonly caseCount: number
  /** The gate wants more cases than a test should need: it declines the first version. */
  readonly needsMoreCases?: true
  /** Settings of the program, read when it is started. */
  settings?(): Readonly<Record<string, string>>
  /** Options of a training: fewer trees, where a test need not wait for them. */
  readonly trainOptions?: Readonly<Record<string, Json>>
  /** An input that keeps to the schema and is refused all the same. Absent: there is none. */
  readonly refused?: { readonly input: Json; readonly reason: RegExp }
  /** An outcome that keeps to the schema and cannot be that of this input. Absent: there is none. */
  readonly contradiction?: Case & { readonly field: string }
}
