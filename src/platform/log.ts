/** One wide line per request and per job, as JSON on standard output. No bodies, no secrets, no query strings. */
import { pino } from 'pino'

export type Log = ReturnType<typeof log>

export const log = (level: string) =>
  pino({
    level,
    base: undefined,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['password', 'token', 'authorization', 'cookie', '*.password', '*.token', '*.authorization', '*.cookie'], censor: '[hidden]' },
  })
