/** Pure decisions about documents. */
import type { Audience, DocumentRow } from './contract.ts'

export const stateOf = ({ published, withdrawnAt }: { published: number | null; withdrawnAt: string | null }): DocumentRow['state'] =>
  published !== null ? 'published' : withdrawnAt !== null ? 'withdrawn' : 'draft'

/** How many days before the date its owner is reminded. */
export const reminderDays = 14
/** The day (UTC) that lies so many days after this moment. */
export const dayAfter = (now: Date, days: number): string => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10)

const plain = /\.(txt|md|markdown|csv|tsv|log|ini|conf|cfg|json|ya?ml|toml|ps1|sh|sql)$/i
/** What a file says it is; one that is text by its name is taken for text, and shown when its bytes are. */
export const claimedType = (name: string, type: string): string => (plain.test(name) ? 'text/plain' : type)

/** 'Handleiding wifi.pdf' is called 'Handleiding wifi'. */
export const titleOf = (name: string): string =>
  name
    .replace(/\.[A-Za-z0-9]{1,8}$/, '')
    .replace(/[_\s]+/g, ' ')
    .trim() || name

export interface Writer {
  personId: string | null
  teamIds: readonly string[]
  roles: readonly string[]
  leads: boolean
}
/** Whether this person still writes when owner and audience become these. */
export const stillWrites = (who: Writer, ownerId: string, write: Audience): boolean =>
  who.leads ||
  write.everybody ||
  ownerId === who.personId ||
  write.personIds.some((id) => id === who.personId) ||
  write.teamIds.some((id) => who.teamIds.includes(id)) ||
  write.roles.some((role) => who.roles.includes(role))
