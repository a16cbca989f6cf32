/** A change from draft to review, and what it may not do; through HTTP. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ProblemError } from '#platform/client.ts'
import { type Member, type Spil, spil } from '#test/spil.ts'
import { deskApprovals } from '../approvals/contract.ts'
import { deskCatalogue } from '../catalogue/contract.ts'
import { desk } from '../contract.ts'
import { deskPortal } from '../portal/contract.ts'
import { type ChangeDetails, deskChanges, levels, type StepName, stages, steps } from './contract.ts'
import { classOf, decide, fitsStandard, meetings, meets, type Standing } from './rules.ts'

let app: Spil
let noor: Member
let engineer: Member
let lead: Member
let other: Member
beforeAll(async () => {
  app = await spil()
  noor = await app.member('reporter', { name: 'Noor Bakker' })
  engineer = await app.member('engineer', { name: 'Ilse de Boer' })
  lead = await app.member('lead', { name: 'Karel Mulder' })
  other = await app.member('lead', { name: 'Mira Post' })
  const definition = { name: { nl: 'Wifi voor gasten' }, kind: 'serviceRequest' as const, serviceKey: 'Internet' }
  await app.as(deskCatalogue, lead.token).addItem({ body: { organisationId: lead.organisationId, definition } })
})
afterAll(() => app[Symbol.asyncDispose]())
const nl = { 'accept-language': 'nl' }
const work = (who = engineer) => app.as(desk, who.token, nl)
const approvals = (who: Member) => app.as(deskApprovals, who.token, nl)
const changes = (who = engineer) => app.as(deskChanges, who.token, nl)
const refused = async (run: Promise<unknown>) => {
  const error = await run.then(
    () => undefined,
    (failure: unknown) => failure,
  )
  if (!(error instanceof ProblemError)) throw new Error(`not refused: ${error}`)
  return error.problem
}
const details = { reason: 'Oude versie is lek', plan: 'Nieuwe versie plaatsen', backOut: 'Snapshot terugzetten', testPlan: 'Aanmelden en printen' }
const open = (change?: ChangeDetails, title = 'Firewall naar versie 9') =>
  work().createCase({
    body: { kind: 'change', title, impact: 'department', urgency: 'normal', reporterId: noor.id, ...(change && { change }) },
  })
type Body = Omit<Parameters<ReturnType<typeof changes>['stepChange']>[0]['body'], 'version'>
/** The step on the version that is there now. */
async function go(id: string, step: StepName, body: Body = {}, who = engineer) {
  const { version } = await changes().change({ params: { id } })
  return changes(who).stepChange({ params: { id, step }, body: { version, ...body } })
}
const hours = (n: number) => new Date(app.app.now().getTime() + n * 3_600_000).toISOString()
const window = (from = 24, until = 26) => ({ from: hours(from), until: hours(until) })
const allowed = async (id: string, who = engineer) =>
  (await changes(who).change({ params: { id } })).steps.filter((one) => one.allowed).map(({ step }) => step)

test('an emergency with a reason, standard from a template of little risk, else normal', () => {
  const one = { risk: 'low', effect: 'low', emergencyReason: null, fromTemplate: false } as const
  expect(classOf(one)).toEqual({ class: 'normal', because: 'wouldFit' })
  expect(classOf({ ...one, fromTemplate: true })).toEqual({ class: 'standard', because: 'template' })
  expect(classOf({ ...one, fromTemplate: true, risk: 'high' })).toEqual({ class: 'normal', because: 'templateTooRisky' })
  expect(classOf({ ...one, risk: 'high' })).toEqual({ class: 'normal', because: 'matrix' })
  expect(classOf({ ...one, emergencyReason: ' ' }).class).toBe('normal')
  expect(classOf({ ...one, emergencyReason: 'Gijzelsoftware' })).toEqual({ class: 'emergency', because: 'emergency' })
})
test('more risk or effect never makes it more standard', () => {
  for (const [at, risk] of levels.entries())
    for (const effect of levels) if (fitsStandard(risk, effect)) for (const less of levels.slice(0, at)) expect(fitsStandard(less, effect)).toBe(true)
})
test('whatever the order of steps: only what was approved is executed, unless it is an emergency', () => {
  const by = { personId: 'engineer', works: true, leads: false }
  const chief = { personId: 'lead', works: true, leads: true }
  const given = {
    reason: 'x',
    window: { from: '2026-03-01T10:00:00Z', until: '2026-03-01T11:00:00Z' },
    result: 'failed',
    note: 'x',
    tested: 'x',
    review: 'x',
  } as const
  const now = new Date('2026-03-01T12:00:00Z')
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom(...steps), fc.boolean()), { maxLength: 30 }),
      fc.constantFrom('normal', 'emergency', 'standard'),
      (tries, kind) => {
        let one: Standing = {
          stage: 'draft',
          class: kind,
          approval: 'none',
          submittedBy: null,
          reason: 'x',
          plan: 'x',
          backOut: 'x',
          testPlan: 'x',
          windowFrom: null,
          windowUntil: null,
          startedAt: null,
          result: null,
        }
        for (const [step, leads] of tries) {
          const decided = decide(one, step, leads ? chief : by, given, now)
          if ('refused' in decided) continue
          if (step === 'submit') one = { ...one, approval: kind === 'standard' ? 'notNeeded' : 'waiting', submittedBy: leads ? 'lead' : 'engineer' }
          if (step === 'withdraw' || step === 'redo') one = { ...one, approval: 'none', submittedBy: null }
          if (step === 'approve' || step === 'refuse') {
            expect(one.submittedBy).not.toBe('lead')
            one = { ...one, approval: step === 'approve' ? 'approved' : 'refused' }
          }
          if (step === 'finish') one = { ...one, result: 'failed' }
          one = { ...one, stage: decided.to }
          if (['planned', 'executing', 'executed', 'reviewed'].includes(one.stage))
            expect(kind === 'emergency' || ['approved', 'notNeeded'].includes(one.approval)).toBe(true)
          if (one.stage === 'reviewed') expect(one.approval).not.toBe('waiting')
        }
      },
    ),
  )
})
test('windows that touch do not meet; meeting is the same both ways', () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 2, 1, hour))
  expect(meets({ from: at(1), until: at(2) }, { from: at(2), until: at(3) })).toBe(false)
  fc.assert(
    fc.property(fc.tuple(fc.nat(20), fc.nat(20), fc.nat(20), fc.nat(20)), ([a, b, c, d]) => {
      const one = { from: at(a), until: at(a + b + 1) }
      const two = { from: at(c), until: at(c + d + 1) }
      expect(meets(one, two)).toBe(meets(two, one))
      expect(meets(one, two)).toBe(Array.from({ length: 60 }, (_, h) => h).some((h) => h >= a && h < a + b + 1 && h >= c && h < c + d + 1))
    }),
  )
  const frozen = { name: 'Examens', teamId: 'b', from: at(0), until: at(9) }
  expect(meetings({ from: at(1), until: at(2), teamId: 'a', service: null }, [], [frozen])).toEqual([])
})

test('a normal change from draft to review, each step by who may and with what it needs', async () => {
  const made = await open()
  const params = { id: made.id }
  expect(await changes().change({ params })).toMatchObject({
    stage: 'draft',
    class: 'normal',
    because: 'Normaal, omdat het risico gemiddeld is en het gevolg gemiddeld',
    version: 0,
    timeZone: 'Europe/Amsterdam',
  })
  expect(await refused(go(made.id, 'submit'))).toMatchObject({ type: 'desk.changes.incomplete' })
  expect(await refused(work().solve({ params, body: { version: 1, done: 'x', tested: 'y' } }))).toMatchObject({ type: 'desk.executeFirst' })
  await changes().editChange({ params, body: { version: 0, ...details, risk: 'high' } })
  expect(await refused(changes().editChange({ params, body: { version: 0, plan: 'Anders' } }))).toMatchObject({
    type: 'desk.changes.changed',
    data: { version: 1, plan: details.plan },
  })
  expect(await go(made.id, 'submit')).toMatchObject({ stage: 'submitted', approval: 'waiting', submittedBy: { name: 'Ilse de Boer' } })
  expect(await refused(changes().editChange({ params, body: { version: 2, plan: 'Anders' } }))).toMatchObject({ type: 'desk.changes.fixed' })
  expect(await refused(go(made.id, 'start'))).toMatchObject({ type: 'desk.changes.notApproved', status: 409 })
  expect(await refused(go(made.id, 'approve'))).toMatchObject({ type: 'desk.changes.notYou', status: 403 })
  expect(await refused(go(made.id, 'refuse', {}, lead))).toMatchObject({ type: 'desk.changes.reasonNeeded' })
  expect(await go(made.id, 'refuse', { reason: 'Terugvalplan is te dun' }, lead)).toMatchObject({ stage: 'refused', approval: 'refused' })
  await changes().editChange({ params, body: { version: 3, backOut: 'Snapshot en tweede firewall' } })
  await go(made.id, 'submit')
  expect(await allowed(made.id)).toEqual(['withdraw'])
  expect(await go(made.id, 'approve', {}, lead)).toMatchObject({ stage: 'approved', approval: 'approved', decidedBy: { name: 'Karel Mulder' } })
  expect(await refused(go(made.id, 'plan'))).toMatchObject({ type: 'desk.changes.windowNeeded' })
  expect(await go(made.id, 'plan', { window: window() })).toMatchObject({ stage: 'planned' })
  expect(await refused(go(made.id, 'start', { startedAt: hours(2) }))).toMatchObject({ type: 'desk.changes.times' })
  expect(await go(made.id, 'start', { startedAt: hours(-2) })).toMatchObject({ stage: 'executing' })
  expect((await work().case({ params })).case).toMatchObject({ state: 'inProgress', assignee: { id: engineer.id } })
  const finish = { result: 'succeeded', note: 'Versie 9 staat erop', tested: 'Aangemeld en geprint' } as const
  expect(await refused(go(made.id, 'finish', { ...finish, tested: ' ' }))).toMatchObject({ type: 'desk.changes.resultNeeded' })
  expect(await refused(go(made.id, 'finish', { ...finish, endedAt: hours(-3) }))).toMatchObject({ type: 'desk.changes.times' })
  expect(await go(made.id, 'finish', { ...finish, endedAt: hours(-1) })).toMatchObject({ stage: 'executed', result: 'succeeded' })
  expect(await app.as(deskPortal, noor.token).myCase({ params })).toMatchObject({
    state: 'solved',
    solution: { done: 'Versie 9 staat erop', tested: 'Aangemeld en geprint' },
  })
  expect(await refused(go(made.id, 'review'))).toMatchObject({ type: 'desk.changes.reviewNeeded' })
  const followUp = { kind: 'task', title: 'Draaiboek bijwerken', impact: 'group', urgency: 'low' } as const
  const reviewed = await go(made.id, 'review', { review: 'Vaker oefenen', followUp })
  expect(reviewed).toMatchObject({ stage: 'reviewed', review: 'Vaker oefenen', followUp: { title: 'Draaiboek bijwerken' } })
  expect((await work().case({ params: { id: reviewed.followUp?.id ?? '' } })).links).toContainEqual(
    expect.objectContaining({ id: made.id, kind: 'follows' }),
  )
  const notes = (await work().case({ params })).entries.filter(({ kind }) => kind === 'note').map(({ text }) => text.split('\n')[0])
  expect(notes[0]).toBe('Wijziging ingediend als normaal')
  expect(notes).toContain('Wijziging afgekeurd')
  expect(notes.at(-1)).toBe('Wijziging geëvalueerd')
  expect((await app.as(deskPortal, noor.token).myCase({ params })).entries.map(({ text }) => text)).not.toContain('Wijziging goedgekeurd')
  expect((await app.happened()).filter((name) => name === 'desk.changes.stepped')).toHaveLength(8)
})

test('who submits does not approve, also as a lead; two who decide at once: one counts', async () => {
  const { id } = await open(details)
  await go(id, 'submit', {}, lead)
  expect(await refused(go(id, 'approve', {}, lead))).toMatchObject({ type: 'desk.changes.notOwn' })
  const third = await app.member('lead')
  const { version } = await changes().change({ params: { id } })
  const tries = await Promise.allSettled([
    changes(other).stepChange({ params: { id, step: 'approve' }, body: { version } }),
    changes(third).stepChange({ params: { id, step: 'refuse' }, body: { version, reason: 'Nee' } }),
  ])
  expect(tries.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

test('the service is one of the catalogue, when it is opened and when it is edited; one that was there may stay', async () => {
  const wrong = {
    ...{ status: 400, type: 'desk.changes.noSuchService' },
    errors: [{ pointer: '/body/service', code: 'desk.changes.noSuchService', detail: expect.stringContaining('catalogus van deze organisatie') }],
  }
  expect(await refused(open({ ...details, service: 'Interned' }))).toMatchObject(wrong)
  const { id } = await open({ ...details, service: 'Internet' })
  const params = { id }
  const edit = async (wish: ChangeDetails) =>
    changes().editChange({ params, body: { ...wish, version: (await changes().change({ params })).version } })
  expect(await refused(edit({ service: 'Telefonie' }))).toMatchObject(wrong)
  expect(await changes().change({ params })).toMatchObject({ service: 'Internet' })
  // The catalogue has it no longer; the rest can still be edited.
  await app.app.pools.owner.query(`update catalogue_item set active = false`)
  expect(await edit({ service: 'Internet', plan: 'Anders' })).toMatchObject({ service: 'Internet', plan: 'Anders' })
  expect(await edit({ service: null })).toMatchObject({ service: null })
  await app.app.pools.owner.query(`update catalogue_item set active = true`)
})

test('the leads are asked by mail; what they say where approvals are decided counts here, once', async () => {
  const { id } = await open({ ...details, service: 'Internet' })
  await go(id, 'submit')
  await app.settle()
  const asked = async () => (await approvals(lead).caseApprovals({ params: { id } })).items
  const [first] = await asked()
  expect(first).toMatchObject({ purpose: 'change', state: 'running', mayDecide: true, askedBy: { name: 'Ilse de Boer' } })
  expect(first?.lines.map(({ text }) => text)).toEqual(expect.arrayContaining(['Gemiddeld', details.backOut, 'Internet']))
  expect((await approvals(lead).approvals({ query: { open: 'true' } })).items.map((one) => one.caseId)).toContain(id)
  const { rows } = await app.app.pools.owner.query<{ n: string }>(
    'select count(*) as n from outgoing_mail where about = $1 and recipients::text like $2',
    [`case/${id}`, `%${lead.email}%`],
  )
  expect(Number(rows[0]?.n)).toBe(1)
  await approvals(lead).decide({ params: { id: first?.id ?? '' }, body: { yes: false, reason: 'Eerst testen' } })
  await app.settle()
  expect(await changes().change({ params: { id } })).toMatchObject({
    stage: 'refused',
    approval: 'refused',
    decidedBy: { name: 'Karel Mulder' },
    decisionReason: 'Eerst testen',
  })
  await go(id, 'submit')
  await app.settle()
  expect(await go(id, 'approve', { reason: 'Goed zo' }, other)).toMatchObject({ stage: 'approved', decidedBy: { name: 'Mira Post' } })
  expect((await asked())[0]).toMatchObject({
    state: 'approved',
    steps: [{ seats: expect.arrayContaining([expect.objectContaining({ decision: expect.objectContaining({ yes: true }) })]) }],
  })
  await app.settle()
  await go(id, 'withdraw')
  await go(id, 'submit')
  await app.settle()
  await go(id, 'withdraw')
  await app.settle()
  expect((await asked()).map(({ state }) => state)).toEqual(['withdrawn', 'approved', 'refused'])
  expect(await changes().change({ params: { id } })).toMatchObject({ stage: 'draft', approval: 'none' })
})

test('an emergency is executed first and approved afterwards, before its review', async () => {
  const { id } = await open({ ...details, emergencyReason: 'Wordt nu misbruikt' })
  expect(await changes().change({ params: { id } })).toMatchObject({ class: 'emergency', because: 'Spoed, omdat het niet kan wachten' })
  await go(id, 'submit')
  await go(id, 'start')
  await go(id, 'finish', { result: 'backedOut', note: 'Werkte niet, teruggezet' })
  expect((await work().case({ params: { id } })).case.state).toBe('inProgress')
  expect(await refused(go(id, 'review', { review: 'Beter testen' }))).toMatchObject({ type: 'desk.changes.approveFirst' })
  expect(await go(id, 'refuse', { reason: 'Het kon wachten' }, lead)).toMatchObject({ stage: 'executed', approval: 'refused' })
  expect(await go(id, 'review', { review: 'Beter testen' })).toMatchObject({ stage: 'reviewed' })
  expect((await work().case({ params: { id } })).case).toMatchObject({ state: 'cancelled', endReason: 'Teruggedraaid. Werkte niet, teruggezet' })
})

test('what failed can be prepared again', async () => {
  const { id } = await open(details)
  await go(id, 'submit')
  await go(id, 'approve', {}, lead)
  await go(id, 'plan', { window: window() })
  await go(id, 'start')
  await go(id, 'finish', { result: 'failed', note: 'Licentie ontbrak' })
  expect(await go(id, 'redo')).toMatchObject({ stage: 'draft', approval: 'none', window: null, startedAt: null, plan: details.plan })
  expect(await refused(go(id, 'start'))).toMatchObject({ type: 'desk.changes.notApproved' })
})

test('the database refuses it too: not approved is not executed', async () => {
  const { id } = await open(details)
  const { owner } = app.app.pools
  await go(id, 'submit')
  for (const stage of stages.slice(stages.indexOf('planned')))
    await expect(owner.query('update change set stage = $1 where case_id = $2', [stage, id])).rejects.toMatchObject({ code: '23514' })
})

test('only staff; a case of another kind is no change', async () => {
  const { id } = await open(details)
  expect(await refused(changes(noor).change({ params: { id } }))).toMatchObject({ status: 403 })
  const auditor = await app.member('auditor')
  expect((await changes(auditor).change({ params: { id } })).steps.filter((one) => one.allowed)).toEqual([])
  expect(await refused(changes(auditor).stepChange({ params: { id, step: 'submit' }, body: { version: 1 } }))).toMatchObject({ status: 403 })
  const incident = await work().createCase({ body: { kind: 'incident', title: 'Iets', impact: 'person', urgency: 'low', reporterId: noor.id } })
  expect(await refused(changes().change({ params: { id: incident.id } }))).toMatchObject({ type: 'desk.changes.notChange' })
})
