import { contract } from '#platform/contract.ts'
import { translator } from '#platform/i18n.ts'
import { type Context, on, roomFor } from '#platform/room.ts'
import { Rule, Scope } from '#record/norms/contract.ts'
import { bringExpectation, bringNoMore, broughtUnder } from '#record/norms/norms.ts'
import { organisationById } from '#record/people/people.ts'
import { templateChanged } from '../../checks/templates/contract.ts'
import { templateAsks } from '../../checks/templates/reads.ts'
import { collectorChanged } from '../../collectors/contract.ts'
import { collectorOf } from '../../collectors/reads.ts'
import { collectorUp, type UsualCondition, usualFor } from './rules.ts'
import { type BringingText, bringingTexts } from './texts.ts'

type Wording = (text: BringingText, given?: Record<string, string>) => string
async function wordsFor(ctx: Context, organisationId: string): Promise<Wording> {
  const t = translator(ctx.app.texts, (await organisationById(ctx, organisationId))?.locale ?? 'nl')
  return (text, given) => t(`monitoring.usual.${text}`, given)
}
interface Brought extends Pick<UsualCondition, 'key' | 'rule'> {
  title: string
  remedy: string
}
/** These count under this key from now on, and nothing else. */
async function bring(ctx: Context, organisationId: string, prefix: string, scope: Scope, all: readonly Brought[]): Promise<void> {
  const keys = new Set(all.map(({ key }) => `${prefix}/${key}`))
  for (const originKey of await broughtUnder(ctx, organisationId, 'template', `${prefix}/`))
    if (!keys.has(originKey)) await bringNoMore(ctx, organisationId, 'template', originKey)
  for (const { key, rule, title, remedy } of all)
    await bringExpectation(ctx, {
      ...{ organisationId, origin: 'template', originKey: `${prefix}/${key}`, keeps: true },
      rule: Rule.parse({ ...rule, title, remedy, scope }),
    })
}
async function templateFollowed(ctx: Context, { templateId, organisationId }: { templateId: string; organisationId: string }): Promise<void> {
  const asks = await templateAsks(ctx, templateId)
  const words = await wordsFor(ctx, organisationId)
  const usual = asks?.enabled ? usualFor(asks.checks) : []
  const all = usual.map(({ key, rule, title, remedy }) => ({ key, rule, title: words(title.text, title.given), remedy: words(remedy) }))
  await bring(ctx, organisationId, `template/${templateId}`, asks?.scope ?? Scope.parse({}), all)
}
async function collectorFollowed(ctx: Context, { collectorId, organisationId }: { collectorId: string; organisationId: string }): Promise<void> {
  const row = await collectorOf(ctx, collectorId)
  const words = await wordsFor(ctx, organisationId)
  const name = row?.name ?? ''
  const said = { key: 'up', rule: collectorUp(name), title: words('collector', { name }), remedy: words('collector.remedy') }
  const scope = Scope.parse({ classes: [], itemIds: row ? [row.itemId] : [] })
  await bring(ctx, organisationId, `collector/${collectorId}`, scope, row?.enrolled ? [said] : [])
}

export default roomFor<Record<never, never>>()({
  name: 'monitoring.bringing',
  contract: contract({}),
  texts: bringingTexts,
  grants: {},
  handlers: {},
  folder: import.meta.dirname,
  on: [
    on(templateChanged, 'monitoring: template brings alarms', ({ data }, ctx) => templateFollowed(ctx, data)),
    on(collectorChanged, 'monitoring: collector brings alarm', async ({ data, organisationId }, ctx) => {
      // Whether it is heard of is what the condition is about, no reason to write it again.
      if (organisationId !== null && data.what !== 'silent' && data.what !== 'heard')
        await collectorFollowed(ctx, { collectorId: data.collectorId, organisationId })
    }),
  ],
})
