/** Chooses one of the checklists in use; one that is no longer in use stays a choice where it was chosen. */
import { NativeSelect } from '@mantine/core'
import { useLoad } from '#web/kit/load.ts'
import { tasksCalls } from './calls.ts'

interface Props {
  label: string
  /** What stands there when none is chosen. */
  none: string
  organisationId: string
  value: string | null
  onChange: (id: string | null) => void
}
export function ChecklistField({ label, none, organisationId, value, onChange }: Props) {
  const { data } = useLoad({
    key: ['desk', 'checklists', organisationId],
    load: (signal) => tasksCalls.checklists({ query: { organisationId } }, { signal }),
    on: ['cases.checklistSaved'],
  })
  const lists = (data ?? []).filter(({ id, active }) => active || id === value)
  return (
    <NativeSelect
      label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      data={[{ value: '', label: none }, ...lists.map(({ id, name }) => ({ value: id, label: name }))]}
    />
  )
}
