/** Changing a case without overwriting what somebody else did: the version you saw goes along, and a refusal shows what differs and lets you choose. */
import { Button, Group, Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, type ReactNode, Suspense, useCallback, useRef, useState } from 'react'
import { problemIn } from '#web/kit/api.ts'
import { Facts } from '#web/kit/recordPage.tsx'
import { useText, useWords } from '#web/kit/texts.ts'
import type { Case, CasePage, Conflict } from '../../contract.ts'
import { deskWords } from '../texts.ts'

export interface Changing {
  /** Runs the change with the right version; undefined when the person let the other's change stand. */
  run: (change: (version: number) => Promise<Case>) => Promise<Case | undefined>
  /** From now on what is on the screen is what is being changed; call when a field or dialog opens. */
  begin: () => void
  reload: () => Promise<void>
  /** Ids of events that this screen made itself are not announced: when it changed something last. */
  dialog: ReactNode
}
/** Refused without a note: its form opens by itself. */
const HandoverDialog = lazy(() => import('../../handover/web/handoverDialog.tsx'))

interface Asking {
  conflict: Conflict
  choose: (mine: boolean) => void
}

export function useChanging(page: CasePage, key: readonly unknown[]): Changing {
  const queries = useQueryClient()
  const [asking, setAsking] = useState<Asking>()
  const [needs, setNeeds] = useState<string>()
  const latest = useRef(page.case.version)
  latest.current = Math.max(latest.current, page.case.version)
  const held = useRef<number>(undefined)
  const reload = useCallback(async () => {
    await queries.invalidateQueries({ queryKey: key })
  }, [queries, key])
  const run = useCallback<Changing['run']>(
    async (change) => {
      let version = held.current ?? latest.current
      for (;;) {
        try {
          const changed = await change(version)
          latest.current = changed.version
          held.current = undefined
          queries.setQueryData<CasePage>(key, (now) => now && { ...now, case: changed })
          void reload()
          return changed
        } catch (error) {
          const problem = problemIn(error)
          if (problem?.type === 'cases.handoverNeeded') setNeeds((problem.data as { toId: string | null }).toId ?? '')
          if (problem?.type !== 'cases.changed' || !problem.data) throw error
          const conflict = problem.data as Conflict
          const mine = await new Promise<boolean>((choose) => setAsking({ conflict, choose }))
          setAsking(undefined)
          held.current = undefined
          void reload()
          if (!mine) return undefined
          version = conflict.version
        }
      }
    },
    [queries, key, reload],
  )
  const begin = useCallback(() => {
    held.current = latest.current
  }, [])
  const changing = { run, begin, reload }
  return {
    ...changing,
    dialog: (
      <>
        <ConflictDialog asking={asking} />
        {needs !== undefined && (
          <Suspense fallback={null}>
            <HandoverDialog page={page} changing={changing} close={() => setNeeds(undefined)} to={{ toId: needs }} />
          </Suspense>
        )}
      </>
    ),
  }
}

function ConflictDialog({ asking }: { asking: Asking | undefined }) {
  const t = useText(deskWords)
  const words = useWords()
  const conflict = asking?.conflict
  return (
    <Modal
      opened={asking !== undefined}
      onClose={() => asking?.choose(false)}
      title={t('desk.conflict.title')}
      zIndex={300}
      closeButtonProps={{ 'aria-label': words('kit.close') }}
    >
      {conflict && (
        <>
          <p className="prose">{t('desk.conflict.by', { name: conflict.changedBy?.name ?? t('cases.someone') })}</p>
          <div style={{ marginTop: 'var(--spil-space-4)' }}>
            <Facts
              rows={conflict.changes.map(({ field, from, to }) => ({
                key: field,
                label: t.has(`cases.field.${field}`) ? t(`cases.field.${field}` as 'cases.field.title') : field,
                value: `${from ?? t('desk.conflict.nothing')} → ${to ?? t('desk.conflict.nothing')}`,
              }))}
            />
          </div>
          <Group justify="flex-end" gap="sm" mt="xl">
            <Button variant="default" data-autofocus onClick={() => asking.choose(false)}>
              {t('desk.conflict.theirs')}
            </Button>
            <Button onClick={() => asking.choose(true)}>{t('desk.conflict.mine')}</Button>
          </Group>
        </>
      )}
    </Modal>
  )
}
