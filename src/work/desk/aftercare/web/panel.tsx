/** Aftercare of this case: what is planned, and planning one by hand. */
import { Button, NumberInput, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Skeletons } from '#web/kit/marks.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toastProblem } from '#web/kit/toast.tsx'
import classes from '../../closing/web/closing.module.css'
import { closingWords } from '../../closing/web/texts.ts'
import type { CaseProps } from '../../web/case/parts.ts'
import { CareCard } from './care.tsx'
import { careCalls } from './careCalls.ts'

export default function CarePanel({ page }: CaseProps) {
  const t = useText(closingWords)
  const { id } = page.case
  const reload = useReload()
  const [planning, setPlanning] = useState(false)
  const key = ['desk', 'aftercare', 'case', id]
  const { data, error, refetch } = useLoad({
    key,
    load: (signal) => careCalls.ofCase({ params: { id } }, { signal }),
    about: [`case/${id}`],
    on: ['desk.aftercare.'],
  })
  const again = () => void reload(key)
  if (error) return <Failure error={error} retry={() => void refetch()} />
  if (!data) return <Skeletons rows={2} />
  return (
    <div className={classes.group}>
      {data.items.length > 0 && (
        <ul className={classes.list}>
          {data.items.map((one) => (
            <CareCard key={one.id} one={one} again={again} inCase />
          ))}
        </ul>
      )}
      {page.mayWork &&
        (planning ? (
          <Plan
            caseId={id}
            leave={() => {
              setPlanning(false)
              again()
            }}
          />
        ) : (
          <div>
            <Button size="xs" variant="default" onClick={() => setPlanning(true)}>
              {t('care.plan')}
            </Button>
          </div>
        ))}
    </div>
  )
}

function Plan({ caseId, leave }: { caseId: string; leave: () => void }) {
  const t = useText(closingWords)
  const words = useWords()
  const [why, setWhy] = useState('')
  const [days, setDays] = useState<number | string>(3)
  const send = (event: FormEvent) => {
    event.preventDefault()
    careCalls
      .plan({ params: { id: caseId }, body: { why, afterDays: Number(days) || 0 } })
      .then(leave)
      .catch((error) => toastProblem(error, t('care.plan')))
  }
  return (
    <form className={classes.form} onSubmit={send}>
      <TextInput
        size="sm"
        label={t('care.why')}
        required
        autoFocus
        maxLength={300}
        value={why}
        onChange={(event) => setWhy(event.currentTarget.value)}
      />
      <NumberInput size="sm" label={t('care.after')} min={0} max={60} maw={160} value={days} onChange={setDays} />
      <span className={classes.actions}>
        <Button type="submit" size="xs">
          {t('care.plan')}
        </Button>
        <Button size="xs" variant="default" onClick={leave}>
          {words('kit.cancel')}
        </Button>
      </span>
    </form>
  )
}
