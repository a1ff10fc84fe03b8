import { expect, onTestFinished, test } from 'vitest'
import type { ClaimedPrediction } from '../../stores/predictions.ts'
import { startRunningJobs } from '../../worker/running-jobs.ts'
import { buildSetClock } from '../harness/set-clock.ts'
import { buildMemoryRows, silentLog } from './fakes.ts'

const LEASE_SECONDS = 9

/** Starts one running job. The test sets the answers of its rows; `calls` lists the calls of the store. */
function start() {
  const clock = buildSetClock()
  const calls: string[] = []
  const answer = { lost: [] as string[], error: null as Error | null }
  const listeners = new Set<(id: string) => void>()
  const ask = (name: string) => async () => {
    calls.push(name)
    if (answer.error) throw answer.error
    return answer.lost
  }
  const jobs = startRunningJobs({
    predictions: {
      ...buildMemoryRows(),
      renew: ask('renew'),
      lost: ask('lost'),
      onCanceled(listener) {
        listeners.add(listener)
        return () => listeners.delete(listener)
      }
    },
    clock,
    log: silentLog,
    leaseSeconds: LEASE_SECONDS
  })
  onTestFinished(() => jobs.close())
  const job = { id: 'a', deadlineAt: clock.now() + 60_000 } as ClaimedPrediction
  const stop = jobs.add(job)
  /** Advances the clock in ticks, and runs all due tasks after each. */
  const pass = async (milliseconds: number) => {
    for (let passed = 0; passed < milliseconds; passed += 200) {
      clock.advance(200)
      await new Promise(setImmediate)
    }
  }
  return { jobs, job, stop, answer, calls, listeners, pass }
}

test('checks for lost claims each second and renews at a third of the lease', async () => {
  const { calls, pass } = start()
  await pass(6_000)
  expect(calls).toEqual(['lost', 'lost', 'renew', 'lost', 'lost', 'renew'])
})

test('stops a job whose claim another process took', async () => {
  const { stop, answer, pass } = start()
  await pass(1_000)
  expect(stop.aborted).toBe(false)
  answer.lost = ['a']
  await pass(1_000)
  expect(stop.reason).toBe('lost')
})

test('continues when the rows cannot be read', async () => {
  const { stop, answer, calls, pass } = start()
  answer.error = new Error('the database is away')
  await pass(1_000)
  expect(stop.aborted).toBe(false)
  answer.error = null
  await pass(1_000)
  expect(calls).toEqual(['lost', 'lost'])
})

test('stops a job at its deadline', async () => {
  const { stop, pass } = start()
  await pass(59_800)
  expect(stop.aborted).toBe(false)
  await pass(200)
  expect(stop.reason).toBe('deadline')
})

test('stops all jobs with one reason', () => {
  const { jobs, stop } = start()
  jobs.stopAll('draining')
  expect(stop.reason).toBe('draining')
})

test('does not check a removed job', async () => {
  const { jobs, job, calls, pass } = start()
  jobs.remove(job)
  await pass(3_000)
  expect(calls).toEqual([])
  expect(jobs.size).toBe(0)
})

test('neither reads rows nor listens once closed', async () => {
  const { jobs, calls, listeners, pass } = start()
  expect(listeners.size).toBe(1)
  jobs.close()
  expect(listeners.size).toBe(0)
  await pass(3_000)
  expect(calls).toEqual([])
})
