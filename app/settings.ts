import { apiSettings } from './api-settings.ts'
import { clusterSettings } from './cluster-settings.ts'
import {
  choice,
  DAY,
  decimal,
  flag,
  integer,
  list,
  name,
  optionalAddress,
  optionalInteger,
  optionalText,
  text
} from './setting.ts'
import { alertsSettings, sourceSettings, streamSettings } from './stream-settings.ts'

/**
 * Every setting there is, in the order of .env.example. Nothing else reads the environment. Model parameters are not
 * settings: they travel in the model version.
 */
export const settings = {
  mode: choice(
    'MODE',
    'embedded',
    ['embedded', 'cluster'],
    'embedded: everything runs in one process and needs no server. cluster: processes share PostgreSQL, RabbitMQ, Kafka and S3.'
  ),
  host: text(
    'HOST',
    '127.0.0.1',
    'Address to listen on. Any address other than this machine itself requires GROUNDSWELL_API_KEYS.'
  ),
  port: integer(
    'PORT',
    8080,
    [0, 65_535],
    'Port of the API and the web page. 0: any free port, which the start prints.'
  ),
  healthPort: optionalInteger(
    'HEALTH_PORT',
    [0, 65_535],
    'Port for health probes and metrics (no API key required). Unset: disabled.'
  ),
  dataFolder: text(
    'DATA_DIR',
    './data',
    'Folder of the database and the model versions in embedded mode. Only one process can use it at a time.'
  ),
  services: list(
    'SERVICES',
    'api,worker,trainer,collector,source',
    name,
    'Services that this process runs, comma-separated. The option --services of groundswell start takes precedence.'
  ),
  predictorModules: list(
    'GROUNDSWELL_PREDICTOR_MODULES',
    '',
    name,
    'Modules of further predictors, comma-separated: paths (relative to the working directory; they start with ./ or ../) or npm packages. Every process of a cluster needs the same list.'
  ),
  cluster: clusterSettings,
  logLevel: choice(
    'LOG_LEVEL',
    'info',
    ['debug', 'info', 'warn', 'error'],
    'Least severe level that is logged: debug, info, warn or error.'
  ),
  drainSeconds: integer(
    'GROUNDSWELL_DRAIN_SECONDS',
    10,
    [0, 600],
    'How long a process that receives SIGTERM waits for running requests and jobs.'
  ),
  api: apiSettings,
  predictions: {
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
  },
  webhooks: {
    secret: optionalText(
      'GROUNDSWELL_WEBHOOK_SECRET',
      'Secret that signs webhooks: whsec_ and base64. Unset: a generated secret, stored in the database (embedded: in DATA_DIR).'
    ),
    allowPrivate: flag(
      'GROUNDSWELL_WEBHOOKS_ALLOW_PRIVATE',
      false,
      'Whether webhooks may call private addresses.'
    ),
    firstPauseSeconds: decimal(
      'GROUNDSWELL_WEBHOOK_FIRST_PAUSE_SECONDS',
      5,
      [0.001, 3_600],
      'Delay before the second call of a webhook. It doubles with each further call (exponential backoff).'
    ),
    maxPauseSeconds: decimal(
      'GROUNDSWELL_WEBHOOK_LONGEST_PAUSE_SECONDS',
      3_600,
      [0.001, DAY],
      'Maximum delay between two calls of a webhook.'
    ),
    maxAttempts: integer(
      'GROUNDSWELL_WEBHOOK_MAX_ATTEMPTS',
      8,
      [1, 50],
      'Maximum number of calls before a webhook is given up.'
    )
  },
  worker: {
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
  },
  trainer: {
    newSamples: integer(
      'GROUNDSWELL_TRAIN_NEW_SAMPLES',
      500,
      [10, 100_000_000],
      'Number of new samples since the last training at which the next one starts.'
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
  },
  stream: streamSettings,
  source: sourceSettings,
  alerts: alertsSettings,
  models: {
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
      'Whether a predictor without a live version starts with the bootstrap model of its module, if it has one.'
    )
  },
  client: {
    url: optionalAddress(
      'GROUNDSWELL_URL',
      'Address of the service for the commands. Unset: the service that runs on DATA_DIR.'
    ),
    apiKey: optionalText(
      'GROUNDSWELL_API_KEY',
      'Secret of the API key that the commands send to the service.'
    )
  },
  retention: {
    cascadeSeconds: integer(
      'GROUNDSWELL_KEEP_CASCADES_SECONDS',
      30 * DAY,
      [60, 3_650 * DAY],
      'How long cascades, their events and alerts are kept after their end.'
    ),
    samples: integer(
      'GROUNDSWELL_KEEP_SAMPLES',
      200_000,
      [100, 100_000_000],
      'Maximum number of real training samples for each predictor. Simulated and demo samples have the same limit of their own.'
    ),
    feedSeconds: integer(
      'GROUNDSWELL_KEEP_FEED_SECONDS',
      DAY,
      [60, 365 * DAY],
      'How long server-sent events are kept, so that a client can resume after a disconnection.'
    ),
    streamSeconds: integer(
      'GROUNDSWELL_KEEP_STREAM_SECONDS',
      7 * DAY,
      [60, 3_650 * DAY],
      'How long messages stay on the stream, and thus how far back it can be replayed.'
    ),
    recordSeconds: integer(
      'GROUNDSWELL_KEEP_RECORDS_SECONDS',
      90 * DAY,
      [60, 3_650 * DAY],
      'How long outcomes, scores, training runs, dead letters and webhooks are kept.'
    )
  }
} as const
