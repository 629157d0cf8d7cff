import { createFileRoute } from '@tanstack/react-router'
import { Conferences } from '../features/conferences'

export const Route = createFileRoute('/_app/conferences/')({ component: Conferences })
