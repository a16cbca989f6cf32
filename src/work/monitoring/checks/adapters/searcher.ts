/** The thread of searching.ts. */
import { parentPort } from 'node:worker_threads'
import { regexOf } from '#platform/regex.ts'
import type { Sought } from './searching.ts'

parentPort?.on('message', ({ pattern, text }: Sought) => {
  parentPort?.postMessage(regexOf(pattern, false).made.matcher(text).find())
})
