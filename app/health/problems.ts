import type { Component, Problem } from '../../ports/health.ts'

/** Merges the problems that several observers find in one component: reports the first one. */
export function mergeProblems<Observer extends string>(
  component: Component
): (observer: Observer, problem: Problem | null) => void {
  const problems = new Map<Observer, Problem>()
  return (observer, problem) => {
    if (problem === null) problems.delete(observer)
    else problems.set(observer, problem)
    const [first] = problems.values()
    if (first) component.reportProblem(first)
    else component.clearProblem()
  }
}
