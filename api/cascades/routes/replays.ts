import type { ReplayReport } from '../../../cascades/rows/replay-report.ts'
import type { Replay } from '../../../cascades/rows/replays.ts'
import { Failure } from '../../../ports/errors.ts'
import { invalidField } from '../../../ports/invalid-field.ts'
import type { ApiDependencies } from '../../dependencies.ts'
import type { Handlers } from '../../http/call.ts'
import { buildPages } from '../../http/page.ts'
import { DEFAULT_PREDICTOR } from '../../predictors.ts'
import { toReplay } from '../../represent.ts'
import { checkVersion } from '../../submission.ts'
import { refuseUnusedOptions } from '../replay-options.ts'

type ReplayHandlers = Pick<
  Handlers,
  'listReplays' | 'startReplay' | 'listReplayFolders' | 'getReplay' | 'stopReplay'
>

/** Builds the handlers of /replays. A source claims each stored replay. */
export function buildReplayHandlers(dependencies: ApiDependencies): ReplayHandlers {
  const { replays, replayFolders, reportReplay } = dependencies
  const pages = buildPages(dependencies.feed)
  return {
    listReplays: ({ query }) => pages.answer('listReplays', query, replays.list, toReplay),

    async startReplay({ body, json }) {
      const sent = json?.members.map(({ name }) => name) ?? []
      refuseUnusedOptions(body.kind ?? 'folder', body.order, sent)
      if (body.kind === 'topic') return accepted(await requestTopic(body.model))
      const {
        kind,
        provenance,
        folder,
        proof,
        order,
        speed,
        pauseSeconds,
        startGapSeconds,
        cascades,
        isLooped,
        seed
      } = body
      const given = { kind, folder: folder ?? null, proof: proof ?? null, speed }
      const place = await readReplayPosition(given)
      const options =
        kind === 'folder'
          ? { kind, order, speed, pause: pauseSeconds, startGapSeconds, cascades, isLooped, seed }
          : { kind, speed, postsPerHour: 3_600 / startGapSeconds, seed }
      const replay = await replays.request({
        ...place,
        ...(provenance === undefined ? {} : { provenance }),
        options: JSON.stringify(options)
      })
      return accepted(replay)
    },

    async listReplayFolders() {
      return { status: 200, body: { items: await replayFolders.list() } }
    },

    async getReplay({ path: { replayId } }) {
      const replay = await find(replayId)
      const { accuracy, ...report } = await reportReplay(replay)
      return {
        status: 200,
        body: { replay: toReplay(replay), ...report, accuracy: accuracy.map(withOldNames) }
      }
    },

    async stopReplay({ path: { replayId } }) {
      await find(replayId)
      return { status: 200, body: toReplay((await replays.stop(replayId))!) }
    }
  }

  async function requestTopic(model: number | undefined): Promise<Replay> {
    if (model === undefined) throw wrong('model', 'is missing')
    await checkVersion(dependencies, DEFAULT_PREDICTOR, model)
    return replays.request({ label: `version-${model}`, folder: null, options: '{"kind":"topic"}', model })
  }

  async function find(id: string): Promise<Replay> {
    const replay = await replays.get(id)
    if (!replay) throw new Failure('not-found', `there is no replay '${id}'`, { field: 'replayId' })
    return replay
  }

  async function readReplayPosition({
    kind,
    folder,
    proof,
    speed
  }: {
    readonly kind: 'folder' | 'simulation'
    readonly folder: string | null
    readonly proof: string | null
    readonly speed: unknown
  }): Promise<Pick<Replay, 'label' | 'folder' | 'provenance'>> {
    if (kind === 'simulation') {
      if (speed === 'max') throw wrong('speed', 'must be a number: a simulation never ends')
      return { label: 'simulated', folder: null, provenance: 'simulated' }
    }
    if (folder === null) throw wrong('folder', 'is missing')
    const permitted = await replayFolders.permit(folder, proof)
    const provenance = await replayFolders.provenanceOf(permitted)
    return { label: toLabel(permitted), folder: permitted, provenance }
  }
}

function withOldNames(accuracy: ReplayReport['accuracy'][number]) {
  const meanConstantLoss = accuracy.meanBaselineLosses.constant ?? null
  return {
    ...accuracy,
    meanConstantLoss,
    meanARE: accuracy.meanLoss,
    meanAREServed: accuracy.meanServedLoss,
    meanAREWithoutModel: accuracy.meanModelLessLoss,
    meanAREConstant: meanConstantLoss
  }
}

function accepted(replay: Replay) {
  const headers = { location: `/replays/${replay.id}` }
  return { status: 202 as const, body: toReplay(replay), headers }
}

function wrong(name: string, reason: string): Failure {
  return invalidField(`/${name}`, reason)
}

/** Returns the name of the folder with only the characters that an id may contain. */
function toLabel(folder: string): string {
  const name = folder.split(/[\\/]/).findLast(step => step !== '') ?? ''
  return name.replaceAll(/[^A-Za-z0-9-]+/g, '-').slice(0, 40) || 'folder'
}
