/** Plans maintenance of an item: what, with which checklist, from when, how often. The desk's recurring work makes the cases. */
import { Button, NativeSelect, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import type { PanelItem } from '#web/kit/itemPanels.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Note } from '#web/kit/marks.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { recurring, tasks } from './calls.ts'
import classes from './maintenance.module.css'
import { maintenanceWords } from './texts.ts'

const often = ['1', '3', '6', '12'] as const
export default function Plan({ item, close }: { item: PanelItem; close: () => void }) {
  const t = useText(maintenanceWords)
  const reload = useReload()
  const { organisationId } = item
  const lists = useLoad({
    key: ['monitoring', 'lists', organisationId],
    load: (signal) => tasks.checklists({ query: { organisationId } }, { signal }),
  }).data
  const [title, setTitle] = useState(() => t('maintenance.plan.titleOf', { name: item.name }).slice(0, 100))
  const [checklistId, setChecklist] = useState('')
  const [first, setFirst] = useState('')
  const [months, setMonths] = useState<string>('3')
  const [busy, setBusy] = useState(false)
  const [wrong, setWrong] = useState<string>()
  const save = async (event: FormEvent) => {
    event.preventDefault()
    if (title.trim() === '' || first === '') return setWrong(t('maintenance.plan.needed'))
    setBusy(true)
    try {
      const template = { kind: 'task' as const, title: title.trim(), checklistId: checklistId || null, itemIds: [item.id] }
      const rrule = months === '1' ? 'FREQ=MONTHLY' : `FREQ=MONTHLY;INTERVAL=${months}`
      await recurring.addSchedule({ body: { organisationId, name: title.trim(), template, starts: `${first}T09:00`, rrule, closedDays: 'after' } })
      toast(t('maintenance.plan.saved'))
      await reload(['monitoring', 'planned'])
      close()
    } catch (error) {
      setWrong(problemIn(error)?.title ?? t('maintenance.failed'))
      setBusy(false)
    }
    return undefined
  }
  return (
    <form className={classes.stack} onSubmit={(event) => void save(event)}>
      {wrong && (
        <div role="alert">
          <Note tone="red">{wrong}</Note>
        </div>
      )}
      <TextInput
        label={t('maintenance.plan.title')}
        data-autofocus
        value={title}
        maxLength={100}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <NativeSelect
        label={t('maintenance.plan.list')}
        value={checklistId}
        onChange={(event) => setChecklist(event.currentTarget.value)}
        data={[
          { value: '', label: t('maintenance.plan.noList') },
          ...(lists ?? []).filter(({ active }) => active).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <TextInput type="date" label={t('maintenance.plan.first')} value={first} onChange={(event) => setFirst(event.currentTarget.value)} />
      <NativeSelect
        label={t('maintenance.plan.every')}
        value={months}
        onChange={(event) => setMonths(event.currentTarget.value)}
        data={often.map((value) => ({ value, label: t(`maintenance.plan.every.${value}`) }))}
      />
      <div className={classes.end}>
        <Button type="submit" loading={busy}>
          {t('maintenance.plan.save')}
        </Button>
      </div>
    </form>
  )
}
