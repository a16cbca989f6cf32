/** One approval, for who decides: what was asked, how it stands, and yes or no. */
import { usePath } from '#web/kit/links.tsx'
import { useLoad, useReload } from '#web/kit/load.ts'
import { Failure, Note, Skeletons } from '#web/kit/marks.tsx'
import { Page } from '#web/kit/page.tsx'
import { useText } from '#web/kit/texts.ts'
import { toast, toastProblem } from '#web/kit/toast.tsx'
import { approvalCalls } from './calls.ts'
import { Decide, Subject } from './decide.tsx'
import { Progress } from './progress.tsx'
import { approvalWords } from './texts.ts'

export default function ApprovalPage() {
  const t = useText(approvalWords)
  const id = usePath().id ?? ''
  const reload = useReload()
  const { data, error, refetch } = useLoad({
    key: ['desk/approval', id],
    load: (signal) => approvalCalls.approval({ params: { id } }, { signal }),
    on: ['desk.approvals.'],
  })
  return (
    <Page title={data?.title ?? t('approvals.title')} under={[{ label: t('approvals.mine'), to: '/portal/approvals' }]} width="form">
      {error && <Failure error={error} retry={() => void refetch()} />}
      {!data && !error && <Skeletons kind="page" rows={6} />}
      {data && (
        <>
          {data.why && <Note tone={data.state === 'approved' ? 'green' : data.state === 'refused' ? 'red' : 'grey'}>{data.why}</Note>}
          <Subject {...data} askedBy={data.askedBy.name} />
          <Progress one={data} />
          {data.mayDecide && (
            <Decide
              refused={() => false}
              send={async (yes, reason) => {
                try {
                  await approvalCalls.decide({ params: { id }, body: { yes, ...(reason && { reason }) } })
                  toast(t(yes ? 'approvals.thanks.yes' : 'approvals.thanks.no'))
                } catch (thrown) {
                  toastProblem(thrown, t('approvals.title'))
                } finally {
                  await Promise.all([reload(['desk/approval', id]), reload(['desk/approvals'])])
                }
              }}
            />
          )}
        </>
      )}
    </Page>
  )
}
