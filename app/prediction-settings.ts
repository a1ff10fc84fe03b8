import { DAY, decimal, integer } from './setting.ts'

export const predictionsSettings = {
  maxBacklog: integer(
    'GROUNDSWELL_MAX_BACKLOG',
    10_000,
    [1, 10_000_000],
    'Maximum number of predictions that have not ended. Above it a new submission gets 429. They are counted about once a second.'
  ),
  maxAttempts: integer(
    'GROUNDSWELL_MAX_ATTEMPTS',
    5,
    [1, 100],
    'Maximum number of attempts before a prediction ends as failed.'
  ),
  firstPauseSeconds: decimal(
    'GROUNDSWELL_FIRST_PAUSE_SECONDS',
    1,
    [0.001, 3_600],
    'Delay before the second attempt of a prediction. It doubles with each further attempt (exponential backoff).'
  ),
  maxPauseSeconds: decimal(
    'GROUNDSWELL_LONGEST_PAUSE_SECONDS',
    60,
    [0.001, DAY],
    'Maximum delay between two attempts of a prediction.'
  ),
  deadlineSeconds: integer(
    'GROUNDSWELL_DEADLINE_SECONDS',
    3_600,
    [1, 30 * DAY],
    'Time from acceptance to the deadline of a prediction whose caller names no deadline.'
  ),
  keepSeconds: integer(
    'GROUNDSWELL_KEEP_PREDICTIONS_SECONDS',
    30 * DAY,
    [60, 3_650 * DAY],
    'How long predictions are kept after their end.'
  )
} as const

export const workerSettings = {
  threads: integer(
    'GROUNDSWELL_WORKER_THREADS',
    0,
    [0, 256],
    'Number of threads for predictions and trainings. 0: one for each processor.'
  ),
  maxBatch: integer(
    'GROUNDSWELL_MAX_BATCH',
    32,
    [1, 10_000],
    'Maximum number of jobs that run together on a thread, for a predictor that declares no batch size.'
  ),
  leaseSeconds: integer(
    'GROUNDSWELL_LEASE_SECONDS',
    10,
    [1, 3_600],
    'How long a worker keeps its claims without renewing them. After that another worker may claim its jobs.'
  )
} as const
