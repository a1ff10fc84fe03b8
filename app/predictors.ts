import * as cascadeSize from '../predictors/cascade-size/cascade-size.ts'
import type { PredictorModule } from '../predictors/predictor.ts'

/** Every predictor there is: a new one is one line here. */
export const predictors: readonly PredictorModule[] = [cascadeSize]
