/** The file of heads as a witness: each line proves itself (its leaves give its signed root) before it is believed about a row. */
import type { KeyObject } from 'node:crypto'
import { type HeadLine, readHeads } from './heads-file.ts'
import { isSigned } from './leaf.ts'
import { append, type Hash, rootOf } from './merkle.ts'
import { Broken, type Known } from './verdict.ts'

export interface HeadsInFile {
  /** What was sealed at `seq`; undefined past the end of the file. `frontier`: of the tree before `seq`. To be asked in order. */
  at(seq: number, frontier: readonly Hash[]): Promise<Known | undefined>
  /** The batch that holds the place last asked for. */
  begin(): number
  end(): number
  close(): Promise<unknown>
}

export function headsInFile(data: string, length: number, key: KeyObject): HeadsInFile {
  const lines = readHeads(data, length)
  let line: HeadLine | undefined
  return {
    begin: () => line?.from ?? 0,
    end: () => line?.size ?? 0,
    close: () => lines.return(undefined),
    async at(seq, frontier) {
      if (!line || seq >= line.size) {
        const read = await lines.next()
        if (read.done) return undefined
        line = proven(read.value, seq, frontier, key)
      }
      const leaf = line.leaves[seq - line.from]
      return leaf && { id: leaf[0], hash: Buffer.from(leaf[1], 'base64') }
    },
  }
}

function proven(line: HeadLine | null, seq: number, frontier: readonly Hash[], key: KeyObject): HeadLine {
  const first = line?.leaves?.[0]?.[0] ?? null
  if (line === null || !Array.isArray(line.leaves))
    throw new Broken(seq, null, 'the file of signed heads cannot be read from here on: it was changed')
  if (line.from < seq) throw new Broken(line.from, first, `the database was set back from ${seq} events to ${line.from} and went on from there`)
  if (line.from > seq) throw new Broken(seq, null, 'lines were removed from the file of signed heads')
  const grown = [...frontier]
  for (const [at, leaf] of line.leaves.entries()) append(grown, seq + at, Buffer.from(leaf[1], 'base64'))
  if (line.from + line.leaves.length !== line.size || rootOf(grown).toString('hex') !== line.root || !isSigned('head', line, key))
    throw new Broken(seq, first, `the file of signed heads was changed: its line for ${line.from}–${line.size - 1} does not prove itself`)
  return line
}
