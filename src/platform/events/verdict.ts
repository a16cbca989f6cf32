/** What a check of the logbook answers. */
import type { Hash } from './merkle.ts'

interface Wrong {
  seq: number
  eventId: number | null
  about: string | null
  why: string
}
export type Verdict = { ok: true; size: number; root: string; warning: string | null } | { ok: false; wrong: Wrong }

/** Thrown inside a walk over the logbook; whoever began it turns it into a verdict. */
export class Broken extends Error {
  seq: number
  eventId: number | null
  about: string | null
  constructor(seq: number, eventId: number | null, why: string, about: string | null = null) {
    super(why)
    this.seq = seq
    this.eventId = eventId
    this.about = about
  }
}

/** What the file of heads says of one place. */
export interface Known {
  id: number
  hash: Hash
}
