/** Reading what strangers made, in threads of their own: bytes made to take for ever or to eat all memory end that thread, not the program. */
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'

/** The thread took too long, ran out of memory, or fell. */
export class GaveUpError extends Error {
  override name = 'GaveUpError'
}

export interface Bounds {
  /** Longest one reading may take, in milliseconds. */
  patience: number
  /** Largest heap of the thread, in MB. */
  memory: number
}

const most = Math.max(1, Math.min(2, availableParallelism() - 1))

/**
 * A function that is answered by this worker file: it gets each input as a message and posts one answer. At most two threads, kept warm; one
 * that had to be ended is replaced. Throws GaveUpError.
 */
export function threads<In, Out>(source: URL, { patience, memory }: Bounds): (input: In) => Promise<Out> {
  // As a package the sources are compiled.
  const file = import.meta.url.endsWith('.ts') ? source : new URL(source.href.replace(/\.ts$/, '.js'))
  const idle: Worker[] = []
  const waiting: (() => void)[] = []
  let busy = 0
  return async (input) => {
    if (busy >= most) await new Promise<void>((resolve) => waiting.push(resolve))
    busy++
    const worker = idle.pop() ?? new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: memory }, env: {} })
    worker.ref()
    let healthy = false
    try {
      const answer = await once<In, Out>(worker, input, patience)
      healthy = true
      return answer
    } finally {
      busy--
      if (healthy) {
        // Kept warm, without keeping the program alive.
        worker.unref()
        idle.push(worker)
      } else await worker.terminate()
      waiting.shift()?.()
    }
  }
}

function once<In, Out>(worker: Worker, input: In, patience: number): Promise<Out> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      worker.off('message', read).off('error', failed).off('exit', ended)
    }
    const read = (answer: Out) => {
      stop()
      resolve(answer)
    }
    const failed = (error: Error) => {
      stop()
      reject(new GaveUpError(error.message))
    }
    const ended = () => failed(new Error('the reader stopped'))
    const timer = setTimeout(() => failed(new Error(`not read within ${patience / 1000} s`)), patience)
    worker.on('message', read).on('error', failed).on('exit', ended)
    worker.postMessage(input)
  })
}
