/**
 * One Spil at a time on a data folder. The lock is a file with the process id and the moment that process began, because a process id
 * alone comes back: after a restart of the machine, and always in a container (id 1).
 */
import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Holder {
  pid: number
  /** What tells this process from another with the same id. */
  began: string
  at: string
  /** What it was started to do: `start`, or a command that uses the database for a moment. */
  command: string
}

export class LockedError extends Error {
  override name = 'LockedError'
}

const lockFile = (data: string) => join(data, 'spil.lock')

/** The moment a process began, as the system tells it; undefined when there is no such process, or only its remains (a zombie). */
export function beganAt(pid: number): string | undefined {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      // The name of the program stands between brackets and may hold spaces: count from behind it. Field 22 is the start in clock ticks.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined
      return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[19]}`
    } catch {
      return undefined
    }
  }
  try {
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || undefined
  } catch {
    return undefined
  }
}

function read(path: string): { holder: Holder | undefined; text: string } | undefined {
  try {
    const text = readFileSync(path, 'utf8')
    try {
      return { text, holder: JSON.parse(text) as Holder }
    } catch {
      return { text, holder: undefined }
    }
  } catch {
    return undefined
  }
}

/** The living process that holds the data folder, if any. */
export function holderOf(data: string): Holder | undefined {
  const holder = read(lockFile(data))?.holder
  return holder && beganAt(holder.pid) === holder.began ? holder : undefined
}

/** Takes the data folder or throws LockedError. Returns what gives it back. */
export function lock(data: string): () => void {
  const path = lockFile(data)
  const mine = JSON.stringify({
    pid: process.pid,
    began: beganAt(process.pid) ?? 'unknown',
    at: new Date().toISOString(),
    command: process.argv[2] ?? '',
  } satisfies Holder)
  const draft = join(data, `.spil.lock.${randomUUID()}`)
  writeFileSync(draft, mine, { mode: 0o644, flush: true })
  try {
    for (let attempt = 0; attempt < 20; attempt++) {
      try {
        // A link appears whole or not at all: nobody ever reads half a lock.
        linkSync(draft, path)
        return () => {
          if (read(path)?.text === mine) rmSync(path, { force: true })
        }
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      }
      const living = holderOf(data)
      if (living)
        throw new LockedError(
          `Spil is already running on ${data} (process ${living.pid}, since ${living.at}). Stop it first, or choose another folder with SPIL_DATA.`,
        )
      removeStale(path)
    }
  } finally {
    rmSync(draft, { force: true })
  }
  throw new LockedError(`The lock ${path} keeps changing hands. Try again.`)
}

/** Two processes may both find the same stale lock: moving it aside lets only one of them, and a fresh lock moved by mistake is put back. */
function removeStale(path: string): void {
  const stale = read(path)
  if (!stale) return
  const aside = `${path}.${randomUUID()}`
  try {
    renameSync(path, aside)
    if (read(aside)?.text !== stale.text) linkSync(aside, path)
  } catch {
    // Somebody else moved it, or took the place again: the next attempt sees which.
  }
  rmSync(aside, { force: true })
}
