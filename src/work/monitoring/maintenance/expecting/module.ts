import { type Context, mayIn, Problem, roomFor } from '#platform/room.ts'
import { Rule } from '#record/norms/contract.ts'
import { bringExpectation, bringNoMore } from '#record/norms/norms.ts'
import { inWords } from '#record/norms/reads.ts'
import { organisationById } from '#record/people/people.ts'
import { type MaintenanceNorm, maintenanceNormSet, monitoringExpecting, type NormName, normNames } from './contract.ts'
import { originKeyOf, shippedNorms } from './rules.ts'
import { type ExpectingTables, type NormRow, readNorms, writeNorm } from './store.ts'
import { monitoringExpectingTexts } from './texts.ts'

const shown = (ctx: Context, name: NormName, row: NormRow | undefined): MaintenanceNorm => {
  const shipped = shippedNorms[name]
  const days = row?.days ?? shipped.days
  return {
    ...{ name, days, title: shipped.title(days)[ctx.locale], reads: inWords(ctx, shipped.condition(days)) },
    ...{ severity: row?.severity ?? shipped.severity, expectationId: row?.expectationId ?? null, version: row?.version ?? 0 },
  }
}
const demand = (ctx: Context, may: string, organisationId: string) => {
  if (!mayIn(ctx, may, organisationId)) throw new Problem('platform.notFound', 404)
}

export default roomFor<ExpectingTables>()({
  name: 'monitoring.expecting',
  contract: monitoringExpecting,
  texts: monitoringExpectingTexts as typeof monitoringExpectingTexts & Record<'norms.tooMany', never>,
  grants: {},
  folder: import.meta.dirname,
  handlers: {
    async maintenanceNorms({ query: { organisationId } }, ctx) {
      demand(ctx, 'monitoring.read', organisationId)
      const rows = await readNorms(ctx.db, organisationId)
      return {
        items: normNames.map((name) =>
          shown(
            ctx,
            name,
            rows.find((row) => row.name === name),
          ),
        ),
      }
    },
    async setMaintenanceNorm({ params: { name }, body: { organisationId, counts, days, severity, version } }, ctx) {
      demand(ctx, 'norms.configure', organisationId)
      const shipped = shippedNorms[name]
      // In the language of the organisation: it is its norm from now on, not of who switches it on.
      const locale = (await organisationById(ctx, organisationId))?.locale ?? ctx.locale
      const wish = { organisationId, name, days, severity, version }
      const row = await writeNorm(ctx.db, { ...wish, expectationId: null })
      if (!row) return ctx.fail('monitoring.expecting.changed')
      const [title, remedy] = [shipped.title(days)[locale], shipped.remedy[locale]]
      const rule = Rule.parse({ title, condition: shipped.condition(days), severity, remedy, scope: { kinds: [...shipped.kinds] } })
      const originKey = originKeyOf(name)
      let after: NormRow | undefined = row
      if (counts) {
        const expectationId = await bringExpectation(ctx, { organisationId, origin: 'norm', originKey, rule })
        after = await writeNorm(ctx.db, { ...row, expectationId })
      } else await bringNoMore(ctx, organisationId, 'norm', originKey)
      await ctx.emit(maintenanceNormSet, { about: `organisation/${organisationId}`, organisationId, data: { organisationId, name, counts, days } })
      return shown(ctx, name, after)
    },
  },
})
