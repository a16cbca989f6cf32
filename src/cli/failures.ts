import { BackupError } from '#platform/backup/format.ts'
import { ConfigError } from '#platform/config.ts'
import { LockedError } from '#platform/database/embedded-lock.ts'

interface SystemError extends Error {
  code?: string
  syscall?: string
  address?: string
  port?: number
  path?: string
}

/** A failure of a command as a person reads it: what is wrong and what to do. Only what we do not know keeps its stack. */
export function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error instanceof ConfigError) return `The configuration is not right:\n${error.message}\nAll settings are in docs/configuration.md.`
  if (error instanceof LockedError || error instanceof BackupError || error instanceof Refusal) return error.message
  const { code, syscall, address, port, path } = error as SystemError
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${address} is taken by another program. Stop that program, or choose another port: SPIL_PORT=7746.`
  if (code === 'EACCES' && syscall === 'listen') return `Port ${port} may not be opened by this user. Choose one above 1023 with SPIL_PORT.`
  if (code === 'EADDRNOTAVAIL') return `This machine has no address ${address}. Check SPIL_HOST.`
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `Spil may not use ${path ?? 'a file it needs'} (${code}). Check who owns it, or choose another folder with SPIL_DATA.`
  if (code === 'ENOSPC') return `The disk is full. Make room, then try again.`
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === '28P01' || code === '3D000')
    return `The database at DATABASE_URL cannot be used: ${error.message}. Check the address, the name and the password.`
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION' || code === 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE' || code === 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL')
    return error.message
  return error.stack ?? error.message
}

/** A command cannot do what was asked, and the message says why. */
export class Refusal extends Error {
  override name = 'Refusal'
}
