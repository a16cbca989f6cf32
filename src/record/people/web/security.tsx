/** How I come in: password, the second step, and where I am signed in. */
import { AccountPage } from './accountPage.tsx'
import { ChangePassword } from './changePassword.tsx'
import { Sessions } from './sessions.tsx'
import { TwoStep } from './twoStep.tsx'

export default function Security() {
  return (
    <AccountPage part="security">
      <TwoStep />
      <ChangePassword />
      <Sessions />
    </AccountPage>
  )
}
