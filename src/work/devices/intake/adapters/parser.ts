/** The thread that reads inventories. */
import { parentPort } from 'node:worker_threads'
import { understoodResults } from '../osquery/results/rules.ts'
import { understood } from '../rules.ts'
import { textIn, unpack } from './body.ts'
import { type Asked, type Read, RefusedError } from './reader.ts'
import { treeOf } from './xml.ts'

async function read({ bytes, encoding, receivedAt, dialect }: Asked): Promise<Read> {
  try {
    const text = textIn(await unpack(bytes, encoding))
    const tree = text.trimStart().startsWith('{') ? json(text) : treeOf(text)
    return { ok: true, inventory: (dialect === 'osquery' ? understoodResults : understood)(tree, new Date(receivedAt)) }
  } catch (error) {
    if (error instanceof RefusedError) return { ok: false, why: error.why, given: error.given }
    throw error
  }
}
function json(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text, (_, value: unknown) => (typeof value === 'string' ? value.toWellFormed().replaceAll('\u0000', '') : value)) as Record<
      string,
      unknown
    >
  } catch {
    throw new RefusedError('broken')
  }
}

parentPort?.on('message', (asked: Asked) => void read(asked).then((answer) => parentPort?.postMessage(answer)))
