import { useLoad } from '#web/kit/load.ts'
import { peopleCalls } from '../calls.ts'
import { PersonField } from './personField.tsx'

/** Somebody by id, with the name they have now. */
export function Someone({
  label,
  id,
  organisationId,
  onChange,
}: {
  label: string
  id: string | null
  organisationId: string
  onChange: (id: string | null) => void
}) {
  const { data } = useLoad({
    key: ['people/person', id ?? ''],
    load: (signal) => peopleCalls.person({ params: { id: id ?? '' } }, { signal }),
    when: id !== null,
  })
  const value = id === null ? undefined : data && { id: data.id, name: data.name, email: data.email }
  if (id !== null && !value) return null
  return (
    <PersonField key={value?.id ?? ''} label={label} value={value} organisationId={organisationId} onChange={(one) => onChange(one?.id ?? null)} />
  )
}
