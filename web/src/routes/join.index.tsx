import { createFileRoute } from '@tanstack/react-router'
import { JoinByCode } from '../features/live/join/JoinByCode'

export const Route = createFileRoute('/join/')({ component: JoinByCode })
