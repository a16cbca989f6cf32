/** Where toasts appear; loaded after the page, because nothing is said before somebody does something. */
import { Notifications } from '@mantine/notifications'

const Toasts = () => <Notifications position="bottom-right" limit={3} withinPortal={false} />
export default Toasts
