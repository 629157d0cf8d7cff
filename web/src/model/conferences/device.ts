const browsers: [RegExp, string][] = [
  [/Edg(?:A|iOS)?\/(\d+)/, 'Edge'],
  [/OPR\/(\d+)/, 'Opera'],
  [/SamsungBrowser\/(\d+)/, 'Samsung Internet'],
  [/(?:coc_coc_browser|CocCoc)\/(\d+)/i, 'Cốc Cốc'],
  [/(?:Firefox|FxiOS)\/(\d+)/, 'Firefox'],
  [/(?:Chrome|CriOS|Chromium)\/(\d+)/, 'Chrome'],
  [/Version\/(\d+).* Safari\//, 'Safari'],
]
const systems: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux|X11/, 'Linux'],
]

/** A browser's name for itself, in two or three words a person knows; what is not known stays as it was sent. */
export function deviceName(agent: string): string {
  const browser = browsers.find(([of]) => of.test(agent))
  const system = systems.find(([of]) => of.test(agent))?.[1]
  const words = [browser && `${browser[1]} ${browser[0].exec(agent)?.[1]}`, system].filter(Boolean)
  return words.length > 0 ? words.join(', ') : agent.split(/[\s/(]/)[0] || ''
}
