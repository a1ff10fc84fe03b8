interface Waiting {
  weigh(): number
  enter(weight: number): void
}

/**
 * A weighted semaphore: runs tasks concurrently, in order of arrival, while their total weight is at most `maxWeight`. A
 * heavier task runs alone. A task is weighed when its turn comes.
 */
export class Turns {
  readonly #maxWeight: number
  readonly #waiting: Waiting[] = []
  #running = 0
  #weight = 0

  constructor(maxWeight: number) {
    this.#maxWeight = maxWeight
  }

  async run<T>(weigh: () => number, task: () => Promise<T>): Promise<T> {
    const { promise, resolve } = Promise.withResolvers<number>()
    this.#waiting.push({ weigh, enter: resolve })
    this.#admit()
    const weight = await promise
    try {
      return await task()
    } finally {
      this.#running--
      this.#weight -= weight
      this.#admit()
    }
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      const weight = next.weigh()
      if (this.#running > 0 && this.#weight + weight > this.#maxWeight) return
      this.#waiting.shift()
      this.#running++
      this.#weight += weight
      next.enter(weight)
    }
  }
}
