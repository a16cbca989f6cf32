/** Merging this case into another one: look it up, see what will happen, do it; with undo. */
import { Button, Group, Modal, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { useGo } from '#web/kit/links.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import type { Case } from '../../contract.ts'
import { calls } from '../../web/calls.ts'
import type { CaseDialogProps } from '../../web/case/parts.ts'
import { mergingCalls } from './calls.ts'
import classes from './merging.module.css'
import { mergingWords } from './texts.ts'

export default function MergeDialog({ page, close }: CaseDialogProps) {
  const t = useText(mergingWords)
  const words = useWords()
  const go = useGo()
  const [number, setNumber] = useState('')
  const [into, setInto] = useState<Case>()
  const [reason, setReason] = useState('')
  const [error, setError] = useState<string>()
  const [busy, setBusy] = useState(false)
  const from = page.case.number
  const attempt = async (run: () => Promise<void>) => {
    setBusy(true)
    setError(undefined)
    try {
      await run()
    } catch (thrown) {
      const problem = problemIn(thrown)
      setError(problem?.errors?.[0]?.detail ?? problem?.title ?? words('kit.failed'))
    } finally {
      setBusy(false)
    }
  }
  const find = () => attempt(async () => setInto((await calls.case({ params: { id: number.trim() } })).case))
  const merge = (target: Case) =>
    attempt(async () => {
      const done = await mergingCalls.merge({
        params: { id: page.case.id },
        body: { into: target.id, ...(reason.trim() && { reason: reason.trim() }) },
      })
      close()
      const undo = () =>
        void mergingCalls.undoMerge({ params: { id: done.mergeId }, body: {} }).then(
          () => go(`/desk/cases/${done.number}`),
          (thrown) => toastProblem(thrown, t('merge.undo')),
        )
      toast(t('merge.done', { from, into: done.into }), { label: t('merge.undo'), run: undo })
      go(`/desk/cases/${done.into}`, { replace: true })
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void (into ? merge(into) : find())
  }
  return (
    <Modal opened onClose={close} title={t('merge.title')} closeButtonProps={{ 'aria-label': words('kit.close') }}>
      <form className={classes.form} noValidate onSubmit={submit}>
        <TextInput
          label={t('merge.into')}
          placeholder="C-1042"
          value={number}
          error={error}
          maxLength={20}
          data-autofocus
          onChange={(event) => {
            setNumber(event.currentTarget.value)
            setInto(undefined)
            setError(undefined)
          }}
        />
        {into && (
          <>
            <p className="prose" role="status">
              {t('merge.consequence', { from, into: into.number, title: into.title, reporter: into.reporter.name })}
            </p>
            <TextInput
              label={`${t('merge.reason')} (${words('kit.optional')})`}
              value={reason}
              maxLength={2000}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          </>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={close}>
            {words('kit.cancel')}
          </Button>
          <Button type="submit" loading={busy} disabled={number.trim() === ''}>
            {t(into ? 'merge.do' : 'merge.find')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
