import type { AnyPredictor } from './predictor.ts'

/** Whether a predictor can decode a model that was trained on samples of this version. */
export function isReadable(
  {
    sampleVersion,
    readableSampleVersions = []
  }: Pick<AnyPredictor, 'sampleVersion' | 'readableSampleVersions'>,
  trainedOn: number
): boolean {
  return trainedOn === sampleVersion || readableSampleVersions.includes(trainedOn)
}
