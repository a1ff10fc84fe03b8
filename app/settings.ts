import { apiSettings } from './api-settings.ts'
import { clusterSettings } from './cluster-settings.ts'
import { modelsSettings, trainerSettings } from './model-settings.ts'
import { predictionsSettings, workerSettings } from './prediction-settings.ts'
import { retentionSettings } from './retention-settings.ts'
import {
  choice,
  integer,
  list,
  name,
  optionalAddress,
  optionalInteger,
  optionalText,
  text
} from './setting.ts'
import { alertsSettings, sourceSettings, streamSettings } from './stream-settings.ts'
import { webhooksSettings } from './webhook-settings.ts'

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
  predictions: predictionsSettings,
  webhooks: webhooksSettings,
  worker: workerSettings,
  trainer: trainerSettings,
  stream: streamSettings,
  source: sourceSettings,
  alerts: alertsSettings,
  models: modelsSettings,
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
  retention: retentionSettings
} as const
