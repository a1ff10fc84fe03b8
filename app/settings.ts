import { isIP } from 'node:net'
import { clusterSettings } from './cluster-settings.ts'
import {
  choice,
  decimal,
  flag,
  integer,
  list,
  optionalAddress,
  optionalInteger,
  optionalNumber,
  optionalText,
  SettingError,
  text
} from './setting.ts'

const DAY = 86_400

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
  api: {
    keys: list(
      'GROUNDSWELL_API_KEYS',
      '',
      apiKey,
      'name:secret, comma-separated; none: no key is asked for.'
    ),
    sessionSeconds: integer(
      'GROUNDSWELL_SESSION_SECONDS',
      43_200,
      [60, 7 * DAY],
      'How long the page may go on after it was shown a key.'
    ),
    allowedHosts: list(
      'GROUNDSWELL_ALLOWED_HOSTS',
      '',
      name,
      'Host names served besides this machine and HOST.'
    ),
    allowedOrigins: list(
      'GROUNDSWELL_ALLOWED_ORIGINS',
      '',
      name,
      'Origins of other web pages that may call.'
    ),
    trustedProxies: list(
      'GROUNDSWELL_TRUSTED_PROXIES',
      '',
      addressRange,
      'Addresses or networks (10.0.0.0/8) of reverse proxies, comma-separated. Behind them callers are told apart by what the proxies report. Unset: every connection is its own caller.'
    ),
    trustedProxyHeader: choice(
      'GROUNDSWELL_TRUSTED_PROXY_HEADER',
      'x-forwarded-for',
      ['x-forwarded-for', 'forwarded'],
      'The header in which they report the caller: x-forwarded-for or forwarded (RFC 7239).'
    ),
    maxBodyBytes: integer(
      'GROUNDSWELL_MAX_BODY_BYTES',
      16_777_216,
      [1_024, 1_073_741_824],
      'Of one request.'
    ),
    allBodiesBytes: integer(
      'GROUNDSWELL_MAX_ALL_BODIES_BYTES',
      67_108_864,
      [1_024, 1_099_511_627_776],
      'Memory for the bodies of all requests together, at least twice GROUNDSWELL_MAX_BODY_BYTES. Further bodies wait up to 10 s, then get 503.'
    ),
    maxEvents: integer('GROUNDSWELL_MAX_EVENTS', 200_000, [1, 10_000_000], 'Of one submitted cascade.')
  },
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
    longestPauseSeconds: decimal('GROUNDSWELL_LONGEST_PAUSE_SECONDS', 60, [0.001, DAY], 'Between attempts.'),
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
    longestPauseSeconds: decimal(
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
  stream: {
    eventPartitions: integer(
      'GROUNDSWELL_EVENT_PARTITIONS',
      8,
      [1, 10_000],
      'Of the topics of events and cascades, when they are made: as many collectors can share them.'
    ),
    predictionPartitions: integer(
      'GROUNDSWELL_PREDICTION_PARTITIONS',
      20,
      [1, 10_000],
      'Of the topics of predictions and alerts, when they are made.'
    ),
    windows: list(
      'GROUNDSWELL_WINDOWS',
      '300,600,3600',
      windowSeconds,
      'Ages in seconds at which each watched cascade is forecast.'
    ),
    idleSeconds: integer(
      'GROUNDSWELL_IDLE_SECONDS',
      DAY,
      [1, 3_650 * DAY],
      'A cascade without an event for as long has ended.'
    ),
    maxAgeSeconds: integer(
      'GROUNDSWELL_MAX_AGE_SECONDS',
      7 * DAY,
      [60, 3_650 * DAY],
      'At this age a cascade has ended in any case.'
    ),
    latenessSeconds: decimal(
      'GROUNDSWELL_LATENESS_SECONDS',
      30,
      [0, DAY],
      'How late an event may come and still count in its window.'
    ),
    futureSeconds: decimal(
      'GROUNDSWELL_FUTURE_SECONDS',
      300,
      [0, DAY],
      'How far ahead of the clock an event or a watermark may be dated. POST /events refuses one further ahead; on the topic it becomes a dead letter.'
    ),
    silenceSeconds: decimal(
      'GROUNDSWELL_SILENCE_SECONDS',
      10,
      [0.1, DAY],
      'A feed without watermarks, silent for as long, goes on at wall speed.'
    ),
    lostSeconds: decimal(
      'GROUNDSWELL_LOST_SECONDS',
      3_600,
      [1, 30 * DAY],
      'The same for a source that writes watermarks.'
    ),
    maxResidentEvents: integer(
      'GROUNDSWELL_MAX_RESIDENT_EVENTS',
      4_000_000,
      [1_000, 1_000_000_000],
      'Events of open cascades in memory, for each partition; the rest is read when needed.'
    ),
    checkpointSeconds: decimal(
      'GROUNDSWELL_CHECKPOINT_SECONDS',
      2,
      [0.01, 600],
      'The collector writes what has grown at least this often.'
    )
  },
  source: {
    replayFolders: list(
      'GROUNDSWELL_REPLAY_FOLDERS',
      '',
      name,
      'Folders below which cascades may be replayed by whoever may call; none: the examples that come with the program.'
    ),
    simulatedPerHour: optionalNumber(
      'GROUNDSWELL_SIMULATE_PER_HOUR',
      [0.01, 100_000],
      'Simulated posts an hour, in real time and without end; none: nothing is simulated.'
    ),
    jetstreamUrl: optionalText(
      'GROUNDSWELL_JETSTREAM_URL',
      'A Bluesky Jetstream to watch, as wss://jetstream2.us-east.bsky.network/subscribe; none: nothing outside is asked.'
    ),
    profilesUrl: text(
      'GROUNDSWELL_PROFILES_URL',
      'https://public.api.bsky.app',
      'Where the followers of Bluesky accounts are looked up.'
    ),
    profileRequestsPerSecond: decimal(
      'GROUNDSWELL_PROFILE_REQUESTS_PER_SECOND',
      5,
      [0.01, 1_000],
      'Of 25 accounts each.'
    ),
    leastFollowers: integer(
      'GROUNDSWELL_LIVE_LEAST_FOLLOWERS',
      1_000,
      [0, 1_000_000_000],
      'Posts of authors with fewer are not watched in a live feed.'
    )
  },
  alerts: {
    threshold: optionalNumber(
      'GROUNDSWELL_ALERT_THRESHOLD',
      [1, 1e12],
      'Predicted size from which an alert is raised; none: no alerts.'
    ),
    measure: choice(
      'GROUNDSWELL_ALERT_MEASURE',
      'point',
      ['point', 'median', 'low', 'high'],
      'Which value of the forecast is watched: point, median, low or high (10 and 90 %).'
    ),
    cooldownSeconds: decimal(
      'GROUNDSWELL_ALERT_COOLDOWN_SECONDS',
      0,
      [0, 30 * DAY],
      'No second alert for a cascade within so many seconds.'
    ),
    webhooks: list('GROUNDSWELL_ALERT_WEBHOOKS', '', name, 'Addresses told of every alert, comma-separated.')
  },
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

function windowSeconds(given: string): number {
  const seconds = Number(given)
  // Whole: forecasts of two windows in the same second would have one slice.
  if (!(Number.isInteger(seconds) && seconds >= 60 && seconds <= 7 * DAY))
    throw new SettingError('each window must be a whole number of seconds from 60 to 604800')
  return seconds
}

function name(given: string): string {
  return given
}

function addressRange(given: string): { readonly address: string; readonly prefix: number } {
  const [address = '', bits] = splitOnce(given, '/')
  const max = { 4: 32, 6: 128 }[isIP(address)] ?? 0
  const prefix = bits === undefined ? max : Number(bits)
  if (max === 0 || (bits !== undefined && !/^\d{1,3}$/.test(bits)) || prefix > max)
    throw new SettingError(`each must be an IP address or a network such as 10.0.0.0/8 (got '${given}')`)
  return { address, prefix }
}

function apiKey(given: string): { readonly name: string; readonly secret: string } {
  const [keyName = '', secret = ''] = splitOnce(given, ':')
  if (!/^[A-Za-z0-9._-]{1,64}$/.test(keyName)) throw new SettingError('each key needs a name: name:secret')
  if (secret.length < 16) throw new SettingError(`the secret of '${keyName}' needs at least 16 characters`)
  return { name: keyName, secret }
}

function splitOnce(given: string, separator: string): readonly string[] {
  const at = given.indexOf(separator)
  return at < 0 ? [given] : [given.slice(0, at), given.slice(at + 1)]
}
