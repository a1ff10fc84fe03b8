import type { Random } from '../../learners/random.ts'
import type { Kernel, KernelShape } from './kernel.ts'

/**
 * Hands out the events of a branching process in the order of time, each parent's next child drawn when the one before
 * it is taken: a Poisson process of rate k m^beta g(tau), walked by its compensator in unit exponential steps
 * (exact; no thinning, no grid). Holds one entry a parent that still has children to come, in a binary heap.
 * Cost O(log parents) an event.
 */
export class OffspringQueue {
  #size = 0
  // By heap position: the time of the parent's next child, and the parent itself.
  #times = new Float64Array(8)
  #births = new Float64Array(8)
  /** Expected children of the parent in all, k m^beta. */
  #masses = new Float64Array(8)
  /** 1 - G at the next child: the share of the mass still to come after it. */
  #remainders = new Float64Array(8)
  readonly #kernel: Kernel
  readonly #shape: KernelShape
  readonly #horizonSeconds: number
  readonly #random: Random

  constructor(kernel: Kernel, shape: KernelShape, horizonSeconds: number, random: Random) {
    this.#kernel = kernel
    this.#shape = shape
    this.#horizonSeconds = horizonSeconds
    this.#random = random
  }

  /** When the next event of all comes; Infinity where none comes within the horizon. */
  get nextTime(): number {
    return this.#size === 0 ? Infinity : this.#times[0]
  }

  /** Adds a parent born at `birth`, of whose expected children `mass` the share `remainder` is still to come. */
  add(birth: number, mass: number, remainder: number): void {
    const left = this.#drawRemainder(mass, remainder)
    const time = this.#timeAt(birth, left)
    if (time > this.#horizonSeconds) return
    if (this.#size === this.#times.length) this.#grow()
    this.#place(this.#size, time, birth, mass, left)
    this.#rise(this.#size++)
  }

  /** Takes the next event out and draws its parent's following child. */
  take(): void {
    const birth = this.#births[0]
    const mass = this.#masses[0]
    const left = this.#drawRemainder(mass, this.#remainders[0])
    const time = this.#timeAt(birth, left)
    if (time <= this.#horizonSeconds) this.#place(0, time, birth, mass, left)
    else this.#move(--this.#size, 0)
    this.#sink(0)
  }

  // The share left after the next child; below 0 where there is none.
  #drawRemainder(mass: number, remainder: number): number {
    return remainder + Math.log1p(-this.#random.uniform()) / mass
  }

  #timeAt(birth: number, remainder: number): number {
    return remainder > 0 ? birth + this.#kernel.quantile(this.#shape, 1 - remainder) : Infinity
  }

  #place(position: number, time: number, birth: number, mass: number, remainder: number): void {
    this.#times[position] = time
    this.#births[position] = birth
    this.#masses[position] = mass
    this.#remainders[position] = remainder
  }

  #move(from: number, to: number): void {
    this.#place(to, this.#times[from], this.#births[from], this.#masses[from], this.#remainders[from])
  }

  #swap(one: number, other: number): void {
    swap(this.#times, one, other)
    swap(this.#births, one, other)
    swap(this.#masses, one, other)
    swap(this.#remainders, one, other)
  }

  #rise(position: number): void {
    for (let at = position; at > 0; ) {
      const parent = (at - 1) >> 1
      if (this.#times[parent] <= this.#times[at]) return
      this.#swap(at, parent)
      at = parent
    }
  }

  #sink(position: number): void {
    for (let at = position; ; ) {
      let least = at
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < this.#size && this.#times[child] < this.#times[least]) least = child
      if (least === at) return
      this.#swap(at, least)
      at = least
    }
  }

  #grow(): void {
    this.#times = doubled(this.#times)
    this.#births = doubled(this.#births)
    this.#masses = doubled(this.#masses)
    this.#remainders = doubled(this.#remainders)
  }
}

function swap(column: Float64Array, one: number, other: number): void {
  const kept = column[one]
  column[one] = column[other]
  column[other] = kept
}

function doubled(values: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2)
  larger.set(values)
  return larger
}
