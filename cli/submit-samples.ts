import { setTimeout as pause } from 'node:timers/promises'
import type { BodyOf, Client, TrainingRun } from '../client/client.ts'
import { Failure } from '../ports/errors.ts'
import type { Terminal } from './terminal.ts'

type SampleSubmission = BodyOf<'putPredictorSamples'>

/** Samples to send, and the training to start. */
interface SampleUpload {
  readonly predictor: string
  readonly sampleVersion: number
  readonly items: SampleSubmission['items']
  /** The training uses only simulated samples, and the version is marked as simulated. */
  readonly isSimulated: boolean
  /** Reason of the training. */
  readonly reason: string
  /** Reason for a promotion without the gate; undefined: the version must pass the gate. */
  readonly override: string | undefined
  /** Origin of the cases, for the manifest. */
  readonly source: string
}

/** Samples in one request. A sample has about 2 kB. */
const SAMPLES_PER_REQUEST = 1_000
const POLL_MILLISECONDS = 250

/** Sends the samples to the service, starts a training, waits for it and prints its result. Throws Failure. */
export async function submitSamples(
  client: Client,
  { predictor, sampleVersion, items, isSimulated, reason, override, source }: SampleUpload,
  { json }: { readonly json?: true },
  terminal: Terminal
): Promise<void> {
  const whose = client.predictor(predictor)
  const provenance = isSimulated ? 'simulated' : 'real'
  for (let at = 0; at < items.length; at += SAMPLES_PER_REQUEST) {
    const page = items.slice(at, at + SAMPLES_PER_REQUEST)
    await whose.samples.put({ sampleVersion, provenance, items: page })
  }
  const asked = { reason: override ?? reason, override: override !== undefined, isSimulated, source }
  const { id } = await whose.training.start(asked)
  terminal.printNote(`sent ${items.length} samples, started training ${id}`)
  const run = await waitForRun(client, id)
  await terminal.print(json ? JSON.stringify(run) : describeRun(run))
  if (run.state === 'failed') throw new Failure('internal', `the training failed: ${run.reason}`)
}

async function waitForRun({ training }: Client, id: string): Promise<TrainingRun> {
  for (;;) {
    const run = await training.get(id)
    if (run.state !== 'queued' && run.state !== 'running') return run
    await pause(POLL_MILLISECONDS)
  }
}

function describeRun({ state, version, reason }: TrainingRun): string {
  return `${version === null ? 'no version' : `version ${version}`} ${state}: ${reason}`
}
