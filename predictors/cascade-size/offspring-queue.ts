import type { Random } from '../../learners/random.ts'
import type { Kernel, KernelShape } from './kernel.ts'

/**
 * A queue of the events of a branching process in the order of time. The children of a parent are a Poisson process of rate
 * k m^beta g(tau). The queue draws the next child when the previous one is taken: its compensator advances by a unit
 * exponential step (exact, without thinning or a grid). A binary heap has one entry for each parent that still has children.
 * Cost O(log parents) for each event.
 */
export class OffspringQueue {
  #size = 0
  // By heap position: the time of the parent's next child, and the time of the parent.
  #times = new Float64Array(8)
  #births = new Float64Array(8)
  /** The expected number of all children of the parent, k m^beta. */
  #masses = new Float64Array(8)
  /** 1 - G at the next child: the share of the mass after it. */
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

  /** The time of the next event; Infinity if there is none within the horizon. */
  get nextTime(): number {
    return this.#size === 0 ? Infinity : this.#times[0]
  }

  /** Adds a parent at the time `birth` with `mass` expected children, of which the share `remainder` is still to come. */
  add(birth: number, mass: number, remainder: number): void {
    const left = this.#drawRemainder(mass, remainder)
    const time = this.#timeAt(birth, left)
    if (time > this.#horizonSeconds) return
    if (this.#size === this.#times.length) this.#grow()
    this.#place(this.#size, time, birth, mass, left)
    this.#rise(this.#size++)
  }

  /** Removes the next event and draws the next child of its parent. */
  take(): void {
    const birth = this.#births[0]
    const mass = this.#masses[0]
    const left = this.#drawRemainder(mass, this.#remainders[0])
    const time = this.#timeAt(birth, left)
    if (time <= this.#horizonSeconds) this.#place(0, time, birth, mass, left)
    else this.#move(--this.#size, 0)
    this.#sink(0)
  }

  // The share after the next child; below 0 if there is none.
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
      let earliest = at
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < this.#size && this.#times[child] < this.#times[earliest]) earliest = child
      if (earliest === at) return
      this.#swap(at, earliest)
      at = earliest
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
