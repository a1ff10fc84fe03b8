import { type HistoryEntry, isSwitch } from './model-history.ts'
import type { TrainingRun } from './training-runs.ts'

/** A decision about a version: by the gate, by the trainer or by a person. */
export interface ModelDecision {
  readonly decision:
    | 'promoted'
    | 'declined'
    | 'replaced'
    | 'rolled-back'
    | 'restored-by-rollback'
    | 'artefact-deleted'
  /** The version that replaced it as the live one (replaced, rolled-back). */
  readonly by: number | null
  readonly actor: string
  readonly reason: string
  /** RFC 3339, UTC. */
  readonly at: string
}

/** The decisions about a version, from the history and from the run that made it. Oldest first. */
export function listDecisions(
  version: number,
  history: readonly HistoryEntry[],
  run: TrainingRun | null
): readonly ModelDecision[] {
  const decided = history.flatMap(entry => decisionOf(entry, version))
  const declined: readonly ModelDecision[] =
    run?.state === 'declined' && run.finishedAt !== null
      ? [
          {
            decision: 'declined',
            by: null,
            actor: 'trainer',
            reason: run.reason ?? '',
            at: new Date(run.finishedAt).toISOString()
          }
        ]
      : []
  return [...declined, ...decided].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

function decisionOf(entry: HistoryEntry, own: number): readonly ModelDecision[] {
  const { action, version, previous, actor, reason, at } = entry
  const by = { actor, reason, at }
  if (action === 'collect' && version === own) return [{ decision: 'artefact-deleted', by: null, ...by }]
  if (!isSwitch(entry)) return []
  if (version === own)
    return [{ decision: action === 'promote' ? 'promoted' : 'restored-by-rollback', by: null, ...by }]
  if (previous === own)
    return [{ decision: action === 'promote' ? 'replaced' : 'rolled-back', by: version, ...by }]
  return []
}
