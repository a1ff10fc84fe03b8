import { startApi } from '../../api/server.ts'
import { defaultLimits } from '../../api/settings.ts'
import type { House, RunningService } from '../house.ts'

export async function start({ config, ports, stores, predictors, checks }: House): Promise<RunningService> {
  const { maxBodyBytes, maxEvents, ...doors } = config.api
  const { url, close } = await startApi({
    ...ports,
    ...stores,
    predictors: predictors.map(({ predictor }) => predictor),
    checks,
    settings: {
      ...doors,
      host: config.host,
      port: config.port,
      allowPrivateCallbacks: config.webhooks.allowPrivate,
      ...config.models,
      limits: { ...defaultLimits, bodyBytes: maxBodyBytes, events: maxEvents }
    }
  })
  return { url, close: () => close(config.drainSeconds) }
}
