/** About whom a complaint is: nobody in particular, a person or team by name, or how an earlier report was handled. */
import { Radio, Select, TextInput } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useText } from '#web/kit/texts.ts'
import classes from '../../kinds/web/kinds.module.css'
import type { About } from '../contract.ts'
import { complaintCalls } from './complaintCalls.ts'
import { complaintWords } from './texts.ts'

interface Props {
  value: About
  onChange: (about: About) => void
  organisationId?: string | undefined
}
const kindOf = (about: About) => (about.case !== undefined ? 'case' : about.personId || about.teamId ? 'somebody' : undefined)

export function AboutField({ value, onChange, organisationId }: Props) {
  const t = useText(complaintWords)
  const [kind, setKind] = useState<'nobody' | 'somebody' | 'case'>(kindOf(value) ?? 'nobody')
  return (
    <Radio.Group
      size="md"
      label={t('desk.about.title')}
      description={t('desk.about.help')}
      value={kind}
      onChange={(one) => {
        setKind(one as typeof kind)
        onChange({})
      }}
    >
      <div className={classes.radios}>
        <Radio value="nobody" label={t('desk.about.nobody')} />
        <Radio value="somebody" label={t('desk.about.somebody')} />
        {kind === 'somebody' && <Whom value={value} onChange={onChange} organisationId={organisationId} />}
        <Radio value="case" label={t('desk.about.case')} />
        {kind === 'case' && (
          <TextInput
            label={t('desk.about.number')}
            value={value.case ?? ''}
            maxLength={20}
            autoFocus
            onChange={(event) => onChange(event.currentTarget.value.trim() ? { case: event.currentTarget.value.trim() } : {})}
          />
        )}
      </div>
    </Radio.Group>
  )
}

function Whom({ value, onChange, organisationId }: Props) {
  const t = useText(complaintWords)
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  const [chosen, setChosen] = useState<{ value: string; label: string }>()
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), 150)
    return () => clearTimeout(timer)
  }, [typed])
  const { data, isFetching } = useQuery({
    queryKey: ['desk', 'whom', asked, organisationId ?? ''],
    queryFn: ({ signal }) => complaintCalls.whom({ query: { search: asked, ...(organisationId && { organisationId }) } }, { signal }),
    enabled: asked.length > 1,
    placeholderData: keepPreviousData,
  })
  const people = (data?.people ?? []).map(({ id, name }) => ({ value: `p ${id}`, label: name }))
  const teams = (data?.teams ?? []).map(({ id, name }) => ({ value: `t ${id}`, label: name }))
  const known = chosen && ![...people, ...teams].some((one) => one.value === chosen.value) ? [chosen] : []
  const groups = [
    { group: t('desk.about.people'), items: [...(chosen?.value.startsWith('p') ? known : []), ...people] },
    { group: t('desk.about.teams'), items: [...(chosen?.value.startsWith('t') ? known : []), ...teams] },
  ].filter(({ items }) => items.length > 0)
  return (
    <Select
      label={t('desk.about.name')}
      placeholder={t('desk.about.name.placeholder')}
      searchable
      autoFocus
      comboboxProps={{ withinPortal: false }}
      data={groups}
      value={value.personId ? `p ${value.personId}` : value.teamId ? `t ${value.teamId}` : null}
      searchValue={typed}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      nothingFoundMessage={isFetching || typed.trim().length < 2 ? undefined : t('desk.about.none')}
      onChange={(one) => {
        const option = groups.flatMap(({ items }) => items).find((item) => item.value === one)
        setChosen(option)
        const id = one?.slice(2)
        onChange(!one || !id ? {} : one.startsWith('p') ? { personId: id } : { teamId: id })
      }}
    />
  )
}
