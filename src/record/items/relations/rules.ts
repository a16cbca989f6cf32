/** The kinds of relations that come with Spil, and between which items a failure goes. Pure. */
import type { Words } from '../kinds/contract.ts'
import type { RelationKind } from './contract.ts'

const w = (nl: string, en: string): Words => ({ nl, en })
export const shippedRelations: Readonly<Record<string, RelationKind>> = {
  dependsOn: { names: w('hangt af van', 'depends on'), back: w('is nodig voor', 'is needed by'), carries: 'back' },
  runsOn: { names: w('draait op', 'runs on'), back: w('draagt', 'hosts'), carries: 'back' },
  // From the device to what it gets its network or power from: the uplink.
  connectsTo: { names: w('is aangesloten op', 'connects to'), back: w('sluit aan', 'is connected to by'), carries: 'back' },
  partOf: { names: w('is deel van', 'is part of'), back: w('bestaat uit', 'consists of'), carries: 'forward' },
  usedBy: { names: w('wordt gebruikt door', 'is used by'), back: w('gebruikt', 'uses'), carries: 'forward' },
  // Without its back-up an item still works.
  backsUp: { names: w('maakt back-ups van', 'backs up'), back: w('krijgt back-ups van', 'is backed up by'), carries: 'none' },
}

/** What fails first and what is hit by it; nothing where this kind carries no failure. */
export const carried = <T>(carries: RelationKind['carries'], from: T, to: T): { cause: T; hit: T } | undefined =>
  carries === 'none' ? undefined : carries === 'back' ? { cause: to, hit: from } : { cause: from, hit: to }
