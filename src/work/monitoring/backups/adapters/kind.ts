/** What every sort of back-up can be asked, and what goes wrong when it is. */
import type { BackupKind } from '../contract.ts'
import type { Reason } from '../rules.ts'

/** A back-up as the tools get it. */
export interface Source {
  kind: BackupKind
  /** The real path, or the address of a repository elsewhere. */
  place: string
  password: string | undefined
  /** An empty folder of this run alone. */
  scratch: string
  signal: AbortSignal
  bounds: Bounds
}
export interface Bounds {
  lookMs: number
  readMs: number
  /** Of a list that a tool gives. */
  maxBytes: number
}
export interface Seen {
  id: string
  at: Date
}
export interface Measured {
  bytes: number | null
  files: number | null
  flaw: Reason['code'] | null
}
export interface Part {
  part: string
  weight: number
}
export interface PartRead {
  sha256: string | null
  why: Reason[]
  problems: string[]
}
/** One file of a copy, as the tool lists it. */
export interface Listed {
  path: string
  size: number
}
export interface Kind {
  /** The newest first, at most a hundred. */
  copies(source: Source): Promise<Seen[]>
  /** Asked once for each copy. */
  measure(source: Source, copy: Seen): Promise<Measured>
  /** What all data falls into, for reading it in turn; the names are the same each time. */
  parts(source: Source, days: number): Promise<Part[]>
  read(source: Source, part: string, days: number): Promise<PartRead>
}
/** Kinds whose copies are trees of files that a tool restores. */
export interface Repository extends Kind {
  list(source: Source, copy: Seen, each: (file: Listed) => void): Promise<void>
  /** Into source.scratch/restored; of `paths` only those. Answers what the tool had to say. */
  restore(source: Source, copy: Seen, paths: readonly string[] | undefined): Promise<string[]>
}

/** It could not be asked, or it is wrong as a whole. */
export class SourceError extends Error {
  override name = 'SourceError'
  readonly reason: Reason
  constructor(code: Reason['code'], given: Reason['given'] = {}) {
    super(code)
    this.reason = { code, given }
  }
}
/** The first line of what a tool says, without what could be a secret. */
export const firstLine = (text: string, password: string | undefined): string => {
  const line = text.split('\n').find((one) => one.trim() !== '') ?? ''
  return (password ? line.replaceAll(password, '…') : line).trim().slice(0, 200)
}
