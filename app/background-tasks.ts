import { startReaper } from '../relay/reaper.ts'
import { startRelay } from '../relay/relay.ts'
import { startSweeper } from '../relay/sweeper.ts'
import { startWebhookCaller } from '../relay/webhook-caller.ts'
import { predictQueue } from '../stores/predictions/job.ts'
import type { AppContext } from './app-context.ts'
import type { Closers } from './closers.ts'
import { startFigures } from './figures.ts'
import { startHeartbeat } from './heartbeat.ts'
import type { StartWhenAvailable } from './start-when-available.ts'

/** Starts the background tasks of a process. A lease guards each task that only one process may run at a time. */
export async function startBackgroundTasks(
  context: AppContext,
  closers: Closers,
  startWhenAvailable: StartWhenAvailable
): Promise<void> {
  const { config, ports, stores, owner } = context
  const predictors = context.predictors.map(({ predictor }) => predictor.name)
  const parts = { ...ports, ...stores, owner, predictors }
  for (const predictor of predictors) {
    await startWhenAvailable('the queue', async () => {
      const drain = await ports.queue.consumeDeadLetters(predictQueue(predictor), stores.deadLetters.add)
      closers.add('dead letters', drain.close)
    })
  }
  closers.add('relay', startRelay(parts).close)
  closers.add('reaper', startReaper(parts).close)
  closers.add('sweeper', startSweeper({ ...parts, settings: config.retention }).close)
  closers.add('figures', startFigures(context).close)
  closers.add('heartbeat', startHeartbeat(context).close)
  const { webhooks: sender } = ports
  closers.add('webhooks', startWebhookCaller({ ...parts, sender }).close)
}
