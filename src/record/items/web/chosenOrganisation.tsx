/** Which organisation a page of settings is about: the one in the address, or the first; asked only of who reads more than one. */
import { NativeSelect } from '@mantine/core'
import { listOf, useUrlState } from '#web/kit/links.tsx'
import { useText } from '#web/kit/texts.ts'
import { useWhere } from './more.ts'
import { roomTexts } from './roomTexts.ts'

export function useChosenOrganisation() {
  const where = useWhere('items.read')
  const may = useWhere('items.configure')
  const [search] = useUrlState()
  const organisationId = listOf(search.organisationId)[0] ?? where[0]?.id
  return { organisationId, mayChange: may.some(({ id }) => id === organisationId), several: where.length > 1 }
}

export function ChosenOrganisation() {
  const t = useText(roomTexts)
  const where = useWhere('items.read')
  const [, setSearch] = useUrlState()
  const { organisationId, several } = useChosenOrganisation()
  if (!several) return null
  return (
    <NativeSelect
      label={t('items.organisation')}
      value={organisationId ?? ''}
      onChange={(event) => setSearch({ organisationId: event.currentTarget.value })}
      data={where.map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}
