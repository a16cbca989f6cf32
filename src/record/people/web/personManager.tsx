/** To whom somebody reports: who approves what they ask. */
import { Button, Select } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useState } from 'react'
import { Link } from '#web/kit/links.tsx'
import { useLoad } from '#web/kit/load.ts'
import { Refused } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Person } from '../contract.ts'
import { people } from './mine.ts'
import { webTexts } from './texts.ts'

interface Props {
  person: Person
  refused: string | undefined
  save: (managerId: string | null) => Promise<void>
}
export function PersonManager({ person, refused, save }: Props) {
  const t = useText(webTexts)
  const words = useWords()
  const [changing, setChanging] = useState(false)
  const { managerId } = person
  const { data: manager } = useLoad({
    key: ['people/person', managerId ?? ''],
    load: (signal) => people.person({ params: { id: managerId ?? '' } }, { signal }),
    when: managerId !== null,
  })
  const keep = async (id: string | null) => {
    try {
      await save(id)
      toast(t('people.person.saved'))
      setChanging(false)
    } catch (thrown) {
      toastProblem(thrown, t('people.person.manager'))
    }
  }
  if (changing) return <Choose person={person} keep={keep} leave={() => setChanging(false)} />
  return (
    <span>
      {managerId === null ? <span className="dim">{words('kit.nothing')}</span> : <Link to={`/people/${managerId}`}>{manager?.name ?? '…'}</Link>}{' '}
      <Refused why={refused}>
        <Button size="compact-xs" variant="subtle" ml={-8} onClick={() => setChanging(true)}>
          {t('people.person.manager.choose')}
        </Button>
      </Refused>
    </span>
  )
}

function Choose({ person, keep, leave }: { person: Person; keep: (id: string | null) => Promise<void>; leave: () => void }) {
  const t = useText(webTexts)
  const words = useWords()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim().slice(0, 100), 150)
  const organisationId = person.roles[0]?.organisationId
  const { data } = useLoad({
    key: ['people/persons', 'manager', organisationId ?? '', search],
    load: (signal) =>
      people.persons({ query: { active: 'true', limit: 20, ...(organisationId && { organisationId }), ...(search && { search }) } }, { signal }),
  })
  const found = (data?.items ?? []).filter(({ id }) => id !== person.id)
  return (
    <>
      <Select
        aria-label={t('people.person.manager')}
        searchable
        autoFocus
        comboboxProps={{ withinPortal: false }}
        searchValue={typed}
        onSearchChange={setTyped}
        filter={({ options }) => options}
        data={found.map(({ id, name }) => ({ value: id, label: name }))}
        nothingFoundMessage={data ? t('people.team.nobodyFound') : undefined}
        onChange={(id) => id && void keep(id)}
      />
      <Button size="compact-xs" variant="subtle" onClick={() => void keep(null)}>
        {t('people.person.manager.nobody')}
      </Button>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={leave}>
        {words('kit.cancel')}
      </Button>
    </>
  )
}
