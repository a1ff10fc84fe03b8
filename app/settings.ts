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
    'embedded: everything in this one process, nothing else needed. cluster: on PostgreSQL, RabbitMQ, Kafka and S3.'
  ),
  host: text(
    'HOST',
    '127.0.0.1',
    'Where to listen. Anything but this machine itself needs GROUNDSWELL_API_KEYS.'
  ),
  port: integer('PORT', 8080, [0, 65_535], '0: any free one, printed at the start.'),
  healthPort: optionalInteger(
    'HEALTH_PORT',
    [0, 65_535],
    'Where any process answers probes and its figures, without a key, from the first moment on; none: it does not.'
  ),
  dataFolder: text(
    'DATA_DIR',
    './data',
    'Embedded: rows and model versions live here. One process at a time.'
  ),
  services: list(
    'SERVICES',
    'api,worker,trainer,collector,source',
    name,
    'Which services this process runs (--services=... too).'
  ),
  predictorModules: list(
    'GROUNDSWELL_PREDICTOR_MODULES',
    '',
    name,
    'Modules of further predictors, comma-separated: paths (relative ones start with ./ or ../, from the working directory) or npm packages. Every process of a cluster needs the same list.'
  ),
  cluster: clusterSettings,
  logLevel: choice('LOG_LEVEL', 'info', ['debug', 'info', 'warn', 'error'], 'debug, info, warn or error.'),
  drainSeconds: integer(
    'GROUNDSWELL_DRAIN_SECONDS',
    10,
    [0, 600],
    'How long SIGTERM waits for what is under way.'
  ),
  api: apiSettings,
  predictions: {
    maxBacklog: integer(
      'GROUNDSWELL_MAX_BACKLOG',
      10_000,
      [1, 10_000_000],
      'Unfinished ones above which new ones get 429; counted about once a second.'
    ),
    maxAttempts: integer(
      'GROUNDSWELL_MAX_ATTEMPTS',
      5,
      [1, 100],
      'Attempts before a prediction ends as failed.'
    ),
    firstPauseSeconds: decimal(
      'GROUNDSWELL_FIRST_PAUSE_SECONDS',
      1,
      [0.001, 3_600],
      'After the first failed attempt; doubles.'
    ),
    maxPauseSeconds: decimal('GROUNDSWELL_LONGEST_PAUSE_SECONDS', 60, [0.001, DAY], 'Between attempts.'),
    deadlineSeconds: integer(
      'GROUNDSWELL_DEADLINE_SECONDS',
      3_600,
      [1, 30 * DAY],
      'From acceptance, where the caller names none.'
    ),
    keepSeconds: integer(
      'GROUNDSWELL_KEEP_PREDICTIONS_SECONDS',
      30 * DAY,
      [60, 3_650 * DAY],
      'How long ended predictions are kept.'
    )
  },
  webhooks: {
    secret: optionalText(
      'GROUNDSWELL_WEBHOOK_SECRET',
      'whsec_ and base64: signs webhooks. None: one is made and kept with the rows (embedded: in DATA_DIR).'
    ),
    allowPrivate: flag(
      'GROUNDSWELL_WEBHOOKS_ALLOW_PRIVATE',
      false,
      'Whether webhooks may go to private addresses.'
    ),
    firstPauseSeconds: decimal(
      'GROUNDSWELL_WEBHOOK_FIRST_PAUSE_SECONDS',
      5,
      [0.001, 3_600],
      'After the first failed call; doubles.'
    ),
    maxPauseSeconds: decimal(
      'GROUNDSWELL_WEBHOOK_LONGEST_PAUSE_SECONDS',
      3_600,
      [0.001, DAY],
      'Between calls.'
    ),
    maxAttempts: integer(
      'GROUNDSWELL_WEBHOOK_MAX_ATTEMPTS',
      8,
      [1, 50],
      'Tries before a webhook is abandoned.'
    )
  },
  worker: {
    threads: integer(
      'GROUNDSWELL_WORKER_THREADS',
      0,
      [0, 256],
      'Fits run on these. 0: one for each processor.'
    ),
    maxBatch: integer(
      'GROUNDSWELL_MAX_BATCH',
      32,
      [1, 10_000],
      'Jobs run together on a thread, of a predictor that declares no batch size.'
    ),
    leaseSeconds: integer(
      'GROUNDSWELL_LEASE_SECONDS',
      10,
      [1, 3_600],
      'A worker silent for longer has lost its jobs.'
    )
  },
  trainer: {
    newSamples: integer(
      'GROUNDSWELL_TRAIN_NEW_SAMPLES',
      500,
      [10, 100_000_000],
      'New samples since the last training that start one.'
    ),
    scheduleSeconds: integer(
      'GROUNDSWELL_TRAIN_EVERY_SECONDS',
      DAY,
      [0, 365 * DAY],
      'Since the last training, where there are new samples; 0: never.'
    ),
    driftLimit: decimal(
      'GROUNDSWELL_DRIFT_LIMIT',
      0.25,
      [0.01, 100],
      'Population stability index of a feature above which a training starts.'
    ),
    maxCases: integer(
      'GROUNDSWELL_TRAIN_MAX_SAMPLES',
      100_000,
      [100, 100_000_000],
      'Samples that one training reads at most: the ones that ended last, of those it may learn from (real ones, unless simulated ones are asked for).'
    ),
    verifySeconds: integer(
      'GROUNDSWELL_VERIFY_SECONDS',
      DAY,
      [0, 365 * DAY],
      'Seconds after which the live version is verified again. 0: by hand only (groundswell verify).'
    ),
    lossRatioLimit: decimal(
      'GROUNDSWELL_LOSS_RATIO_LIMIT',
      1.25,
      [1, 100],
      'How many times its loss at promotion a version may have before a training starts.'
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
      'The last versions that served are never collected.'
    ),
    keepNewest: integer('GROUNDSWELL_KEEP_NEWEST_MODELS', 10, [1, 10_000], 'Nor the newest ones.'),
    bootstrap: flag(
      'GROUNDSWELL_BOOTSTRAP_MODEL',
      true,
      'Whether a predictor without a live version starts with the bootstrap model that its module has, if any.'
    )
  },
  client: {
    url: optionalAddress(
      'GROUNDSWELL_URL',
      'Where the commands find the service; none: the one that runs on DATA_DIR.'
    ),
    apiKey: optionalText('GROUNDSWELL_API_KEY', 'The secret the commands present to it.')
  },
  retention: {
    cascadeSeconds: integer(
      'GROUNDSWELL_KEEP_CASCADES_SECONDS',
      30 * DAY,
      [60, 3_650 * DAY],
      'How long ended cascades, their events and alerts are kept.'
    ),
    samples: integer(
      'GROUNDSWELL_KEEP_SAMPLES',
      200_000,
      [100, 100_000_000],
      'Real training samples kept for each predictor; as many simulated and demo samples are kept apart.'
    ),
    feedSeconds: integer(
      'GROUNDSWELL_KEEP_FEED_SECONDS',
      DAY,
      [60, 365 * DAY],
      'How far back server-sent events resume.'
    ),
    streamSeconds: integer(
      'GROUNDSWELL_KEEP_STREAM_SECONDS',
      7 * DAY,
      [60, 3_650 * DAY],
      'How far back the stream can be replayed.'
    ),
    recordSeconds: integer(
      'GROUNDSWELL_KEEP_RECORDS_SECONDS',
      90 * DAY,
      [60, 3_650 * DAY],
      'Outcomes, scores, training runs, dead letters, webhooks.'
    )
  }
} as const
