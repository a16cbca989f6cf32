/** A house in which there is a record of each kind, people of each role, and a request to each endpoint about a record of our own organisation. */
import { randomUUID } from 'node:crypto'
import { urlOf } from '#platform/client.ts'
import type { Endpoint } from '#platform/contract.ts'
import { issueToken } from '#record/people/access/access.ts'
import { directory } from '#record/people/directory/contract.ts'
import { hashOf } from '#record/people/people.ts'
import { rooms } from '#src/rooms.ts'
import { desk } from '#work/desk/contract.ts'
import { alarmsOf } from './access.alarms.ts'
import { arrangements } from './access.arrangements.ts'
import { backupsOf } from './access.backups.ts'
import { checksOf } from './access.checks.ts'
import { clockInputs } from './access.clocks.ts'
import { dashboardsOf } from './access.dashboards.ts'
import { devicesOf } from './access.devices.ts'
import { documentsOf } from './access.documents.ts'
import { type Who, who } from './access.expectations.ts'
import { inputs, type Ours } from './access.inputs.ts'
import { itemsOf } from './access.items.ts'
import { kindsOf } from './access.kinds.ts'
import { livesOf } from './access.lives.ts'
import { closingOf } from './access.made.ts'
import { mailOf } from './access.mail.ts'
import { maintenanceOf } from './access.maintenance.ts'
import { monitoringOf } from './access.monitoring.ts'
import { normsOf } from './access.norms.ts'
import { requestsOf } from './access.requests.ts'
import { seeingOf } from './access.seeing.ts'
import { workTogether } from './access.together.ts'
import { type Member, type Spil, spil } from './spil.ts'

export const operations = new Map<string, Endpoint>(
  rooms.flatMap((room) => Object.entries(room.contract).map(([name, endpoint]) => [`${room.name}.${name}`, endpoint] as const)),
)
export const requests = { ...inputs, ...clockInputs }

export interface Arranged {
  house: Spil
  ours: Ours
  members: ReadonlyMap<Who, Member>
  /** What nobody of another organisation may see in any answer. */
  marks: readonly string[]
  /** One request; `more` goes into its query. */
  ask(operation: string, endpoint: Endpoint, member: Member | undefined, more?: object): Promise<{ status: number; text: string; type: string }>
}

export async function arrangedHouse(): Promise<Arranged> {
  const house = await spil()
  const bea = await house.administrator()
  const elsewhere = await house.as(directory, bea.token).createOrganisation({ body: { name: 'De Wilg', locale: 'nl', timeZone: 'Europe/Amsterdam' } })
  const { organisationId } = bea
  const members = new Map<Who, Member>()
  for (const one of who) if (one !== 'anonymous' && one !== 'stranger') members.set(one, await house.member([one], { name: `Lid ${one}` }))
  members.set('stranger', await house.member(['engineer', 'lead', 'administrator'], { organisationId: elsewhere.id, name: 'Vreemde' }))
  const victim = await house.member(['engineer'], { name: 'Doelwit' })
  const team = await house.as(directory, bea.token).createTeam({ body: { organisationId, name: 'Ons team', memberIds: [victim.id] } })
  const { id: tokenId } = await house.app.asSystem((ctx) =>
    issueToken(ctx, { personId: victim.id, name: 'hers', scope: null, expiresAt: new Date(ctx.now.getTime() + 86_400_000) }),
  )
  const ours: Ours = {
    organisationId,
    victim,
    sessionId: (await sessionOf(house, victim.id)).id,
    tokenId,
    teamId: team.id,
    mail: await mailOf(house, bea),
    ...arrangements(house, bea, victim, team.id, () => ours.mail.case.id),
    ...(await atTheDesk(house, { bea, victim, reporter: members.get('reporter') ?? bea })),
  }
  // Who adds a customer administrates it; here nobody of ours has a role there.
  await house.as(directory, bea.token).revokeRole({ params: { id: bea.id, organisationId: elsewhere.id, role: 'administrator' } })
  const names = ['Doelwit', 'Lindecollege', 'Onze printer']
  const marks = [organisationId, victim.id, victim.email, team.id, bea.id, ours.caseId, ours.otherCaseId, ours.items.itemId, ...names]
  return { house, ours, members, marks, ask: (operation, endpoint, member, more) => ask(house, ours, { operation, endpoint, member, more }) }
}

/** Cases of the reporter, at the desk of our own organisation. */
async function atTheDesk(house: Spil, { bea, victim, reporter }: { bea: Member; victim: Member; reporter: Member }) {
  const { organisationId } = bea
  const title = 'Onze printer'
  const body = { kind: 'incident', title, impact: 'person', urgency: 'low', organisationId } as const
  const mine = house.as(desk, reporter.token)
  const { id: caseId } = await mine.createCase({ body })
  const { id: otherCaseId } = await mine.createCase({ body })
  const { id: attachmentId } = await mine.attach({ params: { id: caseId }, raw: 'een bestand' }, { contentType: 'text/plain' })
  const asked = await requestsOf(house, bea, reporter, victim, caseId)
  return {
    ...asked,
    caseId,
    otherCaseId,
    attachmentId,
    ...(await kindsOf(house, bea, reporter, otherCaseId)),
    ...(await itemsOf(house, bea, reporter)),
    ...normsOf(house, bea),
    ...alarmsOf(house, bea),
    ...seeingOf(house, bea),
    ...devicesOf(house, bea, victim),
    ...checksOf(house, bea),
    ...dashboardsOf(house, bea),
    ...livesOf(house, bea),
    ...monitoringOf(house, bea),
    ...backupsOf(house, bea),
    ...maintenanceOf(house, bea),
    ...(await workTogether(house, bea, reporter, victim, caseId)),
    closing: await closingOf(house, bea, caseId),
    ...(await documentsOf(house, bea, caseId)),
    makePart: async () => {
      await house.as(desk, bea.token).addPerson({ params: { id: caseId }, body: { personId: victim.id, role: 'participant' } })
    },
  }
}

/** A session as signing in makes it. */
async function sessionOf(house: Spil, personId: string): Promise<{ id: string; cookie: string }> {
  const id = randomUUID()
  const token = randomUUID()
  await house.app.pools.owner.query(
    `insert into session (id, person_id, hash, created_at, last_seen_at, expires_at, ip, device)
     values ($1, $2, $3, now(), now(), now() + interval '1 day', '192.0.2.1', 'test')`,
    [id, personId, hashOf(token)],
  )
  return { id, cookie: `spil_session=${token}` }
}

interface Asking {
  operation: string
  endpoint: Endpoint
  member: Member | undefined
  more: object | undefined
}
async function ask(house: Spil, ours: Ours, { operation, endpoint, member, more }: Asking) {
  const { params, query, body, raw, contentType } = (await requests[operation]?.(ours)) ?? {}
  const reply = await house.server.inject({
    method: endpoint.method,
    url: urlOf(endpoint, { ...(params && { params }), ...((query || more) && { query: { ...query, ...more } }) }),
    headers: {
      host: 'spil.example',
      origin: 'http://spil.example',
      ...(member && { cookie: (await sessionOf(house, member.id)).cookie }),
      ...(raw === undefined ? {} : { 'content-type': contentType ?? endpoint.accepts ?? '' }),
    },
    ...(raw !== undefined ? { payload: raw } : body !== undefined ? { payload: body as object } : {}),
  })
  const { statusCode: status, body: text } = reply
  // In the words of another protocol it is no problem of ours.
  const problem = status >= 400 && String(reply.headers['content-type']).startsWith('application/problem+json')
  return { status, text, type: problem ? reply.json<{ type: string }>().type : '' }
}
