interface Waiting {
  weigh(): number
  enter(weight: number): void
}

/**
 * Lets works run side by side while they weigh no more than `most` together, in the order they came; one that weighs more
 * runs alone. A work is weighed when its turn comes.
 */
export class Turns {
  readonly #maxTurns: number
  readonly #waiting: Waiting[] = []
  #running = 0
  #weight = 0

  constructor(maxTurns: number) {
    this.#maxTurns = maxTurns
  }

  async run<T>(weigh: () => number, work: () => Promise<T>): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<number>()
    this.#waiting.push({ weigh, enter: resolve })
    this.#admit()
    const weight = await promise
    try {
      return await work()
    } finally {
      this.#running--
      this.#weight -= weight
      this.#admit()
    }
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const weight = next.weigh()
      if (this.#running > 0 && this.#weight + weight > this.#maxTurns) return
      this.#waiting.shift()
      this.#running++
      this.#weight += weight
      next.enter(weight)
    }
  }
}
