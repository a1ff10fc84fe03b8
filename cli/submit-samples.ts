import { setTimeout as pause } from 'node:timers/promises'
import type { BodyOf, Client, TrainingRun } from '../client/client.ts'
import { Failure } from '../ports/errors.ts'
import type { Terminal } from './terminal.ts'

type SampleSubmission = BodyOf<'putPredictorSamples'>

/** Samples for a training in the service. */
interface SampleUpload {
  readonly predictor: string
  readonly sampleVersion: number
  readonly items: SampleSubmission['items']
  /** Simulated samples are trained on by themselves, and the version is marked so. */
  readonly isSimulated: boolean
  /** Why the training is asked for. */
  readonly reason: string
  /** Why its version is promoted without the gate; undefined: through the gate. */
  readonly override: string | undefined
  /** Where the cases came from, for the manifest. */
  readonly source: string
}

/** Samples of one request: about 2 kB each. */
const samplesAtOnce = 1_000
const lookMilliseconds = 250

/** Hands the samples to the service, waits for the training it asks for and prints how that ended. Throws Failure. */
export async function submitSamples(
  client: Client,
  { predictor, sampleVersion, items, isSimulated, reason, override, source }: SampleUpload,
  { json }: { readonly json?: true },
  terminal: Terminal
): Promise<void> {
  const whose = client.predictor(predictor)
  const provenance = isSimulated ? 'simulated' : 'real'
  for (let at = 0; at < items.length; at += samplesAtOnce) {
    const page = items.slice(at, at + samplesAtOnce)
    await whose.samples.put({ sampleVersion, provenance, items: page })
  }
  const asked = { reason: override ?? reason, override: override !== undefined, isSimulated, source }
  const { id } = await whose.training.start(asked)
  terminal.printNote(`${items.length} samples handed over, training ${id}`)
  const run = await waitForRun(client, id)
  await terminal.print(json ? JSON.stringify(run) : describeRun(run))
  if (run.state === 'failed') throw new Failure('internal', `the training failed: ${run.reason}`)
}

async function waitForRun({ training }: Client, id: string): Promise<TrainingRun> {
  for (;;) {
    const run = await training.get(id)
    if (run.state !== 'queued' && run.state !== 'running') return run
    await pause(lookMilliseconds)
  }
}

function describeRun({ state, version, reason }: TrainingRun): string {
  return `${version === null ? 'no version' : `version ${version}`} ${state}: ${reason}`
}
