import { setTimeout as sleep } from 'node:timers/promises'
import { residentMegabytes, startProgram } from '../test/harness/start.ts'
import { startSteadyLoad } from '../test/harness/steady-load.ts'
import { type Bench, judge, median } from './result.ts'

const LOOK_SECONDS = 10
const END_SECONDS = 60

/** Runs the service under a constant load for SOAK_MINUTES (30): its memory, and whether it loses predictions. */
export const run: Bench = async ({ log }) => {
  const minutes = Number(process.env.SOAK_MINUTES ?? 30)
  const service = await startProgram({ settings: { LOG_LEVEL: 'info' } })
  try {
    const load = startSteadyLoad(service)
    const megabytes: number[] = []
    for (let look = 0; look < (minutes * 60) / LOOK_SECONDS; look++) {
      await sleep(LOOK_SECONDS * 1000)
      megabytes.push(residentMegabytes(service.pid()))
      if (look % 6 === 5) log(`${load.accepted.size} predictions, ${megabytes.at(-1)?.toFixed(0)} MB`)
    }
    await load.stop()
    const open = new Set(load.accepted)
    for (let second = 0; open.size > 0 && second < END_SECONDS; second++) {
      for (const id of open)
        if ((await service.get(`/predictions/${id}`)).body.state === 'succeeded') open.delete(id)
      if (open.size > 0) await sleep(1000)
    }
    // What a start fills (caches, the heap's own reserves) is over by the second quarter.
    const quarter = Math.floor(megabytes.length / 4)
    const begin = median(megabytes.slice(quarter, 2 * quarter))
    const end = median(megabytes.slice(3 * quarter))
    return [
      { name: 'soak.minutes', value: minutes, unit: 'min' },
      { name: 'soak.accepted', value: load.accepted.size, unit: 'predictions' },
      judge({ name: 'soak.lost', value: open.size, unit: 'predictions' }, '<= 0'),
      { name: 'soak.megabytes', value: end, unit: 'MB (median of the last quarter)' },
      judge({ name: 'soak.growth', value: end / begin, unit: 'x (last quarter / second)' }, '<= 1.2')
    ]
  } finally {
    await service.stop()
  }
}
