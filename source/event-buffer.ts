import type { Cascade } from '../predictors/cascade-size/cascade.ts'
import { InputError } from './input-error.ts'

/** More events than this in one cascade are refused: 16 bytes each are held at once. */
export const maximumEvents = 10_000_000

/** Collects one cascade's events, checking each: times from 0 and never back, nothing negative or infinite. */
export class EventBuffer {
  #times = new Float64Array(1024)
  #magnitudes = new Float64Array(1024)
  #count = 0

  get count(): number {
    return this.#count
  }

  /** Throws InputError naming `file` and `line` where the event cannot follow those before it. */
  add(time: number, magnitude: number, file: string, line: number): void {
    const last = this.#count === 0 ? 0 : this.#times[this.#count - 1]!
    const fault =
      findValueFault('time', time) ??
      findValueFault('magnitude', magnitude) ??
      (this.#count === 0 && time !== 0
        ? `the first event is at time ${time}, the post must be at 0`
        : null) ??
      (time < last ? `unsorted: time ${time} after ${last}` : null) ??
      (this.#count >= maximumEvents ? `more than ${maximumEvents} events in one cascade` : null)
    if (fault !== null) throw new InputError(file, line, fault)
    if (this.#count === this.#times.length) this.#grow()
    this.#times[this.#count] = time
    this.#magnitudes[this.#count] = magnitude
    this.#count++
  }

  /** The events so far as a cascade of its own; the buffer is empty afterwards. */
  take(): Cascade {
    const cascade = {
      times: this.#times.slice(0, this.#count),
      magnitudes: this.#magnitudes.slice(0, this.#count)
    }
    this.#count = 0
    return cascade
  }

  #grow(): void {
    const times = new Float64Array(this.#times.length * 2)
    const magnitudes = new Float64Array(this.#times.length * 2)
    times.set(this.#times)
    magnitudes.set(this.#magnitudes)
    this.#times = times
    this.#magnitudes = magnitudes
  }
}

function findValueFault(name: string, value: number): string | null {
  if (!Number.isFinite(value)) return `${name} is ${value}, not a finite number`
  return value < 0 ? `${name} is negative (${value})` : null
}
