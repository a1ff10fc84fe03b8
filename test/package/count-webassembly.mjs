// Loaded before the program, on its main thread and on every other: tells which of them made WebAssembly run.
import { appendFileSync } from 'node:fs'
import { threadId } from 'node:worker_threads'

const Instance = WebAssembly.Instance
WebAssembly.Instance = class extends Instance {
  constructor(...given) {
    super(...given)
    if ('advance' in this.exports) appendFileSync(process.env.WEBASSEMBLY_SEEN, `sums ${threadId}\n`)
    if ('partition' in this.exports) appendFileSync(process.env.WEBASSEMBLY_SEEN, `splits ${threadId}\n`)
  }
}
