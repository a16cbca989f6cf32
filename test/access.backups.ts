/** Back-ups, for the walk of every endpoint. */
import { randomUUID } from 'node:crypto'
import { monitoringBackups } from '#work/monitoring/backups/contract.ts'
import type { Input } from './access.inputs.ts'
import type { Member, Spil } from './spil.ts'

/** Each request gets a back-up of its own, of a vendor: nothing is looked at here. */
export function backupsOf(house: Spil, bea: Member) {
  const { organisationId } = bea
  const of = house.as(monitoringBackups, bea.token)
  const makeBackup = async (itemId: string) =>
    (await of.addBackup({ body: { organisationId, itemId, kind: 'vendor', name: `Back-up ${randomUUID()}` } })).backup.id
  const makeRun = async (itemId: string) => {
    const [id, backupId] = [randomUUID(), await makeBackup(itemId)]
    await house.app.pools.owner.query(
      `insert into backup_run (id, backup_id, organisation_id, sort, state, holder, started_at, ended_at)
       values ($1, $2, $3, 'test', 'good', 'test', now(), now())`,
      [id, backupId, organisationId],
    )
    return id
  }
  /** A name is taken once. */
  const makeRoom = () => house.app.pools.owner.query(`update norm_baseline set name = name || ' ' || id where name = 'Back-ups zijn bewezen'`)
  return { makeBackup, makeRun, makeRoom }
}
export interface OurBackups extends ReturnType<typeof backupsOf> {
  organisationId: string
}
type Ours = OurBackups & { items: { itemId: string } }
const ofOne =
  (body?: object) =>
  async ({ makeBackup, items }: Ours): Promise<Input> => ({ params: { id: await makeBackup(items.itemId) }, ...(body && { body }) })
const ofRun = async ({ makeRun, items }: Ours): Promise<Input> => ({ params: { id: await makeRun(items.itemId) } })
const guessed = (contentType: string) => (): Input => ({ params: { id: 'guessed' }, raw: 'x', contentType })
export const backupsInputs: Readonly<Record<string, (ours: Ours) => Input | Promise<Input>>> = {
  'monitoring.backups.backup': ofOne(),
  'monitoring.backups.addBackup': ({ organisationId, items }) => ({
    body: { organisationId, itemId: items.itemId, kind: 'vendor', name: `Back-up ${randomUUID()}` },
  }),
  'monitoring.backups.changeBackup': ofOne({ name: 'Anders', version: 1 }),
  'monitoring.backups.removeBackup': ofOne(),
  'monitoring.backups.renewToken': ofOne(),
  'monitoring.backups.lookNow': ofOne(),
  'monitoring.backups.testNow': ofOne(),
  'monitoring.backups.runs': ofOne(),
  'monitoring.backups.takeOver': async ({ organisationId, makeRoom }) => {
    await makeRoom()
    return { body: { organisationId } }
  },
  'monitoring.backups.proof.pdf': ofRun,
  'monitoring.backups.proof.proof': ofRun,
  'monitoring.backups.receiving.manifest': guessed('text/plain'),
  'monitoring.backups.receiving.status': guessed('application/json'),
  'monitoring.backups.receiving.mail': guessed('message/rfc822'),
}
export const backupsExpectations: Readonly<Record<string, string>> = {
  //                                       rep eng lead sec dba cli aud adm anon stranger
  'monitoring.backups.backups': /*     */ '. + + + + + + + . 0',
  'monitoring.backups.backup': /*      */ '. + + + + + + + . .',
  'monitoring.backups.addBackup': /*   */ '. . + . . . . + . .',
  'monitoring.backups.changeBackup': /**/ '. . + . . . . + . .',
  'monitoring.backups.removeBackup': /**/ '. . + . . . . + . .',
  'monitoring.backups.renewToken': /*  */ '. . + . . . . + . .',
  'monitoring.backups.lookNow': /*     */ '. + + + + . . + . .',
  // A vendor's cannot be tested, which is said to who may.
  'monitoring.backups.testNow': /*     */ '. + + + + . . + . .',
  'monitoring.backups.runs': /*        */ '. + + + + + + + . .',
  'monitoring.backups.takeOver': /*    */ '. . + . . . . + . .',
  'monitoring.backups.proof.pdf': /*   */ '. + + + + + + + . .',
  'monitoring.backups.proof.proof': /* */ '. + + + + + + + . .',
  'monitoring.backups.receiving.script': '+ + + + + + + + + 0',
  // The token is what opens these (backups.test.ts).
  'monitoring.backups.receiving.manifest': '. . . . . . . . . .',
  'monitoring.backups.receiving.status': '. . . . . . . . . .',
  'monitoring.backups.receiving.mail': '. . . . . . . . . .',
}
