/** Every kind that is looked at, by name. */
import type { BackupKind } from '../contract.ts'
import { borg } from './borg.ts'
import { dumps } from './dumps.ts'
import { files } from './files.ts'
import type { Kind, Repository } from './kind.ts'
import { restic } from './restic.ts'

export const repositories: Partial<Record<BackupKind, Repository>> = { restic, borg }
export const kinds: Readonly<Record<Exclude<BackupKind, 'vendor'>, Kind>> = {
  restic,
  borg,
  files,
  postgresql: dumps('postgresql'),
  mariadb: dumps('mariadb'),
}
