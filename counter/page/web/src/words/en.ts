// English.
// SPDX-License-Identifier: Apache-2.0

export const english = {
  code: 'en' as 'en' | 'fr',
  // Views
  live: 'Live', history: 'History', planning: 'Planning', editor: 'Site editor', wall: 'Wall screen', report: 'Report',
  leaveWall: 'Leave the wall screen', skip: 'Skip to the content', site: 'Site', views: 'Views',
  language: 'Language', otherLanguage: 'Fran\u00e7ais', theme: 'Appearance', auto: 'Automatic', dark: 'Dark', light: 'Light',
  signOut: 'Sign out',
  // Signing in
  signIn: 'Sign in', token: 'Token', tokenHelp: 'From whoever runs throng here.', wrongToken: 'This token is not known.',
  notAllowed: 'Your role may not do this.', noAnswer: 'The server does not answer.', tryAgain: 'Try again', loading: 'Loading',
  roles: { viewer: 'viewer', planner: 'planner', operator: 'operator', admin: 'administrator' },
  // Connection
  dataOld: (age: string) => `data ${age} old`, noData: 'no data yet', connectionLost: 'Connection lost',
  lostSince: (age: string) => `Connection lost. What you see is ${age} old. Trying again.`,
  lostEmpty: 'Connection lost. Nothing is known yet. Trying again.',
  edgeGone: (age: string) => `The machine at the cameras does not report. What you see is ${age} old.`,
  siteTime: (zone: string) => `Times: of the site (${zone})`, browserTime: (zone: string) => `Times: of this browser (${zone})`,
  // Places
  place: 'Place', places: 'Places', zone: 'Zone', group: 'Group', zones: 'Zones', plan: 'Plan', list: 'List', byUrgency: 'most urgent first',
  persons: 'persons', interval90: '90% interval', density: 'Density', perM2: 'persons per m\u00b2', level: 'Level of service',
  capacity: 'Capacity', ofCapacity: 'of capacity', headroom: 'Headroom', tooMany: 'too many', noCapacity: 'none set',
  change: 'Change', perMinute: '/min', full: 'full', fullIn: 'Full in', minutes: 'min', fullNow: 'Full now',
  notWithinHour: 'not within the hour', coverage: 'Seen', ofArea: 'of its area', window: 'Counted until',
  trend: { rising: 'rising', falling: 'falling', steady: 'no clear change' },
  freshness: { fresh: 'fresh', stale: 'old count', blind: 'blind' },
  stale: (age: string | null) => (age === null ? 'old count' : `old count, ${age}`),
  blind: (age: string | null) => (age === null ? 'not seen' : `not seen for ${age}`),
  blindHelp: 'No camera sees this place. There may be people.',
  lastHalfHour: 'Recent counts', close: 'Close', showHistory: 'History of this place', notOnPlan: 'Not on the plan',
  levels: { A: 'free', B: 'light', C: 'moderate', D: 'dense', E: 'very dense', F: 'jammed' },
  kinds: { walkway: 'walkway', queue: 'queue', stair: 'stair' },
  summary: (count: number, what: string) => `${count} ${what}`,
  // Alarms
  alarms: 'Alarms', noAlarms: 'No open alarm', openAlarms: (n: number) => (n === 1 ? '1 open alarm' : `${n} open alarms`),
  bands: { clear: 'clear', busy: 'busy', crowded: 'crowded', critical: 'critical' },
  alarmKinds: { crowding: 'crowding', blind: 'Blind', stale: 'Old counts' },
  unseenReason: { crowding: '', blind: 'no count', stale: 'no fresh count' }, countReason: (n: string, low: string, high: string) => `${n} persons (${low}\u2013${high})`,
  acknowledge: 'Acknowledge', acknowledgeOf: (place: string) => `Acknowledge the alarm of ${place}`,
  asked: 'Asked', seenBy: (role: string, time: string) => `seen by ${role}, ${time}`, since: (time: string, age: string) => `since ${time}, ${age}`,
  ackFailed: 'The alarm could not be acknowledged.', moreAlarms: (n: number) => `${n} more`, fewer: 'Fewer',
  changes: { raise: 'raised', escalate: 'worse', ease: 'better', acknowledge: 'seen', end: 'over' },
  // History
  span: 'Span', from: 'From', until: 'Until', show: 'Show', lastHour: '1 h', last6: '6 h', last24: '24 h', last7: '7 days', last30: '30 days', lastYear: '1 year',
  showing: 'Show', course: 'Course', compareDays: 'Compare days', typicalWeek: 'Typical week', day: 'Day', addDay: 'Add a day', remove: 'Remove',
  sumNote: 'Sum of its zones; the interval adds theirs up, so it is never too narrow.',
  gapNote: 'Gaps: nobody saw the place.', capacityLine: (n: string) => `capacity ${n}`, asCsv: 'CSV', asPng: 'PNG', print: 'Print or save as PDF',
  mean: 'Mean', low: 'Low', high: 'High', highest: 'Highest', noCounts: 'No counts in this span.', viewerSpan: 'Viewers see the last 24 hours.',
  weekHelp: 'Mean persons by weekday and hour of the site.', hour: 'Hour', chartOf: (name: string) => `Persons over time: ${name}`,
  resolution: { released: 'as released', minute: '1 min', quarter_hour: '15 min', hour: '1 h', day: '1 day' },
  inBars: 'Resolution', alarmsInSpan: 'Alarms in this span', noAlarmsInSpan: 'No alarm in this span.',
  // Report
  eventReport: 'Event report', made: (time: string) => `Made ${time}`, what: 'What', when: 'When', who: 'Seen by', duration: 'Lasted',
  peak: 'Peak', at: 'at', remarks: 'Remarks', signature: 'Name, signature, date', stillOpen: 'still open', worst: 'Worst', reason: 'Reason',
  notSeen: 'Not seen', reportNote: 'Counts by throng, each with a 90% interval. Nobody was identified or followed.',
  // Planning
  busiest: 'Busiest zones', timeAbove: 'Time at or above each level', aboveCapacity: 'Above capacity', suggestions: 'Where capacity was exceeded',
  neverExceeded: 'Capacity was not exceeded in this span.', meanCount: 'Mean', highestCount: 'Highest', share: 'Share',
  exceeded: (zone: string, days: number, most: string, capacity: string) =>
    `${zone}: above its capacity of ${capacity} on ${days} ${days === 1 ? 'day' : 'days'}, at most ${most} persons.`,
  mostly: (when: string) => `Mostly ${when}.`,
  hadRoom: (zones: string) => `At the same times there was room in: ${zones}. Can people be led there?`,
  noRoom: 'No other zone with a capacity was less than half full then: only fewer arrivals or more space would help.',
  highestNote: (step: string) => `By the highest count in each ${step}. Blind time is not counted.`,
  // Editor
  openFile: 'Open a site file', openPicture: 'Load a still picture', pictureStays: 'It stays in this browser. It is never sent.',
  newFile: 'New', save: 'Save the file', undo: 'Undo', redo: 'Redo', siteFile: 'Site file', camera: 'Camera', noPicture: 'No picture loaded',
  marks: 'Ground points', heights: 'People\u2019s heights', addMark: 'Add a ground point', addHeight: 'Add a person', addZone: 'Draw a zone', finish: 'Close the zone',
  cancel: 'Cancel', addCamera: 'Add a camera',
  clickMark: 'Click a point on the ground that you have measured.', clickFoot: 'Click the feet of somebody whose height you know.', clickHead: 'Now click the top of the head.',
  clickZone: 'Click the corners on the ground, one after the other. Close the zone with Enter or the button.',
  keysHelp: 'Arrow keys move the chosen point by one pixel, with Shift by ten.', pixel: 'px', metre: 'm', eastM: 'X, m', northM: 'Y, m', heightM: 'Height, m', offPx: 'Off, px', offM: 'Off, m',
  leftOut: 'left out', grid: (m: number) => `Grid of ${m} m`, personsHere: 'A person of 1.75 m', patches: 'Who counts what', name: 'Name', kind: 'Kind', area: 'Area', corners: (n: number) => `${n} corners`,
  complaints: 'What throng check says', noMistakes: 'No mistakes', mistake: 'Mistake', note: 'Note', line: 'Line', checking: 'Checking', checkFailed: 'throng check could not be asked.',
  marksOff: (px: string) => `The marks are off by ${px} px (root mean square).`, stands: (m: string, tilt: string) => `${m} m above the ground, tilted ${tilt}\u00b0 down`,
  tooLow: 'Too low for the network.', countedBy: (names: string) => `counted by ${names}`, then: 'then', tall: (far: string, near: string) => `a person here is ${far} to ${near} px tall`,
  sizeDiffers: (w: number, h: number) => `The picture has another shape than the camera\u2019s ${w} x ${h}.`, useSize: (w: number, h: number) => `Write picture = [${w}, ${h}] into the file`, unreadable: 'This picture cannot be read.', pictureArea: 'Picture of the camera with its marks and zones',
  cornerOf: (zone: string, n: number) => `Corner ${n} of ${zone}`, markNumber: (n: number) => `Ground point ${n}`, footNumber: (n: number) => `Feet of person ${n}`, headNumber: (n: number) => `Head of person ${n}`,
  inMetres: 'drawn in metres', signLacks: (camera: string, keys: string) => `For the sign on the wall, ${camera} lacks ${keys}.`,
};

export type Words = typeof english;
