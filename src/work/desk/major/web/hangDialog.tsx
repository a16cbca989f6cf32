/** Hangs cases under a major incident that lasts: from the page of one, or from a selection in the list. */
import { Radio } from '@mantine/core'
import { useState } from 'react'
import { useLoad, useReload } from '#web/kit/load.ts'
import { useText } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import { majorCalls } from './calls.ts'
import { Dialog } from './dialog.tsx'
import classes from './major.module.css'
import { majorWords } from './texts.ts'

interface Props {
  cases: readonly string[]
  organisationId: string | undefined
  close: () => void
  done: () => void
}
export function HangDialog({ cases, organisationId, close, done }: Props) {
  const t = useText(majorWords)
  const reload = useReload()
  const [chosen, setChosen] = useState('')
  const { data } = useLoad({
    key: ['desk', 'majors', organisationId ?? ''],
    load: (signal) => majorCalls.ongoing({ query: { ...(organisationId && { organisationId }) } }, { signal }),
    on: ['desk.major'],
  })
  const parent = chosen || data?.[0]?.id
  return (
    <Dialog
      title={t('major.hang')}
      lead={data?.length === 0 ? '' : t('major.hang.lead')}
      refused={data?.length === 0 ? t('major.hang.none') : undefined}
      verb={t('major.hang.verb')}
      close={close}
      ready={() => parent !== undefined}
      submit={async () => {
        const result = await majorCalls.addChildren({ params: { id: parent ?? '' }, body: { cases: [...cases] } })
        if (result.done > 0) toast(t('major.hang.done', { count: result.done }))
        for (const one of result.items) if (one.why) toast(`${one.case}: ${one.why}`)
        await reload(['desk'])
        done()
      }}
    >
      {data && data.length > 0 && (
        <Radio.Group label={t('major.hang.which')} value={parent ?? ''} onChange={setChosen}>
          <div className={classes.texts}>
            {data.map((one, at) => (
              <Radio key={one.id} value={one.id} label={`${one.number} ${one.title}`} {...(at === 0 && { 'data-autofocus': true })} />
            ))}
          </div>
        </Radio.Group>
      )}
    </Dialog>
  )
}
