import type { operations } from '../ports/contract/generated/types.ts'

/**
 * Whether a request may be sent again without an answer. safe: yes, it is idempotent; keyed: yes, with an Idempotency-Key;
 * once: no, only a request that was refused or never arrived is retried.
 */
export type Repeat = 'safe' | 'keyed' | 'once'
export type Route = readonly [method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, repeat: Repeat]

/** The operations of openapi.yaml whose bodies are JSON (or bytes for a download), by operationId. */
export const routes = {
  submitCascade: ['POST', '/cascades', 'keyed'],
  listCascades: ['GET', '/cascades', 'safe'],
  getCascade: ['GET', '/cascades/{cascadeId}', 'safe'],
  listAlerts: ['GET', '/alerts', 'safe'],
  deleteCascade: ['DELETE', '/cascades/{cascadeId}', 'once'],
  putCascadeOutcome: ['PUT', '/cascades/{cascadeId}/outcome', 'safe'],
  getCascadeOutcome: ['GET', '/cascades/{cascadeId}/outcome', 'safe'],
  listPredictors: ['GET', '/predictors', 'safe'],
  getPredictor: ['GET', '/predictors/{predictor}', 'safe'],
  submitToPredictor: ['POST', '/predictors/{predictor}/predictions', 'keyed'],
  listPredictorPredictions: ['GET', '/predictors/{predictor}/predictions', 'safe'],
  putOutcome: ['PUT', '/predictors/{predictor}/outcomes/{subject}', 'safe'],
  getOutcome: ['GET', '/predictors/{predictor}/outcomes/{subject}', 'safe'],
  // Safe because each outcome has an id.
  reportOutcomes: ['POST', '/predictors/{predictor}/outcomes', 'safe'],
  listOutcomes: ['GET', '/predictors/{predictor}/outcomes', 'safe'],
  withdrawPredictorOutcomes: ['POST', '/predictors/{predictor}/outcomes/withdraw', 'safe'],
  listVerifications: ['GET', '/predictors/{predictor}/verifications', 'safe'],
  startVerification: ['POST', '/predictors/{predictor}/verifications', 'safe'],
  listModelChangelog: ['GET', '/predictors/{predictor}/models/changelog', 'safe'],
  submitPrediction: ['POST', '/predictions', 'keyed'],
  listPredictions: ['GET', '/predictions', 'safe'],
  getPrediction: ['GET', '/predictions/{predictionId}', 'safe'],
  cancelPrediction: ['DELETE', '/predictions/{predictionId}', 'safe'],
  getPredictionInput: ['GET', '/predictions/{predictionId}/input', 'safe'],
  retryPrediction: ['POST', '/predictions/{predictionId}/retry', 'once'],
  replayPrediction: ['POST', '/predictions/{predictionId}/replay', 'keyed'],
  listPredictorModels: ['GET', '/predictors/{predictor}/models', 'safe'],
  getPredictorServingModel: ['GET', '/predictors/{predictor}/models/latest', 'safe'],
  listPredictorModelHistory: ['GET', '/predictors/{predictor}/models/history', 'safe'],
  getPredictorModelServingAt: ['GET', '/predictors/{predictor}/models/serving', 'safe'],
  comparePredictorModels: ['GET', '/predictors/{predictor}/models/compare', 'safe'],
  listPredictorModelAccuracy: ['GET', '/predictors/{predictor}/models/accuracy', 'safe'],
  rollbackPredictorModel: ['POST', '/predictors/{predictor}/models/rollback', 'once'],
  collectPredictorModels: ['POST', '/predictors/{predictor}/models/garbage-collection', 'once'],
  getPredictorModel: ['GET', '/predictors/{predictor}/models/{version}', 'safe'],
  getPredictorModelArtefact: ['GET', '/predictors/{predictor}/models/{version}/artefact', 'safe'],
  promotePredictorModel: ['POST', '/predictors/{predictor}/models/{version}/promote', 'once'],
  tagPredictorModel: ['PUT', '/predictors/{predictor}/models/{version}/tags/{tag}', 'once'],
  untagPredictorModel: ['DELETE', '/predictors/{predictor}/models/{version}/tags/{tag}', 'once'],
  notePredictorModel: ['POST', '/predictors/{predictor}/models/{version}/notes', 'once'],
  listPredictorTrainingRuns: ['GET', '/predictors/{predictor}/training', 'safe'],
  startPredictorTraining: ['POST', '/predictors/{predictor}/training', 'once'],
  getTrainingRun: ['GET', '/training/{runId}', 'safe'],
  putPredictorSamples: ['POST', '/predictors/{predictor}/samples', 'safe'],
  withdrawOutcomes: ['POST', '/outcomes/withdraw', 'safe'],
  listDeadLetters: ['GET', '/dead-letters', 'safe'],
  getDeadLetterBody: ['GET', '/dead-letters/{deadLetterId}/body', 'safe'],
  removeDeadLetter: ['DELETE', '/dead-letters/{deadLetterId}', 'once'],
  redriveDeadLetter: ['POST', '/dead-letters/{deadLetterId}/redrive', 'once'],
  listWebhookDeliveries: ['GET', '/webhook-deliveries', 'safe'],
  getSession: ['GET', '/session', 'safe'],
  startSession: ['POST', '/session', 'safe'],
  endSession: ['DELETE', '/session', 'safe'],
  listQueues: ['GET', '/queues', 'safe'],
  listProcesses: ['GET', '/processes', 'safe'],
  getStream: ['GET', '/stream', 'safe'],
  listSources: ['GET', '/stream/sources', 'safe'],
  resetSource: ['POST', '/stream/sources/{source}/reset', 'once'],
  postEvents: ['POST', '/events', 'safe'],
  listReplays: ['GET', '/replays', 'safe'],
  startReplay: ['POST', '/replays', 'once'],
  listReplayFolders: ['GET', '/replays/folders', 'safe'],
  getReplay: ['GET', '/replays/{replayId}', 'safe'],
  stopReplay: ['POST', '/replays/{replayId}/stop', 'safe']
} as const satisfies { readonly [Id in keyof operations]?: Route }

export type RoutedId = keyof typeof routes
