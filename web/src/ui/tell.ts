/** Says in a corner that something has happened. What shows it is fetched with the first message, not before. */
export function tell(what: { title?: string; message: string; color?: string; autoClose?: number }) {
  void import('@mantine/notifications').then((m) => m.notifications.show(what))
}
