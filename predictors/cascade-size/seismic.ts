import type { Observation } from './cascade.ts'
import { countFollowers } from './kernel.ts'

// SEISMIC (Zhao et al., KDD 2015): constants, windows and degree as in the authors' published R package.
const cutoffSeconds = 300
const density = 6.265725e-4 // C: per second up to the cutoff
const decay = 0.2314843 // h: exponent of the power law after the cutoff; with C it gives P(infinity) = 1
const averageDegree = 100
const minMemorySeconds = 300
const maxMemorySeconds = 7200
const minEvents = 5

/** P(u): the share of reactions within `seconds` of an exposure. C u up to 300 s, then a power law. */
export function integrateMemory(seconds: number): number {
  if (seconds <= cutoffSeconds) return density * seconds
  return density * cutoffSeconds * (1 + (1 - (seconds / cutoffSeconds) ** -decay) / decay)
}

/** Q(u): the integral of P from 0 to `seconds`. */
function integrateMemoryTwice(seconds: number): number {
  if (seconds <= cutoffSeconds) return (density * seconds * seconds) / 2
  const beyond = seconds - cutoffSeconds
  const powers = (cutoffSeconds / (1 - decay)) * ((seconds / cutoffSeconds) ** (1 - decay) - 1)
  return density * cutoffSeconds * (cutoffSeconds / 2 + beyond + (beyond - powers) / decay)
}

/**
 * The infectiousness of the post at the end of the window: reshares per exposure, both weighted by the triangle
 * K(s) = max(1 - s / w, 0) of their age s. w = T / 2 within [300 s, 2 h], or longer if it contains fewer than 5 events.
 * Integration by parts: int K(T - s) phi(s - t) ds = P(T - t) - [Q(T - t) - Q(max(T - w - t, 0))] / w. Cost O(n).
 */
export function estimateInfectiousness({ times, magnitudes, windowSeconds }: Observation): number {
  const memorySeconds = chooseMemory(times, windowSeconds)
  let weightedReshares = 0
  let exposures = 0
  for (let i = 0; i < times.length; i++) {
    const age = windowSeconds - times[i]
    const before = Math.max(age - memorySeconds, 0)
    const reacted =
      integrateMemory(age) - (integrateMemoryTwice(age) - integrateMemoryTwice(before)) / memorySeconds
    exposures += countFollowers(magnitudes[i]) * reacted
    if (i > 0 && age <= memorySeconds) weightedReshares += 1 - age / memorySeconds
  }
  return exposures > 0 ? weightedReshares / exposures : 0
}

function chooseMemory(times: Float64Array, windowSeconds: number): number {
  const memory = Math.min(maxMemorySeconds, Math.max(minMemorySeconds, windowSeconds / 2))
  const fifthLast = times[Math.max(0, times.length - minEvents)]
  if (windowSeconds - fifthLast <= memory && times.length >= minEvents) return memory
  return windowSeconds - times[Math.max(0, times.length - minEvents - 1)]
}

/**
 * The final size by SEISMIC: N = n + p (sum m - sum m P(T - t)) / (1 - p d). Null where p d >= 1: SEISMIC then forecasts an
 * infinite cascade.
 */
export function forecastBySeismic(observation: Observation): number | null {
  const { times, magnitudes, windowSeconds } = observation
  const infectiousness = estimateInfectiousness(observation)
  const offspringRatio = infectiousness * averageDegree
  if (offspringRatio >= 1) return null
  let left = 0
  for (let i = 0; i < times.length; i++)
    left += countFollowers(magnitudes[i]) * (1 - integrateMemory(windowSeconds - times[i]))
  return times.length + (infectiousness * left) / (1 - offspringRatio)
}
