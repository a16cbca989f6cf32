/** An inventory, read in a thread of its own (decision 0030): what strangers' bytes can do ends there. */
import { GaveUpError, threads } from '#platform/thread.ts'
import type { Dialect } from '../contract.ts'
import type { Inventory } from '../rules.ts'

/** Why a document cannot be read: the end of a text key. */
export type Unreadable =
  | 'empty'
  | 'unknownFormat'
  | 'damaged'
  | 'tooLarge'
  | 'unknownCharset'
  | 'wrongCharset'
  | 'broken'
  | 'tooComplex'
  | 'doctype'
  | 'noDeviceId'
  | 'strangeDeviceId'
  | 'noInventory'
/** Stops the reading with a reason for people. */
export class RefusedError extends Error {
  override name = 'RefusedError'
  why: Unreadable
  given: Readonly<Record<string, string>>
  constructor(why: Unreadable, given: Readonly<Record<string, string>> = {}) {
    super(why)
    this.why = why
    this.given = given
  }
}
export type Read = { ok: true; inventory: Inventory } | { ok: false; why: Unreadable; given: Readonly<Record<string, string>> }
export interface Asked {
  bytes: Uint8Array
  encoding: string
  /** When it came in, ISO 8601: no moment in it lies after that. */
  receivedAt: string
  /** Of the agent that sent it. */
  dialect: Dialect | null
}

const ask = threads<Asked, Read>(new URL('./parser.ts', import.meta.url), { patience: 20_000, memory: 512 })

/** Never throws for what is in it. */
export async function readInventory(asked: Asked): Promise<Read> {
  try {
    return await ask(asked)
  } catch (error) {
    if (!(error instanceof GaveUpError)) throw error
    return { ok: false, why: 'tooComplex', given: {} }
  }
}
