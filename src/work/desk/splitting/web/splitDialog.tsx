/** Choosing what is said to become a case of its own, of the same reporter or another one. */
import { Button, Checkbox, Group, Modal, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useGo } from '#web/kit/links.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast } from '#web/kit/toast.tsx'
import type { CaseDialogProps } from '../../web/case/parts.ts'
import { type Chosen, PersonField } from '../../web/new/personField.tsx'
import { splittingCalls } from './calls.ts'
import classes from './splitting.module.css'
import { splittingWords } from './texts.ts'

const short = (text: string) => (text.length > 120 ? `${text.slice(0, 120)}…` : text)

export default function SplitDialog({ page, close }: CaseDialogProps) {
  const t = useText(splittingWords)
  const words = useWords()
  const go = useGo()
  const { id, organisationId, reporter } = page.case
  const [chosen, setChosen] = useState<readonly string[]>([])
  const [title, setTitle] = useState('')
  const [who, setWho] = useState<Chosen | undefined>({ ...reporter, email: null })
  const [wrong, setWrong] = useState<{ which?: string; title?: string; other?: string }>({})
  const [busy, setBusy] = useState(false)
  const entries = page.entries.filter(({ kind }) => kind === 'message' || kind === 'note')
  const flip = (entry: string) => {
    setWrong({})
    setChosen((now) => (now.includes(entry) ? now.filter((one) => one !== entry) : [...now, entry]))
  }
  const save = async (event: FormEvent) => {
    event.preventDefault()
    const found = { ...(chosen.length === 0 && { which: t('split.whichNeeded') }), ...(title.trim() === '' && { title: t('split.nameNeeded') }) }
    setWrong(found)
    if (Object.keys(found).length > 0) return
    setBusy(true)
    try {
      const body = { entryIds: [...chosen], title: title.trim(), reporterId: who?.id ?? reporter.id }
      const { number } = await splittingCalls.split({ params: { id }, body })
      close()
      toast(t('split.done', { number }))
      go(`/desk/cases/${number}`)
    } catch (error) {
      const problem = problemIn(error)
      setWrong({ other: problem?.errors?.[0]?.detail ?? problem?.title ?? words('kit.failed') })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={close} size="lg" title={t('split.title')} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      {entries.length === 0 ? (
        <p className="dim">{t('split.none')}</p>
      ) : (
        <form className={classes.form} noValidate onSubmit={(event) => void save(event)}>
          <Checkbox.Group label={t('split.which')} description={t('split.whichHelp')} error={wrong.which} value={[...chosen]}>
            <div className={classes.entries}>
              {entries.map((entry, at) => (
                <Checkbox
                  key={entry.id}
                  {...(at === 0 && { 'data-autofocus': true })}
                  value={entry.id}
                  onChange={() => flip(entry.id)}
                  label={`${entry.author?.name ?? 'Spil'}: ${short(entry.text)}`}
                />
              ))}
            </div>
          </Checkbox.Group>
          <TextInput
            label={t('split.name')}
            value={title}
            error={wrong.title ?? wrong.other}
            maxLength={200}
            onChange={(event) => setTitle(event.currentTarget.value)}
          />
          <PersonField label={t('split.reporter')} organisationId={organisationId} value={who} onChange={setWho} />
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={close}>
              {words('kit.cancel')}
            </Button>
            <Button type="submit" loading={busy}>
              {t('split.do')}
            </Button>
          </Group>
        </form>
      )}
    </Modal>
  )
}
