import { type Context, Problem, roomFor } from '#platform/room.ts'
import {
  addSteps,
  type CaseRow,
  changeStep,
  closingPolicyOf,
  findCase,
  removeStep,
  removeTemplate,
  saveClosingPolicy,
  saveTemplate,
  templateById,
  templatesFor,
  writeClosing,
} from '#record/cases/cases.ts'
import type { casesTexts } from '#record/cases/texts.ts'
import { readsAsStaff } from '../reads.ts'
import { deskClosing } from './contract.ts'
import { remindAndClose } from './jobs.ts'
import { subscriptions } from './letters/module.ts'
import { testingOf } from './reads.ts'
import { deskClosingTexts } from './texts.ts'

const notFound = () => new Problem('platform.notFound', 404)
/** For who reads it as staff does. */
async function here(ctx: Context, ref: string): Promise<CaseRow> {
  const row = await findCase(ctx, ref)
  if (!row || !readsAsStaff(ctx, row)) throw notFound()
  return row
}
async function working(ctx: Context, ref: string): Promise<CaseRow> {
  const row = await here(ctx, ref)
  if (!ctx.actor.scopes.work.includes(row.organisationId)) throw new Problem('platform.notAllowed', 403)
  // Held, so that a step is not written while its round is being offered.
  return (await findCase(ctx, row.id, true)) ?? Promise.reject(notFound())
}
const reads = (ctx: Context, organisationId: string) => {
  if (!ctx.actor.scopes.inside.includes(organisationId)) throw notFound()
}
const configures = (ctx: Context, organisationId: string) => {
  if (!ctx.actor.permissions.get('desk.configure')?.includes(organisationId)) throw notFound()
}
const policyView = async (ctx: Context, organisationId: string) => ({ organisationId, ...(await closingPolicyOf(ctx, organisationId)) })

async function ownTemplate(ctx: Context, id: string): Promise<string> {
  const row = await templateById(ctx, id)
  if (!row) throw notFound()
  configures(ctx, row.organisationId)
  return row.organisationId
}

export default roomFor<Record<never, never>>()({
  name: 'desk.closing',
  contract: deskClosing,
  texts: deskClosingTexts as typeof deskClosingTexts & typeof casesTexts,
  grants: {},
  folder: import.meta.dirname,
  jobs: [remindAndClose],
  on: subscriptions as never,
  handlers: {
    async testing({ params }, ctx) {
      return testingOf(ctx, await here(ctx, params.id))
    },
    async addSteps({ params, body }, ctx) {
      const row = await working(ctx, params.id)
      const template = 'template' in body ? (await templatesFor(ctx, row.organisationId)).find((one) => one.id === body.template) : undefined
      if ('template' in body && !template) return ctx.fail('platform.notFound')
      await addSteps(ctx, row, 'template' in body ? (template?.steps ?? []) : body.steps)
      return testingOf(ctx, row)
    },
    async changeStep({ params, body }, ctx) {
      const row = await working(ctx, params.id)
      await changeStep(ctx, row, params.stepId, body)
      return testingOf(ctx, row)
    },
    async removeStep({ params, query }, ctx) {
      const row = await working(ctx, params.id)
      await removeStep(ctx, row, params.stepId, query.version)
      return testingOf(ctx, row)
    },
    async changeClosing({ params, body }, ctx) {
      const row = await working(ctx, params.id)
      const { version, ...fields } = body
      await writeClosing(ctx, row, fields, version)
      return testingOf(ctx, row)
    },
    async policy({ query }, ctx) {
      reads(ctx, query.organisationId)
      return policyView(ctx, query.organisationId)
    },
    async changePolicy({ body }, ctx) {
      configures(ctx, body.organisationId)
      if (!(await saveClosingPolicy(ctx, body.organisationId, body.version, body.policy))) return ctx.fail('desk.closing.changed')
      return policyView(ctx, body.organisationId)
    },
    async templates({ query }, ctx) {
      reads(ctx, query.organisationId)
      return { items: await templatesFor(ctx, query.organisationId, query.kind) }
    },
    async addTemplate({ body }, ctx) {
      const { organisationId, ...wish } = body
      configures(ctx, organisationId)
      return { id: await saveTemplate(ctx, organisationId, wish) }
    },
    async changeTemplate({ params, body }, ctx) {
      const organisationId = await ownTemplate(ctx, params.id)
      const { version, ...wish } = body
      return { id: await saveTemplate(ctx, organisationId, wish, { id: params.id, version }) }
    },
    async removeTemplate({ params }, ctx) {
      await ownTemplate(ctx, params.id)
      await removeTemplate(ctx, params.id)
      return undefined
    },
  },
})
