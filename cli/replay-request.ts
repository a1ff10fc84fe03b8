import { readFileSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { dataFiles } from '../app/data-folder.ts'
import { proveFolder } from '../app/replay-folders.ts'
import type { Client } from '../client/client.ts'
import type { components } from '../ports/contract/generated/types.ts'

type Replay = components['schemas']['Replay']

/** The options of `groundswell replay`. */
export interface ReplayOptions {
  readonly speed: number | 'max'
  readonly order: 'random' | 'time'
  readonly pause: { readonly mean: number; readonly deviation: number }
  readonly startGap: number
  readonly cascades?: number
  readonly loop?: true
  readonly simulate?: true
  readonly topic?: true
  readonly model?: number
  readonly seed: number
  readonly dataDir?: string
  readonly json?: true
}

/** The replay that the options request. */
export async function buildReplayRequest(
  folder: string | undefined,
  options: ReplayOptions,
  dataFolder: string
) {
  if (options.model !== undefined) return { kind: 'topic' as const, model: options.model }
  return folder === undefined ? askSimulation(options) : askFolder(folder, options, dataFolder)
}

function askSimulation({ startGap, speed, seed }: ReplayOptions) {
  return { kind: 'simulation' as const, startGapSeconds: startGap, speed, seed }
}

async function askFolder(given: string, options: ReplayOptions, dataFolder: string) {
  const folder = await realpath(given)
  const secret = readFileSync(dataFiles(dataFolder).secret, 'utf8').trim()
  return {
    kind: 'folder' as const,
    folder,
    proof: proveFolder(secret, folder),
    order: options.order,
    speed: options.speed,
    ...(options.order === 'random' ? { pauseSeconds: options.pause } : { startGapSeconds: options.startGap }),
    cascades: options.cascades ?? null,
    isLooped: options.loop ?? false,
    seed: options.seed
  }
}

type ReplayRequest = Awaited<ReturnType<typeof buildReplayRequest>>

/** The same replay, requested before and not ended. */
export async function findUnfinishedReplay(
  { replays }: Client,
  asked: ReplayRequest
): Promise<Replay | undefined> {
  const { items } = await replays.list({ limit: 500 })
  return items.find(({ kind, folder, model, state, options }) => {
    if ((state !== 'queued' && state !== 'running') || kind !== asked.kind) return false
    if (asked.kind === 'topic') return model === asked.model
    const same = { seed: asked.seed, speed: asked.speed }
    if (asked.kind === 'simulation')
      return isSame(options, { ...same, postsPerHour: 3_600 / asked.startGapSeconds })
    const { order, cascades, isLooped } = asked
    const gaps =
      'pauseSeconds' in asked ? { pause: asked.pauseSeconds } : { startGapSeconds: asked.startGapSeconds }
    const wanted = { ...same, order, ...gaps, cascades, isLooped }
    return folder === asked.folder && isSame(options, wanted)
  })
}

function isSame(
  options: Readonly<Record<string, unknown>>,
  wanted: Readonly<Record<string, unknown>>
): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => JSON.stringify(options[name]) === JSON.stringify(value)
  )
}
