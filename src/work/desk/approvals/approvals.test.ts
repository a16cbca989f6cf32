/** Approvals through HTTP: by mail link, in the portal, too late, refused, at the same moment. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { directory } from '#record/people/directory/contract.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { deskAbsence } from '../absence/contract.ts'
import { desk } from '../contract.ts'
import { deskApprovals, type Mode, Plan } from './contract.ts'

let app: Spil
let reporter: Member
let engineer: Member
let boss: Member
let owner: Member
let third: Member
let lead: Member
beforeAll(async () => {
  app = await spil()
  reporter = await app.member('reporter', { name: 'Noor Bakker' })
  boss = await app.member('reporter', { name: 'Wil de Baas' })
  owner = await app.member('reporter', { name: 'Ada Eigenaar' })
  third = await app.member('reporter', { name: 'Derk Derde' })
  engineer = await app.member('engineer', { name: 'Ilse de Boer' })
  lead = await app.member('lead', { name: 'Karel Mulder' })
  const admin = await app.administrator()
  await app.as(directory, admin.token).changePerson({ params: { id: reporter.id }, body: { version: 1, managerId: boss.id } })
})
afterAll(() => app[Symbol.asyncDispose]())

const by = (who: Member) => app.as(deskApprovals, who.token, { 'accept-language': 'nl' })
const refused = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem
}
const person = (who: Member) => ({ kind: 'person', personId: who.id }) as const
const anyMode = { kind: 'any' } as const
const later = (ms: number) => app.clock.set(new Date(app.clock.now().getTime() + ms))
async function ask(steps: Plan['steps'], more: { mayRepeat?: boolean; as?: Member } = {}) {
  const body = { kind: 'serviceRequest', title: 'Nieuwe laptop', impact: 'person', urgency: 'normal' } as const
  const made = await app.as(desk, reporter.token).createCase({ body })
  const plan = { steps, mayRepeat: more.mayRepeat ?? false }
  const approval = await by(more.as ?? engineer).ask({ params: { id: made.id }, body: { plan, reason: 'De oude is stuk' } })
  await app.settle()
  return { id: approval.id, caseId: made.id }
}
const step = (deciders: Plan['steps'][number]['deciders'], mode: Mode = anyMode, more: Partial<Plan['steps'][number]> = {}) =>
  Plan.shape.steps.element.parse({ name: { nl: 'Stap' }, deciders, mode, ...more })
/** The signed links that were mailed about this case, by address. Mail with a link is kept sealed. */
async function links(caseId: string): Promise<Map<string, string>> {
  const { rows } = await app.app.pools.owner.query<{ recipients: { to: { address: string }[] }; sealed: string }>(
    `select recipients, sealed from outgoing_mail where about = $1 and sealed is not null order by created_at`,
    [`case/${caseId}`],
  )
  const found = new Map<string, string>()
  for (const { recipients, sealed } of rows) {
    const text = (JSON.parse(app.app.secrets.open('mail', sealed)) as { text: string }).text
    const token = /\/approve\/(\S+)/.exec(text)?.[1]
    if (token) found.set(recipients.to[0]?.address ?? '', token)
  }
  return found
}

describe('in steps', () => {
  test('the manager by mail link, then the owner in the portal; each decision says who, when and why', async () => {
    const { id, caseId } = await ask([step([{ kind: 'manager' }]), step([person(owner)])])
    const token = (await links(caseId)).get(boss.email) ?? ''
    const nobody = app.as(deskApprovals)
    const seen = await nobody.linkState({ params: { token } })
    expect(seen).toMatchObject({ title: 'Nieuwe laptop', you: 'Wil de Baas', askedBy: 'Ilse de Boer', reason: 'De oude is stuk', answered: false })
    // Looking decided nothing.
    expect((await by(engineer).approval({ params: { id } })).steps[0]?.seats[0]?.decision).toBeNull()
    expect(await refused(by(owner).decide({ params: { id }, body: { yes: true } }))).toMatchObject({ status: 404 })
    expect(await nobody.decideByLink({ params: { token }, body: { yes: true } })).toMatchObject({ state: 'running' })
    expect(await refused(nobody.decideByLink({ params: { token }, body: { yes: false, reason: 'Toch niet' } }))).toMatchObject({
      type: 'desk.approvals.alreadyDecided',
    })
    await app.settle()
    expect((await by(owner).approvals({ query: { open: 'true' } })).items).toMatchObject([{ id, mine: 'open', title: 'Nieuwe laptop' }])
    const done = await by(owner).decide({ params: { id }, body: { yes: true, reason: 'Binnen het budget' } })
    expect(done).toMatchObject({ state: 'approved', why: 'Goedgekeurd', mayDecide: false })
    expect(done.steps.map((one) => one.seats[0]?.decision)).toMatchObject([
      { yes: true, by: { id: boss.id }, via: 'link', reason: null },
      { yes: true, by: { id: owner.id }, via: 'portal', reason: 'Binnen het budget' },
    ])
    expect((await by(owner).approvals({ query: { open: 'false' } })).items[0]).toMatchObject({ id, mine: 'yes' })
    expect(await app.as(desk, owner.token).cases()).toMatchObject({ items: [] })
    const names = (await app.happened()).filter((name) => name.startsWith('desk.approvals.'))
    expect(names).toEqual(['asked', 'decided', 'asked', 'decided', 'ended'].map((name) => `desk.approvals.${name}`))
  })

  test('a link is for its own step, person and approval, until the step expires', async () => {
    const { caseId } = await ask([step([person(boss)], anyMode, { hours: 2 })])
    const token = (await links(caseId)).get(boss.email) ?? ''
    const nobody = app.as(deskApprovals)
    const other = `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`
    expect(await refused(nobody.linkState({ params: { token: other } }))).toMatchObject({ type: 'desk.approvals.linkWrong' })
    expect(await refused(nobody.decideByLink({ params: { token }, body: { yes: false } }))).toMatchObject({ type: 'desk.approvals.sayWhy' })
    later(3 * 3_600_000)
    expect(await refused(nobody.decideByLink({ params: { token }, body: { yes: true } }))).toMatchObject({ type: 'desk.approvals.linkExpired' })
  })
})

describe('a refusal', () => {
  test('ends it at once, and no later yes undoes it', async () => {
    const { id } = await ask([step([person(boss), person(owner), person(third)], { kind: 'share', count: 2 })])
    await by(boss).decide({ params: { id }, body: { yes: true } })
    expect(await refused(by(owner).decide({ params: { id }, body: { yes: false } }))).toMatchObject({ type: 'desk.approvals.sayWhy' })
    const no = await by(owner).decide({ params: { id }, body: { yes: false, reason: 'Te duur' } })
    expect(no).toMatchObject({ state: 'refused', why: 'Afgewezen door Ada Eigenaar: Te duur' })
    expect(await refused(by(third).decide({ params: { id }, body: { yes: true } }))).toMatchObject({ type: 'desk.approvals.over' })
    expect(await refused(by(owner).decide({ params: { id }, body: { yes: true } }))).toMatchObject({ type: 'desk.approvals.alreadyDecided' })
    await app.settle()
    expect(await by(engineer).approval({ params: { id } })).toMatchObject({ state: 'refused' })
  })

  test('yes and no at the same moment: one outcome, both told the truth', async () => {
    for (let round = 0; round < 5; round++) {
      const { id } = await ask([step([person(boss), person(owner)])])
      const both = await Promise.allSettled([
        by(boss).decide({ params: { id }, body: { yes: true } }),
        by(owner).decide({ params: { id }, body: { yes: false, reason: 'Nee' } }),
      ])
      expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      const { state, steps } = await by(engineer).approval({ params: { id } })
      const said = steps[0]?.seats.flatMap(({ decision }) => (decision ? [decision.yes] : []))
      expect(said).toEqual([state === 'approved'])
    }
  })

  test('twice the same decision at the same moment counts once', async () => {
    const { id } = await ask([step([person(boss), person(owner)], { kind: 'all' })])
    const both = await Promise.allSettled([1, 2, 3].map(() => by(boss).decide({ params: { id }, body: { yes: true } })))
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect((await by(engineer).approval({ params: { id } })).state).toBe('running')
  })
})

describe('separation of duties', () => {
  test('who benefits never decides: a lead does instead', async () => {
    const { id } = await ask([step([person(reporter)])])
    const [first] = (await by(engineer).approval({ params: { id } })).steps
    expect(first?.seats.map((seat) => seat.person.id)).toEqual([lead.id])
    expect(await refused(by(reporter).decide({ params: { id }, body: { yes: true } }))).toMatchObject({ status: 404 })
  })
  test('nobody decides twice, unless the plan allows it', async () => {
    const twice = await ask([step([person(boss)]), step([person(boss)])])
    await by(boss).decide({ params: { id: twice.id }, body: { yes: true } })
    await app.settle()
    expect((await by(engineer).approval({ params: { id: twice.id } })).steps[1]?.seats.map((seat) => seat.person.id)).toEqual([lead.id])
    const allowed = await ask([step([person(boss)]), step([person(boss)])], { mayRepeat: true })
    await by(boss).decide({ params: { id: allowed.id }, body: { yes: true } })
    await app.settle()
    expect(await by(boss).decide({ params: { id: allowed.id }, body: { yes: true } })).toMatchObject({ state: 'approved' })
  })
  test('where nobody is left it is refused, and says what to do', async () => {
    const admin = await app.administrator()
    const three = { kind: 'share', count: 5 } as const
    const { id } = await ask([step([person(boss)], three)], { as: admin })
    expect(await by(engineer).approval({ params: { id } })).toMatchObject({ state: 'refused', why: expect.stringContaining('Vraag de servicedesk') })
  })
})

describe('substitutes', () => {
  test('who stands in for somebody who is away decides in their seat, also when they left after being asked', async () => {
    const leave = app.as(deskAbsence, boss.token)
    const from = new Date(app.clock.now().getTime() + 3_600_000).toISOString()
    const until = new Date(app.clock.now().getTime() + 5 * 3_600_000).toISOString()
    const body = { personId: boss.id, organisationId: boss.organisationId, from, until, substituteId: third.id }
    const asked = await ask([step([person(boss)], { kind: 'all' })])
    await leave.addAbsence({ body })
    later(2 * 3_600_000)
    await app.settle()
    const [open] = (await by(third).approval({ params: { id: asked.id } })).steps
    expect(open?.seats).toMatchObject([{ person: { id: boss.id }, substitutes: [{ id: third.id }] }])
    const token = (await links(asked.caseId)).get(third.email) ?? ''
    await app.as(deskApprovals).decideByLink({ params: { token }, body: { yes: true } })
    const done = await by(engineer).approval({ params: { id: asked.id } })
    expect(done).toMatchObject({ state: 'approved', steps: [{ seats: [{ person: { id: boss.id }, decision: { by: { id: third.id } } }] }] })
    expect(await refused(by(boss).decide({ params: { id: asked.id }, body: { yes: false, reason: 'Nee' } }))).toMatchObject({ status: 409 })
    later(5 * 3_600_000)
  })
})

describe('time', () => {
  test('nobody decided: refused', async () => {
    const { id } = await ask([step([person(boss)], anyMode, { hours: 4 })])
    later(4 * 3_600_000 + 1000)
    expect(await refused(by(boss).decide({ params: { id }, body: { yes: true } }))).toMatchObject({ type: 'desk.approvals.over' })
    await app.settle()
    expect(await by(engineer).approval({ params: { id } })).toMatchObject({ state: 'refused', why: 'Afgewezen: niemand besliste op tijd' })
  })
  test('nobody decided: passed on to a lead, once, who decides alone', async () => {
    const { id } = await ask([step([person(boss), person(owner)], { kind: 'all' }, { hours: 4, afterwards: 'escalate' })])
    later(4 * 3_600_000 + 1000)
    await app.settle()
    const passed = await by(lead).approval({ params: { id } })
    expect(passed).toMatchObject({ state: 'running', mayDecide: true, steps: [{ escalated: true }] })
    expect(passed.steps[0]?.seats.filter((seat) => seat.lead).map((seat) => seat.person.id)).toEqual([lead.id])
    expect(await by(lead).decide({ params: { id }, body: { yes: true } })).toMatchObject({ state: 'approved' })
    const again = await ask([step([person(boss)], anyMode, { hours: 4, afterwards: 'escalate' })])
    for (let times = 0; times < 2; times++) {
      later(4 * 3_600_000 + 1000)
      await app.settle()
    }
    expect(await by(engineer).approval({ params: { id: again.id } })).toMatchObject({ state: 'refused' })
  })
  test('a cancelled case needs no approval any more', async () => {
    const { id, caseId } = await ask([step([person(boss)])])
    await app.as(desk, engineer.token).cancel({ params: { id: caseId }, body: { version: 1, reason: 'Dubbel' } })
    await app.settle()
    expect(await by(engineer).approval({ params: { id } })).toMatchObject({ state: 'withdrawn' })
    expect(await refused(by(boss).decide({ params: { id }, body: { yes: true } }))).toMatchObject({ type: 'desk.approvals.over' })
  })
})

describe('asking', () => {
  test('one at a time, of people and teams that are there', async () => {
    const { caseId } = await ask([step([person(boss)])])
    const plan = { steps: [step([person(boss)])] }
    expect(await refused(by(engineer).ask({ params: { id: caseId }, body: { plan, reason: 'Nog eens' } }))).toMatchObject({
      type: 'desk.approvals.running',
    })
    const strange = { steps: [step([{ kind: 'person', personId: '00000000-0000-4000-8000-000000000000' }])] }
    expect(await refused(by(engineer).ask({ params: { id: caseId }, body: { plan: strange, reason: 'x' } }))).toMatchObject({
      type: 'desk.noSuchPerson',
    })
  })
})
