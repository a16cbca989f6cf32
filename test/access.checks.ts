/** Checks and templates of them, for the walk of every endpoint. */
import { items } from '#record/items/contract.ts'
import { monitoringChecks } from '#work/monitoring/checks/contract.ts'
import { monitoringTemplates } from '#work/monitoring/checks/templates/contract.ts'
import type { Input } from './access.inputs.ts'
import type { Member, Spil } from './spil.ts'

/** Nothing is asked in the walk; what is asked of would be nobody. */
const ping = { name: 'Ping', what: { kind: 'icmp', address: '192.0.2.1' } } as const
const calls = { name: 'Back-up', what: { kind: 'heartbeat' } } as const

/** Each request gets what it needs fresh. */
export function checksOf(house: Spil, bea: Member) {
  const { organisationId } = bea
  const checks = house.as(monitoringChecks, bea.token)
  const makeServer = async () =>
    (await house.as(items, bea.token).createItem({ body: { organisationId, kind: 'server', state: 'live', name: 'Server' } })).id
  const makeCheck = async (asked: typeof ping | typeof calls = ping) => checks.addCheck({ body: { ...asked, itemId: await makeServer() } })
  const makeChecks = async () =>
    (await house.as(monitoringTemplates, bea.token).addTemplate({ body: { organisationId, name: 'Servers', checks: [ping] } })).id
  return { makeServer, makeCheck, makeChecks }
}
export interface OurChecks extends ReturnType<typeof checksOf> {
  organisationId: string
}

const check =
  (body?: unknown) =>
  async ({ makeCheck }: OurChecks): Promise<Input> => ({ params: { id: (await makeCheck()).id }, ...(body !== undefined && { body }) })
const template = async ({ makeChecks }: OurChecks) => ({ id: await makeChecks() })
export const checksInputs: Readonly<Record<string, (ours: OurChecks) => Input | Promise<Input>>> = {
  'monitoring.checks.addCheck': async ({ makeServer }) => ({ body: { ...ping, itemId: await makeServer() } }),
  'monitoring.checks.changeCheck': check({ ...ping, version: 1 }),
  'monitoring.checks.removeCheck': check(),
  'monitoring.checks.pauseCheck': check({ paused: true }),
  'monitoring.checks.askNow': check(),
  'monitoring.checks.tryOut': async ({ makeServer }) => ({ body: { itemId: await makeServer(), what: { kind: 'tcp', port: 1 } } }),
  'monitoring.checks.written': async ({ makeCheck }) => ({ params: { id: (await makeCheck()).question?.id ?? '' } }),
  'monitoring.templates.templates': ({ organisationId }) => ({ query: { organisationId } }),
  'monitoring.templates.template': async (ours) => ({ params: await template(ours) }),
  'monitoring.templates.addTemplate': ({ organisationId }) => ({ body: { organisationId, name: 'Servers', checks: [ping] } }),
  'monitoring.templates.changeTemplate': async (ours) => ({ params: await template(ours), body: { name: 'Servers', checks: [ping], version: 1 } }),
  'monitoring.templates.removeTemplate': async (ours) => ({ params: await template(ours), query: { version: '1' } }),
  'monitoring.templates.scopeItems': ({ organisationId }) => ({ body: { organisationId, scope: {} } }),
  'monitoring.templates.except': async (ours) => ({
    params: { ...(await template(ours)), itemId: await ours.makeServer() },
    body: { why: 'Wordt vervangen' },
  }),
  'monitoring.templates.includeAgain': async (ours) => ({ params: { ...(await template(ours)), itemId: await ours.makeServer() } }),
  'monitoring.heartbeat.beat': () => ({ params: { token: 'guessed-guessed-guessed-guessed' }, raw: '', contentType: 'text/plain' }),
  'monitoring.heartbeat.beatByGet': () => ({ params: { token: 'guessed-guessed-guessed-guessed' } }),
  'monitoring.heartbeat.newToken': async ({ makeCheck }) => ({ params: { id: (await makeCheck(calls)).id } }),
}

export const checksExpectations: Readonly<Record<string, string>> = {
  //                                       rep eng lead sec dba cli aud adm anon stranger
  'monitoring.checks.checks': /*        */ '. + + + + + + + . 0',
  'monitoring.checks.counts': /*        */ '. + + + + + + + . 0',
  'monitoring.checks.addCheck': /*      */ '. + + + + . . + . .',
  'monitoring.checks.changeCheck': /*   */ '. + + + + . . + . .',
  'monitoring.checks.removeCheck': /*   */ '. + + + + . . + . .',
  'monitoring.checks.pauseCheck': /*    */ '. + + + + . . + . .',
  'monitoring.checks.askNow': /*        */ '. + + + + . . + . .',
  'monitoring.checks.tryOut': /*        */ '. + + + + . . + . .',
  'monitoring.checks.written': /*       */ '. + + + + . . + . .',
  'monitoring.templates.templates': /*  */ '. + + + + + + + . .',
  'monitoring.templates.template': /*   */ '. + + + + + + + . .',
  'monitoring.templates.addTemplate': /**/ '. . + . . . . + . .',
  'monitoring.templates.changeTemplate': '. . + . . . . + . .',
  'monitoring.templates.removeTemplate': '. . + . . . . + . .',
  'monitoring.templates.scopeItems': /* */ '. + + + + + + + . .',
  'monitoring.templates.except': /*     */ '. . + . . . . + . .',
  'monitoring.templates.includeAgain': '. . + . . . . + . .',
  // The token in the address is what opens these (heartbeat.test.ts).
  'monitoring.heartbeat.beat': /*       */ '. . . . . . . . . .',
  'monitoring.heartbeat.beatByGet': /*  */ '. . . . . . . . . .',
  'monitoring.heartbeat.newToken': /*   */ '. + + + + . . + . .',
}
