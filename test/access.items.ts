/** Items of ours, for the walk of every endpoint. */
import { randomUUID } from 'node:crypto'
import { items } from '#record/items/contract.ts'
import { itemImports, type Mapping } from '#record/items/importing/contract.ts'
import { shippedKinds } from '#record/items/kinds/shipped/rules.ts'
import { itemRelations } from '#record/items/relations/contract.ts'
import { shippedRelations } from '#record/items/relations/rules.ts'
import { itemStocktakes } from '#record/items/stocktake/contract.ts'
import { itemViews } from '#record/items/views/contract.ts'
import type { Input } from './access.inputs.ts'
import type { Member, Spil } from './spil.ts'

/** An item that the reporter uses, and another. */
export async function itemsOf(house: Spil, bea: Member, reporter: Member) {
  const { organisationId } = bea
  const of = house.as(items, bea.token)
  const { id: itemId } = await of.createItem({ body: { organisationId, kind: 'printer', name: 'Onze printer', userIds: [reporter.id] } })
  const { id: otherItemId } = await of.createItem({ body: { organisationId, kind: 'server', name: 'Onze printer-server' } })
  const makeView = async () => {
    const body = { name: randomUUID(), scope: 'organisation' as const, filter: {} }
    return (await house.as(itemViews, bea.token).addView({ body })).id
  }
  const makeRelation = async () => {
    const body = { kind: 'dependsOn', other: otherItemId, port: randomUUID() }
    const { items: made } = await house.as(itemRelations, bea.token).relate({ params: { id: itemId }, body })
    return made.find(({ port }) => port === body.port)?.id ?? ''
  }
  const counting = house.as(itemStocktakes, bea.token)
  const { id: stocktakeId } = await counting.startStocktake({ body: { organisationId, name: 'Onze printer tellen', filter: { search: 'Onze' } } })
  const { id: countedId } = await counting.startStocktake({
    body: { organisationId, name: 'Onze printer geteld', filter: { search: 'Onze' } },
  })
  await counting.moveStocktake({ params: { id: countedId }, body: { state: 'deciding', version: 1 } })
  const { id: importId } = await house.as(itemImports, bea.token).addImport({ query: { organisationId }, raw: 'naam,soort\nEen pc,pc' })
  return { items: { itemId, otherItemId, stocktakeId, countedId, importId }, makeRelation, makeItemView: makeView }
}
export interface OurItems {
  organisationId: string
  caseId: string
  items: { itemId: string; otherItemId: string; stocktakeId: string; countedId: string; importId: string }
  /** Between the two, for the request that ends it. */
  makeRelation(): Promise<string>
  /** Of everybody, for the request that changes or removes it. */
  makeItemView(): Promise<string>
}

const key = () => `kind${randomUUID().slice(0, 8)}`
const { printer } = shippedKinds
const relationKind = shippedRelations.dependsOn
const mapping: Mapping = { columns: { naam: 'name' }, kind: null, kinds: {}, states: {}, existing: 'skip', unknown: 'error', monthFirst: false }
export const itemInputs: Readonly<Record<string, (ours: OurItems) => Input | Promise<Input>>> = {
  'items.items': () => ({ query: { search: 'Onze printer' } }),
  'items.itemNames': () => ({ query: { search: 'Onze printer' } }),
  'items.item': ({ items }) => ({ params: { id: items.itemId } }),
  'items.createItem': ({ organisationId }) => ({ body: { organisationId, kind: 'pc', name: 'Een pc' } }),
  'items.changeItem': ({ items }) => ({ params: { id: items.itemId }, body: { version: 1 } }),
  'items.history.history': ({ items }) => ({ params: { id: items.itemId } }),
  'items.kinds.kinds': ({ organisationId }) => ({ params: { organisationId } }),
  'items.kinds.saveKind': ({ organisationId }) => ({ params: { organisationId, key: key() }, body: { version: 0, kind: printer } }),
  'items.kinds.resetKind': ({ organisationId }) => ({ params: { organisationId, key: 'printer' } }),
  'items.relations.relations': ({ items }) => ({ params: { id: items.itemId } }),
  'items.relations.relate': ({ items }) => ({
    params: { id: items.itemId },
    body: { kind: 'dependsOn', other: items.otherItemId, port: randomUUID() },
  }),
  'items.relations.unrelate': async ({ items, makeRelation }) => ({ params: { id: items.itemId, relationId: await makeRelation() } }),
  'items.relations.group': ({ items }) => ({ params: { id: items.itemId }, body: { name: 'Twee', needed: 0, relationIds: [] } }),
  'items.relations.surroundings': ({ items }) => ({ params: { id: items.itemId } }),
  'items.relations.relationKinds': ({ organisationId }) => ({ params: { organisationId } }),
  'items.relations.saveRelationKind': ({ organisationId }) => ({ params: { organisationId, key: key() }, body: { version: 0, kind: relationKind } }),
  'items.facts.addFacts': ({ items }) => ({ params: { id: items.itemId }, body: [{ key: 'os', value: 'Linux' }] }),
  'items.facts.facts': ({ items }) => ({ params: { id: items.itemId } }),
  'items.facts.factHistory': ({ items }) => ({ params: { id: items.itemId }, query: { key: 'os' } }),
  'items.facts.rankings': ({ organisationId }) => ({ params: { organisationId } }),
  'items.facts.rank': ({ organisationId }) => ({ params: { organisationId }, body: { key: key(), sources: ['agent'], version: 0 } }),
  'items.linking.caseItems': ({ caseId }) => ({ params: { caseId } }),
  'items.linking.setCaseItems': ({ caseId, items }) => ({ params: { caseId }, body: { itemIds: [items.itemId] } }),
  'items.linking.itemCases': ({ items }) => ({ params: { id: items.itemId } }),
  'items.bulk.changeMany': ({ items }) => ({ body: { itemIds: [items.otherItemId], addTags: ['een'] } }),
  // Of nobody.
  'items.bulk.undoMany': () => ({ params: { id: randomUUID() } }),
  'items.views.addView': ({ organisationId }) => ({ body: { organisationId, name: randomUUID(), filter: {} } }),
  'items.views.changeView': async ({ makeItemView }) => ({
    params: { id: await makeItemView() },
    body: { version: 1, name: randomUUID(), scope: 'organisation', filter: {} },
  }),
  'items.views.removeView': async ({ makeItemView }) => ({ params: { id: await makeItemView() } }),
  'items.views.chooseViews': () => ({ body: { ids: [], defaultId: null } }),
  'items.labels.labels': () => ({ query: { search: 'Onze printer' } }),
  'items.labels.keepLabelChoice': () => ({ body: { format: 'l7160', codes: 'qr', lines: ['name'] } }),
  'items.labels.scanned': () => ({ query: { text: 'Onze printer' } }),
  'items.stocktake.startStocktake': ({ organisationId }) => ({ body: { organisationId, name: 'Tellen', filter: { search: 'Onze' } } }),
  'items.stocktake.stocktake': ({ items }) => ({ params: { id: items.stocktakeId } }),
  'items.stocktake.expected': ({ items }) => ({ params: { id: items.stocktakeId } }),
  'items.stocktake.scan': ({ items }) => ({
    params: { id: items.stocktakeId },
    body: { scans: [{ id: randomUUID(), text: 'iets', at: '2026-01-01T00:00:00Z' }] },
  }),
  'items.stocktake.moveStocktake': ({ items }) => ({ params: { id: items.stocktakeId }, body: { state: 'counting', version: 1 } }),
  'items.stocktake.differences': ({ items }) => ({ params: { id: items.countedId } }),
  'items.stocktake.decide': ({ items }) => ({
    params: { id: items.countedId },
    body: { differences: [{ subject: items.otherItemId, difference: 'missing' }], what: 'leave', reason: 'Weet ik' },
  }),
  'items.stocktake.report': ({ items }) => ({ params: { id: items.countedId } }),
  'items.importing.addImport': ({ organisationId }) => ({ query: { organisationId }, raw: 'naam,soort\nEen pc,pc' }),
  'items.importing.imports': () => ({}),
  'items.importing.import': ({ items }) => ({ params: { id: items.importId } }),
  // It is still being read: who may is told so.
  'items.importing.check': ({ items }) => ({ params: { id: items.importId }, body: mapping }),
  'items.importing.run': ({ items }) => ({ params: { id: items.importId }, body: {} }),
  'items.importing.stop': ({ items }) => ({ params: { id: items.importId } }),
  'items.importing.undo': ({ items }) => ({ params: { id: items.importId }, body: {} }),
  'items.importing.faults': ({ items }) => ({ params: { id: items.importId } }),
  'items.importing.faultsFile': ({ items }) => ({ params: { id: items.importId } }),
  'items.exporting.exportCsv': () => ({ query: { kind: 'printer' } }),
  'items.exporting.exportXlsx': () => ({ query: { kind: 'printer' } }),
  'items.impact.impact': ({ items }) => ({ params: { id: items.itemId } }),
  'items.impact.causes': ({ items }) => ({ params: { id: items.itemId } }),
}
//  rep eng lead sec dba cli aud adm anon stranger
export const itemExpectations: Readonly<Record<string, string>> = {
  'items.items': '+ + + + + + + + . 0',
  'items.itemNames': '+ + + + + + + + . 0',
  'items.item': '+ + + + + + + + . .',
  'items.createItem': '. + + + + . . + . 0',
  'items.changeItem': '. + + + + . . + . .',
  'items.history.history': '. + + + + + + + . .',
  'items.kinds.kinds': '+ + + + + + + + . .',
  'items.kinds.saveKind': '. . + . . . . + . .',
  // As it came: there is nothing to take away.
  'items.kinds.resetKind': '. . . . . . . . . .',
  'items.relations.relations': '. + + + + + + + . .',
  'items.relations.relate': '. + + + + . . + . .',
  'items.relations.unrelate': '. + + + + . . + . .',
  'items.relations.group': '. + + + + . . + . .',
  'items.relations.surroundings': '. + + + + + + + . .',
  'items.relations.relationKinds': '. + + + + + + + . .',
  'items.relations.saveRelationKind': '. . + . . . . + . .',
  'items.importing.addImport': '. + + + + . . + . 0',
  'items.importing.imports': '. + + + + . . + . 0',
  'items.importing.import': '. + + + + . . + . .',
  'items.importing.check': '. + + + + . . + . .',
  'items.importing.run': '. + + + + . . + . .',
  'items.importing.stop': '. + + + + . . + . .',
  'items.importing.undo': '. + + + + . . + . .',
  'items.importing.faults': '. + + + + . . + . .',
  'items.importing.faultsFile': '. + + + + . . + . .',
  'items.exporting.exportCsv': '. + + + + + + + . 0',
  'items.exporting.exportXlsx': '. + + + + + + + . 0',
  'items.impact.impact': '. + + + + + + + . .',
  'items.impact.causes': '. + + + + + + + . .',
  'items.facts.addFacts': '. + + + + . . + . .',
  'items.facts.facts': '. + + + + + + + . .',
  'items.facts.factHistory': '. + + + + + + + . .',
  'items.facts.rankings': '. + + + + + + + . .',
  'items.facts.rank': '. . + . . . . + . .',
  'items.linking.caseItems': '+ + + + + + + + . .',
  'items.linking.setCaseItems': '. + + + + . . + . .',
  'items.linking.itemCases': '. + + + + + + + . .',
  'items.bulk.changeMany': '. + + + + . . + . .',
  'items.views.views': '. + + + + + + + . 0',
  'items.views.addView': '. + + + + + + + . .',
  // Of an administrator: a lead changes what is shared.
  'items.views.changeView': '. . + . . . . + . .',
  'items.views.removeView': '. . + . . . . + . .',
  'items.views.chooseViews': '. + + + + + + + . 0',
  'items.bulk.bulks': '. + + + + . . + . 0',
  'items.labels.labels': '. + + + + + + + . 0',
  'items.labels.keepLabelChoice': '. + + + + + + + . 0',
  'items.labels.scanned': '+ + + + + + + + . 0',
  'items.stocktake.stocktakes': '. + + + + + + + . 0',
  'items.stocktake.startStocktake': '. + + + + . . + . 0',
  'items.stocktake.stocktake': '. + + + + + + + . .',
  'items.stocktake.expected': '. + + + + . . + . .',
  'items.stocktake.scan': '. + + + + . . + . .',
  'items.stocktake.moveStocktake': '. + + + + . . + . .',
  'items.stocktake.differences': '. + + + + + + + . .',
  'items.stocktake.decide': '. + + + + . . + . .',
  'items.stocktake.report': '. + + + + + + + . .',
  'items.bulk.undoMany': '. . . . . . . . . .',
}
