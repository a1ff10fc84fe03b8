import { DAY, decimal, flag, integer, list, SettingError } from './setting.ts'

export const trainerSettings = {
  newSamples: integer(
    'GROUNDSWELL_TRAIN_NEW_SAMPLES',
    500,
    [10, 100_000_000],
    'Number of new samples since the last training at which the next one starts.'
  ),
  firstGroups: integer(
    'GROUNDSWELL_TRAIN_FIRST_GROUPS',
    30,
    [20, 1_000_000],
    'Number of cascades (groups) with an outcome at which the first training starts. The next ones start whenever it doubles, up to twice GROUNDSWELL_CROSS_VALIDATE_MAX_GROUPS.'
  ),
  maxCrossValidatedGroups: integer(
    'GROUNDSWELL_CROSS_VALIDATE_MAX_GROUPS',
    120,
    [0, 100_000],
    'Maximum number of cascades (groups) for which candidate and live version are compared by cross-validation, and the new version is trained on all of them. With more, some are held out.'
  ),
  scheduleSeconds: integer(
    'GROUNDSWELL_TRAIN_EVERY_SECONDS',
    DAY,
    [0, 365 * DAY],
    'Time since the last training after which the next one starts if there are new samples. 0: never.'
  ),
  driftLimit: decimal(
    'GROUNDSWELL_DRIFT_LIMIT',
    0.25,
    [0.01, 100],
    'Drift (population stability index of a feature) above which a training starts.'
  ),
  maxCases: integer(
    'GROUNDSWELL_TRAIN_MAX_SAMPLES',
    100_000,
    [100, 100_000_000],
    'Maximum number of samples in one training: the newest ones, and only real ones unless simulated ones are requested.'
  ),
  networks: list(
    'GROUNDSWELL_TRAIN_NETWORKS',
    '',
    networkName,
    'Names of the networks that the cascades come from, comma-separated, such as Mastodon. Each answer says on which networks its version was trained.'
  ),
  keepsIds: flag(
    'GROUNDSWELL_TRAIN_KEEP_IDS',
    false,
    'Whether new versions keep the ids of their training cascades, so that forecasts name the most similar ones. Ids may be personal data: a version keeps those of cascades that are deleted later.'
  ),
  calibrationSubjects: integer(
    'GROUNDSWELL_CALIBRATION_SUBJECTS',
    500,
    [20, 100_000],
    'Maximum number of subjects with real outcomes from which the live version learns its calibration: the newest ones that it was not trained on.'
  ),
  verifySeconds: integer(
    'GROUNDSWELL_VERIFY_SECONDS',
    DAY,
    [0, 365 * DAY],
    'Time after which the live version is verified again. 0: only on request (groundswell verify).'
  ),
  lossRatioLimit: decimal(
    'GROUNDSWELL_LOSS_RATIO_LIMIT',
    1.25,
    [1, 100],
    'Ratio of the current loss of the live version to its loss at promotion above which a training starts.'
  )
} as const

export const modelsSettings = {
  keepServed: integer(
    'GROUNDSWELL_KEEP_SERVED_MODELS',
    10,
    [1, 10_000],
    'Number of versions that were live last and are never deleted.'
  ),
  keepNewest: integer(
    'GROUNDSWELL_KEEP_NEWEST_MODELS',
    10,
    [1, 10_000],
    'Number of newest versions that are never deleted.'
  ),
  bootstrap: flag(
    'GROUNDSWELL_BOOTSTRAP_MODEL',
    true,
    'Whether a predictor without a live version starts with the bootstrap model of its module, if it has one, and trainings on few cases start from it.'
  )
} as const

function networkName(given: string): string {
  if (given.length > 60) throw new SettingError('must list names of at most 60 characters')
  return given
}
