import '@mantine/core/styles.css'
import '@mantine/notifications/styles.css'
import './app/fonts.css'
import './app/app.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/App'
import { initI18n } from './i18n'

await initI18n()
const root = document.getElementById('root')
if (!root) throw new Error('no #root in the page')
createRoot(root).render(<App />)
