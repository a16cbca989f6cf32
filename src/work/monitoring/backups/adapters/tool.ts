/** Runs a program of others (restic, borg, pg_restore): arguments as an array, bounded in time and in what it may say, ended with all its children. */
import { spawn } from 'node:child_process'
import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { beganAt } from '#platform/database/embedded-lock.ts'

export interface ToolBounds {
  timeoutMs: number
  /** Of what it writes to stdout. */
  maxBytes?: number
  signal: AbortSignal
  /** Only these, beside PATH, HOME and LANG. Passwords go here: nobody but root and this user reads the environment of a process. */
  env?: Readonly<Record<string, string>>
  cwd?: string
  /** Folder in which it is written down that this process runs, so that a later Spil ends what a killed one left. */
  scratch: string
  /** Each line as it comes, instead of keeping it. */
  line?(text: string): void
  /** Bytes as they come, instead of keeping them. */
  chunk?(bytes: Buffer): void
  /** What it reads from stdin. What goes wrong in it ends the program, and is thrown. */
  input?: AsyncIterable<Buffer>
}
export interface Said {
  code: number
  out: string
  /** The last 4000 signs. */
  error: string
}
export const toolFailures = ['toolMissing', 'tooSlow', 'tooMuch', 'stopped'] as const
export class ToolError extends Error {
  override name = 'ToolError'
  readonly why: (typeof toolFailures)[number]
  constructor(why: ToolError['why'], what: string) {
    super(`${what}: ${why}`)
    this.why = why
  }
}
const usualBytes = 32 * 1024 * 1024
const longestLine = 1024 * 1024

/** Ends it with every process it began; a group that is gone already is no failure. */
export function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {}
}

/** Its answer, whatever it exits with. Throws ToolError. */
export function tool(program: string, args: readonly string[], bounds: ToolBounds): Promise<Said> {
  const { timeoutMs, maxBytes = usualBytes, signal, env, cwd = bounds.scratch, scratch, input } = bounds
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(new ToolError('stopped', program))
    const { PATH = '/usr/local/bin:/usr/bin:/bin', HOME = '/' } = process.env
    const child = spawn(program, args, {
      cwd,
      detached: true,
      env: { PATH, HOME, LANG: 'C.UTF-8', TZ: 'UTC', ...env },
      stdio: [input ? 'pipe' : 'ignore', 'pipe', 'pipe'],
    })
    const { pid } = child
    if (pid !== undefined) void appendFile(join(scratch, '.processes'), `${pid} ${beganAt(pid)}\n`).catch(() => undefined)
    let failed: ToolError['why'] | undefined
    const end = (why: ToolError['why']) => {
      failed ??= why
      if (pid !== undefined) endGroup(pid)
    }
    const timer = setTimeout(() => end('tooSlow'), timeoutMs)
    const stop = () => end('stopped')
    signal.addEventListener('abort', stop, { once: true })
    let broken: unknown
    if (input && child.stdin)
      pipeline(Readable.from(input), child.stdin).catch((error: NodeJS.ErrnoException) => {
        // It ended before it had read all: its exit says why.
        if (error.code === 'EPIPE' || error.code === 'ERR_STREAM_PREMATURE_CLOSE') return
        broken = error
        if (pid !== undefined) endGroup(pid)
      })
    const out = reading(bounds, maxBytes, () => end('tooMuch'))
    let error = ''
    child.stdout?.on('data', out.take)
    child.stderr?.on('data', (bytes: Buffer) => {
      error = (error + bytes.toString('utf8')).slice(-4000)
    })
    const settle = (done: () => void) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      // What it left running in its group ends with it.
      if (pid !== undefined) endGroup(pid)
      done()
    }
    child.once('error', () => settle(() => reject(new ToolError('toolMissing', program))))
    child.once('close', (code) =>
      settle(() => {
        if (failed) return reject(new ToolError(failed, program))
        return broken ? reject(broken) : resolve({ code: code ?? 255, out: out.end(), error })
      }),
    )
  })
}

function reading({ line, chunk }: ToolBounds, maxBytes: number, tooMuch: () => void) {
  const kept: Buffer[] = []
  let size = 0
  let rest = ''
  const decoder = new TextDecoder()
  const lines = (text: string) => {
    rest += text
    const all = rest.split('\n')
    rest = all.pop() ?? ''
    for (const one of all) line?.(one)
    if (rest.length > longestLine) tooMuch()
  }
  return {
    take(bytes: Buffer) {
      if (chunk) return chunk(bytes)
      if (line) return lines(decoder.decode(bytes, { stream: true }))
      size += bytes.length
      if (size > maxBytes) return tooMuch()
      kept.push(bytes)
    },
    end() {
      if (line && rest !== '') line(rest)
      return Buffer.concat(kept).toString('utf8')
    },
  }
}
