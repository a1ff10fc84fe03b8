import type { Clock } from '../../ports/clock.ts'
import type { Component, ComponentOptions, ComponentReport, HealthRole, Problem } from '../../ports/health.ts'

export interface RegisteredComponent {
  readonly role: HealthRole
  readonly component: Component
  report(): ComponentReport
  /** Excludes this time from the detection of stalls: the whole process was paused. */
  excuse(milliseconds: number): void
}

const STALL_SECONDS = 30

/** Builds a component. It calls `onChange` for every change of its state. */
export function buildComponent(
  { name, role, stallSeconds = STALL_SECONDS, remedy }: ComponentOptions,
  parts: {
    readonly clock: Clock
    readonly onChange: (report: ComponentReport) => void
    readonly remove: () => void
  }
): RegisteredComponent {
  const { clock, onChange, remove } = parts
  let problem: Problem | null = null
  /** Monotonic time since which progress is expected; null: no work is waiting. */
  let expectedSince: number | null = null
  let lastProgressAt: number | null = null
  let last: ComponentReport = {
    name,
    state: 'ok',
    cause: null,
    remedy: null,
    since: clock.now(),
    lastProgressAt
  }

  function findProblem(): Problem | null {
    if (problem !== null || expectedSince === null) return problem
    const seconds = (clock.monotonic() - expectedSince) / 1_000
    if (seconds <= stallSeconds) return null
    return { state: 'failed', cause: `work is waiting, and there was no progress for ${stallSeconds} s` }
  }

  function report(): ComponentReport {
    const found = findProblem()
    const state = found?.state ?? 'ok'
    const isChanged = state !== last.state
    last = {
      name,
      state,
      cause: found?.cause ?? null,
      remedy: found ? (found.remedy ?? remedy) : null,
      since: isChanged ? clock.now() : last.since,
      lastProgressAt
    }
    if (isChanged) onChange(last)
    return last
  }

  const component: Component = {
    noteWork() {
      expectedSince ??= clock.monotonic()
    },
    noteProgress() {
      lastProgressAt = clock.now()
      if (expectedSince !== null) expectedSince = clock.monotonic()
    },
    noteIdle() {
      expectedSince = null
    },
    reportProblem(given) {
      problem = given
      report()
    },
    clearProblem() {
      if (problem === null) return
      problem = null
      report()
    },
    remove
  }
  return {
    role,
    component,
    report,
    excuse(milliseconds) {
      if (expectedSince !== null) expectedSince += milliseconds
    }
  }
}
