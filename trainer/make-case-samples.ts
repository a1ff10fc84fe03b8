import type { Threads } from '../ports/threads.ts'
import type { PredictorModule } from '../predictors/predictor.ts'
import { moduleUrl, type SampleResult, type SampleTask } from './train-task.ts'

/** Builds the sample of each finished case (JSON texts) on the next free thread, or gives the reason why there is none. */
export async function makeCaseSamples(
  threads: Threads,
  predictorModule: PredictorModule,
  cases: SampleTask['cases']
): Promise<readonly SampleResult[]> {
  const payload: SampleTask = {
    predictorModuleUrl: predictorModule.moduleUrl,
    cases: cases.map(({ input, outcome }) => ({ input, outcome }))
  }
  return threads.run<SampleTask, readonly SampleResult[]>({ module: moduleUrl, name: 'makeSamples', payload })
}
